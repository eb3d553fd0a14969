import { UNTRACKED } from '../plan/operand-groups.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import type { ReadSource, RecordReads, SimulatedRead, SimulatedRecord } from './simulated-record.ts';
import { sourceOutside } from './simulated-record.ts';

/** Added to the number of a stream: its element of the record before. */
const OLD = 64;

/**
 * Records where dead versions are dropped: an instruction's reads are priced together, and then its operands taken, or, one
 * after the other, each is taken before the next is priced (`ir-live`).
 */
export class LiveRecord implements SimulatedRecord {
  /** Bottom to top: streams, and `OLD + stream` for the element before of one that moves on. */
  private overlay: number[] = [];
  private readonly body: PlannedBody;
  private readonly isPresent: readonly boolean[];
  private readonly lives: readonly boolean[];
  private readonly inSequence: boolean;

  /** By stream: whether its element is on the stack before its first read, and whether it is alive at the end. */
  constructor(body: PlannedBody, isPresent: readonly boolean[], lives: readonly boolean[], inSequence: boolean) {
    this.body = body;
    this.isPresent = isPresent;
    this.lives = lives;
    this.inSequence = inSequence;
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
      // So many operands are priced, and then taken, at a time.
      const together = this.inSequence ? 1 : operands.length;
      for (let from = 0; from < operands.length; from += together) {
        const takenBefore = [...taken];
        const size = this.overlay.filter((entry) => entry < OLD).length;
        const priced = operands.slice(from, from + together);
        const sources = priced.map((stream) =>
          stream === UNTRACKED ? 'constant' : this.sourceOf(stream, isFirst, touched),
        );
        priced.forEach((stream, r) => {
          if (stream === UNTRACKED) return;
          const source = sources[r];
          const overlay = source === 'overlay' ? this.overlay.length - this.overlay.indexOf(stream) : size;
          reads.push({ site: site + from + r, stream, source, overlay, taken: takenBefore });
        });
        priced.forEach((stream, r) => {
          if (priced.indexOf(stream) < r || sources[r] === 'constant') return;
          if (sources[r] === 'stack') taken.push(stream);
          this.leave(stream);
          const isReadAgain = operands.includes(stream, from + together);
          if (isReadAgain || this.isAliveAfter(stream, index, true, isLast)) this.overlay.push(stream);
        });
        for (const stream of priced) if (stream !== UNTRACKED) touched.add(stream);
      }
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

  private sourceOf(stream: number, isFirst: boolean, touched: Set<number>): ReadSource {
    if (this.overlay.includes(stream)) return 'overlay';
    return sourceOutside(this.body.streams[stream], this.isPresent[stream], isFirst, touched.has(stream));
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
