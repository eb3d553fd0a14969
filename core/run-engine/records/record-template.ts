import { GHOST } from '../../stack/block-table.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import type { RecordReads, SimulatedRecord } from './simulated-record.ts';

/**
 * What a run of records of one body does, whatever its addresses (D21): found by executing three records symbolically,
 * a first one, one in the middle and the last one. What a record touches, from its first touch on, is its *overlay* on
 * the stack: every element in it was touched in this record or, staying on one element, in the record before.
 */
export interface RecordTemplate {
  /**
   * False where the second record finds the streams that stay in another order than the third does; then the first
   * record is to be run by itself.
   */
  readonly isSteady: boolean;
  /** Streams that a record touches first in a block of the stack: those that move on, and those that stay. */
  readonly moving: readonly number[];
  readonly staying: readonly number[];
  readonly outside: readonly OutsideRead[];
  readonly inside: readonly InsideRead[];
  /**
   * What each record but the last leaves below the overlay that stays on top, in stack order: streams that move on and
   * leave a live element, and GHOST for a dead version that stays.
   */
  readonly survivors: readonly number[];
  /** Whether these are ghosts only. */
  readonly leavesGhosts: boolean;
  /** Whether several records can be told together by what they take from the stack: all of it is known then. */
  readonly canSweep: boolean;
  /** By survivor: whether it is one of `moving`. */
  readonly isSource: readonly boolean[];
  /** By stream of `moving`: whether it survives. */
  readonly isSurvivor: readonly boolean[];
  /**
   * The overlay, bottom to top: after a record in the middle, and after the last one. Streams, and GHOST for a dead
   * version.
   */
  readonly orderMiddle: readonly number[];
  readonly orderLast: readonly number[];
  /** By stream: whether its element gets a block of its own in the overlay. */
  readonly isApart: readonly boolean[];
  /** Most elements after any instruction, beyond those that lay on the stack when the record began. */
  readonly peakFirst: number;
  readonly peakMiddle: number;
  readonly peakLast: number;
}

/** A read whose element lies in a block, or among the arguments that were not read yet. */
export interface OutsideRead {
  readonly site: number;
  readonly stream: number;
  readonly isArgument: boolean;
  /** Elements of the overlay at that instruction, in a first, middle and last record. */
  readonly overlayFirst: number;
  readonly overlayMiddle: number;
  readonly overlayLast: number;
  /**
   * Streams (a bit each) that the record took from the stack before it, by earlier instructions or, under the `ir`
   * semantics, by earlier reads: in a first and in any later record.
   */
  readonly takenFirst: number;
  readonly takenLater: number;
}

/** A read whose element lies in the overlay, with its depth in a first, middle and last record; 0: no read. */
export interface InsideRead {
  readonly site: number;
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

/** Which records there are: several, one that is not the loop's last, or one that is. */
export type RunKind = 'several' | 'one' | 'last one';

/**
 * The template of a body's records. `isPresent`, by stream: whether its element is on the stack before its first read.
 */
export function recordTemplate(
  body: PlannedBody,
  isPresent: readonly boolean[],
  simulator: SimulatedRecord,
  kind: RunKind,
): RecordTemplate {
  const first = simulator.record(true, kind === 'last one');
  const afterFirst = simulator.order();
  const survivors = simulator.left();
  const middle = simulator.record(false, false);
  const afterMiddle = simulator.order();
  const last = simulator.record(false, true);
  const orderLast = simulator.order();
  const isSteady = afterFirst.length === afterMiddle.length && afterFirst.every((s, i) => s === afterMiddle[i]);

  const isMoving = (stream: number): boolean => body.streams[stream].stride !== 0;
  const outside: OutsideRead[] = [];
  const inside: InsideRead[] = [];
  first.reads.forEach((read, i) => {
    const { site } = read;
    if (read.source === 'stack' || read.source === 'argument') {
      outside.push({
        site,
        stream: read.stream,
        isArgument: read.source === 'argument',
        overlayFirst: read.overlay,
        overlayMiddle: middle.reads[i].overlay,
        overlayLast: last.reads[i].overlay,
        takenFirst: bitsOf(read.taken),
        takenLater: bitsOf(middle.reads[i].taken),
      });
    }
    const depthOf = (record: RecordReads): number =>
      record.reads[i].source === 'overlay' ? record.reads[i].overlay : 0;
    const depths = { first: depthOf(first), middle: depthOf(middle), last: depthOf(last) };
    if (depths.first !== 0 || depths.middle !== 0 || depths.last !== 0) inside.push({ site, ...depths });
  });
  const sources = body.streams.flatMap((stream, s) => (stream.isReadFirst && isPresent[s] ? [s] : []));
  const isSingle = kind !== 'several';
  const moving = sources.filter(isMoving);
  return {
    isSteady: isSteady || isSingle,
    moving,
    staying: sources.filter((stream) => !isMoving(stream)),
    outside,
    inside,
    survivors,
    leavesGhosts: survivors.length > 0 && survivors.every((entry) => entry === GHOST),
    canSweep: moving.length > 0 && !survivors.includes(GHOST) && outside.every(({ isArgument }) => !isArgument),
    isSource: survivors.map((stream) => moving.includes(stream)),
    isSurvivor: moving.map((stream) => survivors.includes(stream)),
    orderMiddle: afterFirst,
    orderLast: isSingle ? afterFirst : orderLast,
    isApart: body.streams.map((_, stream) => simulator.isApart(stream)),
    peakFirst: first.peak,
    peakMiddle: middle.peak,
    peakLast: last.peak,
  };
}

function bitsOf(streams: readonly number[]): number {
  return streams.reduce((bits, stream) => bits | (1 << stream), 0);
}
