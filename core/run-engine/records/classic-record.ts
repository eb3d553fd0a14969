import { GHOST } from '../../stack/block-table.ts';
import { UNTRACKED } from '../plan/operand-groups.ts';
import type { PlannedBody } from '../plan/planned-nodes.ts';
import type { RecordReads, SimulatedRead, SimulatedRecord } from './simulated-record.ts';
import { sourceOutside } from './simulated-record.ts';

/** In place of a stream: what the record before left. */
const OLD = -2;

/**
 * Records under `ir-classic`: each read is priced on the stack that the read before it left, and nothing is dropped, so
 * that an overwritten version stays where it is as a ghost (D22).
 */
export class ClassicRecord implements SimulatedRecord {
  /** Bottom to top: streams, GHOST and OLD. */
  private overlay: number[] = [];
  private readonly body: PlannedBody;
  private readonly isPresent: readonly boolean[];

  /** `isPresent`, by stream: whether its element is on the stack before its first read. */
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
    return own.stride === 0 && !own.startsAnew;
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
        const { streams } = this.body;
        const source =
          at === -1 ? sourceOutside(streams[stream], this.isPresent[stream], isFirst, touched.has(stream)) : 'overlay';
        const overlay = at === -1 ? this.order().length : this.overlay.length - at;
        reads.push({ site: site + r, stream, source, overlay, taken: [...taken] });
        touched.add(stream);
        if (source === 'constant') return;
        if (source === 'stack') taken.push(stream);
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
}
