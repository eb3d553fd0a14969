import { GHOST } from '../../stack/block-table.ts';
import { UNTRACKED } from '../plan/operand-groups.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';

/**
 * What a run of records of one body does, whatever its addresses: found by executing three records symbolically, a
 * first one, one in the middle and the last one. What a record touches, from its first touch on, is its *overlay* on
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
  /** Streams (a bit each) that earlier instructions of the record took from the stack: in a first and in any later record. */
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

/** Executes the records of a body symbolically, one after the other. */
export interface SimulatedRecord {
  record(isFirst: boolean, isLast: boolean): RecordReads;
  /** What the record left of the overlay, bottom to top: streams and GHOST. */
  order(): number[];
  /** The same when the next record has begun, less the streams that stay. */
  left(): number[];
  /** Whether a stream's element gets a block of its own in the overlay, so that it can be taken off by itself. */
  isApart(stream: number): boolean;
}

/** `isPresent`: the stream's element is on the stack before its first read. */
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
    if (read.source !== INSIDE && read.source !== CONSTANT_READ) {
      outside.push({
        site,
        stream: read.stream,
        isArgument: read.source === ARGUMENT,
        overlayFirst: read.overlay,
        overlayMiddle: middle.reads[i].overlay,
        overlayLast: last.reads[i].overlay,
        takenFirst: bitsOf(read.taken),
        takenLater: bitsOf(middle.reads[i].taken),
      });
    }
    const depthOf = (record: RecordReads): number => (record.reads[i].source === INSIDE ? record.reads[i].overlay : 0);
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

export const INSIDE = 0;
export const STACK = 1;
export const ARGUMENT = 2;
export const CONSTANT_READ = 3;

export interface SimulatedRead {
  readonly site: number;
  readonly stream: number;
  readonly source: typeof INSIDE | typeof STACK | typeof ARGUMENT | typeof CONSTANT_READ;
  /** Of an inside read its depth, else the size of the overlay. */
  readonly overlay: number;
  readonly taken: readonly number[];
}

export interface RecordReads {
  readonly reads: readonly SimulatedRead[];
  readonly peak: number;
}

/** Records where an instruction's reads are priced together and dead versions are dropped. */
export class LiveRecord implements SimulatedRecord {
  /** Bottom to top; `OLD + stream`: the element of the record before, of a stream that moves on. */
  private overlay: number[] = [];
  private readonly body: PlannedBody;
  private readonly isPresent: readonly boolean[];
  private readonly lives: readonly boolean[];

  constructor(body: PlannedBody, isPresent: readonly boolean[], lives: readonly boolean[]) {
    this.body = body;
    this.isPresent = isPresent;
    this.lives = lives;
  }

  order(): number[] {
    return this.overlay.filter((entry) => entry < OLD);
  }

  left(): number[] {
    return this.order().filter((entry) => !this.isApart(entry));
  }

  isApart(stream: number): boolean {
    return this.body.streams[stream].stride === 0;
  }

  record(isFirst: boolean, isLast: boolean): RecordReads {
    const { instructions, streams } = this.body;
    this.overlay = this.overlay
      .filter((entry) => entry < OLD)
      .map((entry) => (streams[entry].stride === 0 ? entry : OLD + entry));
    const reads: SimulatedRead[] = [];
    const taken: number[] = [];
    const touched = new Set<number>();
    let peak = Number.NEGATIVE_INFINITY;
    instructions.forEach(({ site, reads: operands, write }, index) => {
      const takenBefore = [...taken];
      const size = this.overlay.filter((entry) => entry < OLD).length;
      operands.forEach((stream, r) => {
        if (stream === UNTRACKED) return;
        const source = this.sourceOf(stream, isFirst, touched);
        const overlay = source === INSIDE ? this.overlay.length - this.overlay.indexOf(stream) : size;
        reads.push({ site: site + r, stream, source, overlay, taken: takenBefore });
      });
      const sources = operands.map((stream) =>
        stream === UNTRACKED ? UNTRACKED : this.sourceOf(stream, isFirst, touched),
      );
      operands.forEach((stream, r) => {
        if (stream === UNTRACKED || operands.indexOf(stream) < r || sources[r] === CONSTANT_READ) return;
        if (sources[r] === STACK) taken.push(stream);
        this.leave(stream);
        if (this.isAliveAfter(stream, index, true, isLast)) this.overlay.push(stream);
      });
      for (const stream of operands) if (stream !== UNTRACKED) touched.add(stream);
      if (write !== UNTRACKED) {
        touched.add(write);
        this.leave(write);
        if (this.isAliveAfter(write, index, false, isLast)) this.overlay.push(write);
      }
      const alive = this.overlay.filter((entry) => entry < OLD).length;
      peak = Math.max(peak, alive - taken.length);
    });
    return { reads, peak };
  }

  private sourceOf(stream: number, isFirst: boolean, touched: Set<number>): SimulatedRead['source'] {
    if (this.overlay.includes(stream)) return INSIDE;
    const { stride, isReadFirst, offStack } = this.body.streams[stream];
    if (touched.has(stream) || !isReadFirst || (stride === 0 && !isFirst)) return CONSTANT_READ;
    if (this.isPresent[stream]) return STACK;
    return offStack === 'argument' ? ARGUMENT : CONSTANT_READ;
  }

  private leave(stream: number): void {
    const at = this.overlay.indexOf(stream);
    if (at !== -1) this.overlay.splice(at, 1);
  }

  /** Whether an element is alive after it was touched by an instruction's reads, or by its write. */
  private isAliveAfter(stream: number, index: number, isRead: boolean, isLast: boolean): boolean {
    const { instructions, streams } = this.body;
    if (isRead && instructions[index].write === stream) return false;
    for (let later = index + 1; later < instructions.length; later++) {
      if (instructions[later].reads.includes(stream)) return true;
      if (instructions[later].write === stream) return false;
    }
    if (streams[stream].stride !== 0 || isLast) return this.lives[stream];
    return streams[stream].livesOn;
  }
}

const OLD = 64;
