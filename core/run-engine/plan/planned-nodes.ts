import type { Trip } from '../../trace/nest.ts';
import type { StreamFuture } from './grouped-nest.ts';

/**
 * One stream of a body: the elements that one operand (or several with one and the same address) runs through. Streams
 * of a run never meet: two streams of one value have disjoint elements.
 */
export interface Stream extends StreamFuture {
  /** -1: a local. */
  readonly value: number;
  readonly base: number;
  /** Step per iteration of the body's own loop; 0: the stream stays on one element. */
  readonly stride: number;
  /** The loops around the body that move it, and by how much. */
  readonly depths: readonly number[];
  readonly steps: readonly number[];
  readonly isReadFirst: boolean;
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

/** Instructions executed one after the other, as often as the loop at `depth` says; once where it is -1. */
export interface PlannedBody {
  readonly depth: number;
  readonly trip: Trip;
  readonly instructions: readonly BodyInstruction[];
  readonly streams: readonly Stream[];
  /** The streams that are read before they are written. */
  readonly readFirst: readonly number[];
  /** The streams whose life after the body depends on where the loops around it stand; the others' in `livingOn`. */
  readonly undecided: readonly number[];
  readonly livingOn: readonly number[];
  /** Whether any of the streams does. */
  readonly overlaps: boolean;
  /** Addresses of the locals that hold nothing at the start of an iteration. */
  readonly fresh: readonly number[];
}

export interface PlannedLoop {
  readonly depth: number;
  readonly trip: Trip;
  readonly nodes: readonly PlannedNode[];
  /** Of all bodies inside. */
  readonly streams: readonly Stream[];
  /** As a body's. */
  readonly fresh: readonly number[];
}

export type PlannedNode = PlannedLoop | PlannedBody;
