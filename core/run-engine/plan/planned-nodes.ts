import type { Trip } from '../../trace/nest.ts';
import type { StreamFuture } from './grouped-nest.ts';
import type { OperandGroup } from './operand-groups.ts';

/**
 * One stream of a body: the elements that one operand (or several with one and the same address) runs through. Streams
 * of a run never meet: two streams of one value have disjoint elements (D18, D23).
 */
export interface Stream extends StreamFuture {
  /** The operands that it runs through. */
  readonly group: OperandGroup;
  /** -1: a local. */
  readonly value: number;
  /** Its address where all loops stand at 0. */
  readonly base: number;
  /** Step per iteration of the body's own loop; 0: the stream stays on one element. */
  readonly stride: number;
  /** The loops around the body that move it, and by how much, in one order. */
  readonly depths: readonly number[];
  readonly steps: readonly number[];
  readonly isReadFirst: boolean;
  /** Whether it holds nothing readable when a record begins, since it is written before it is read, or emptied. */
  readonly startsAnew: boolean;
  /** What a read of an element is that is not on the stack. */
  readonly offStack: 'constant' | 'argument' | 'error';
  /** Of a stream that stays: whether it is alive from one record to the next. */
  readonly livesOn: boolean;
  /** Other runs of the call may touch its elements, whatever the loops: the plan's last runs tell which do. */
  readonly overlaps: boolean;
}

export interface BodyInstruction {
  readonly site: number;
  /** Streams, or UNTRACKED. */
  readonly reads: readonly number[];
  /** A stream, or UNTRACKED. */
  readonly write: number;
}

/** Streams of one body are bits of a 53-bit key, two each. */
export const MAX_STREAMS = 24;

/** Reads of a record are at most so many. */
export const MAX_READS = 8 * MAX_STREAMS;

/** Instructions executed one after the other, as often as the loop at `depth` says; once where it is -1. */
export interface PlannedBody {
  readonly depth: number;
  readonly trip: Trip;
  readonly instructions: readonly BodyInstruction[];
  /** A stream's number is its place here. */
  readonly streams: readonly Stream[];
  /** The numbers of the streams that are read before they are written. */
  readonly readFirst: readonly number[];
  /** Of the streams that start anew, the numbers of those that stay on one element, and of those that move on. */
  readonly anewStaying: readonly number[];
  readonly anewMoving: readonly number[];
  /** The numbers of the streams whose life after the body depends on where the loops around it stand. */
  readonly undecided: readonly number[];
  /** Of all other streams, the numbers of those that are alive after the body. */
  readonly livingOn: readonly number[];
  /** Whether any of the streams does. */
  readonly overlaps: boolean;
  /** Addresses of the locals that hold nothing at the start of an iteration. */
  readonly fresh: readonly number[];
}

export interface PlannedLoop {
  readonly depth: number;
  readonly trip: Trip;
  /** Whether loops inside run longer or shorter from iteration to iteration. */
  readonly isUneven: boolean;
  readonly nodes: readonly PlannedNode[];
  /** Of all bodies inside. */
  readonly streams: readonly Stream[];
  /** Of these streams, each once. */
  readonly groups: readonly OperandGroup[];
  /** Addresses of the locals that hold nothing at the start of an iteration. */
  readonly fresh: readonly number[];
}

export type PlannedNode = PlannedLoop | PlannedBody;

/** The step of a stream along the loop at a depth around its body. */
export function stepAt({ depths, steps }: Stream, depth: number): number {
  for (let i = 0; i < depths.length; i++) if (depths[i] === depth) return steps[i];
  return 0;
}

/** The address of a stream in the first record of a body, where the loops around it stand at `variables` (by depth). */
export function addressOf({ base, depths, steps }: Stream, variables: Int32Array): number {
  let at = base;
  for (let i = 0; i < depths.length; i++) at += steps[i] * variables[depths[i]];
  return at;
}
