import { GHOST } from '../../stack/block-table.ts';
import { UNTRACKED } from '../plan/operand-groups.ts';
import type { PlannedBody, Stream } from '../plan/planned-nodes.ts';
import type { RecordReads, SimulatedRead, SimulatedRecord } from './record-template.ts';
import { ARGUMENT, CONSTANT_READ, INSIDE, STACK } from './record-template.ts';

/** In place of a stream: what the record before left. */
const OLD = -2;

/**
 * Whether a stream holds nothing readable when a record begins: it is written before it is read, or emptied. What it
 * held is dead from there on.
 */
export function startsAnew({ stride, isReadFirst, livesOn }: Stream, { depth }: PlannedBody): boolean {
  return depth !== -1 && stride === 0 ? !livesOn : !isReadFirst;
}

/**
 * Records under `ir-classic`: each read is priced on the stack that the read before it left, and nothing is dropped, so
 * that an overwritten version stays where it is as a ghost.
 */
export class ClassicRecord implements SimulatedRecord {
  /** Bottom to top: streams, GHOST and OLD. */
  private overlay: number[] = [];
  private readonly body: PlannedBody;
  private readonly isPresent: readonly boolean[];

  constructor(body: PlannedBody, isPresent: readonly boolean[]) {
    this.body = body;
    this.isPresent = isPresent;
  }

  order(): number[] {
    return this.overlay.filter((entry) => entry !== OLD);
  }

  left(): number[] {
    return this.order().flatMap((entry) => {
      if (entry === GHOST || this.body.streams[entry].stride !== 0) return [entry];
      return this.isApart(entry) ? [] : [GHOST];
    });
  }

  /** Elements that stay and are read by the next record; others stay where they lie. */
  isApart(stream: number): boolean {
    const own = this.body.streams[stream];
    return own.stride === 0 && !startsAnew(own, this.body);
  }

  record(isFirst: boolean): RecordReads {
    this.overlay = this.order().map((entry) => (entry !== GHOST && this.isApart(entry) ? entry : OLD));
    const reads: SimulatedRead[] = [];
    const taken: number[] = [];
    const touched = new Set<number>();
    let peak = Number.NEGATIVE_INFINITY;
    for (const { site, reads: operands, write } of this.body.instructions) {
      operands.forEach((stream, r) => {
        if (stream === UNTRACKED) return;
        const at = this.overlay.indexOf(stream);
        const source = at === -1 ? this.sourceOf(stream, isFirst, touched) : INSIDE;
        const overlay = at === -1 ? this.order().length : this.overlay.length - at;
        reads.push({ site: site + r, stream, source, overlay, taken: [...taken] });
        touched.add(stream);
        if (source === CONSTANT_READ) return;
        if (source === STACK) taken.push(stream);
        if (at !== -1) this.overlay.splice(at, 1);
        this.overlay.push(stream);
      });
      if (write !== UNTRACKED) {
        touched.add(write);
        const at = this.overlay.indexOf(write);
        if (at !== -1) this.overlay[at] = GHOST;
        this.overlay.push(write);
      }
      peak = this.order().length - taken.length;
    }
    return { reads, peak };
  }

  private sourceOf(stream: number, isFirst: boolean, touched: Set<number>): SimulatedRead['source'] {
    const { stride, isReadFirst, offStack } = this.body.streams[stream];
    if (touched.has(stream) || !isReadFirst || (stride === 0 && !isFirst)) return CONSTANT_READ;
    if (this.isPresent[stream]) return STACK;
    return offStack === 'argument' ? ARGUMENT : CONSTANT_READ;
  }
}
