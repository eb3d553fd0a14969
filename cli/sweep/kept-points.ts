import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { exactJson } from '../../reports/results/figures/exact-count.ts';
import type { GridPoint } from '../../reports/sweep/sweep-grid.ts';
import { pointDigest } from '../../reports/sweep/sweep-request.ts';
import { parseSweep, pointName, type SweepHead, type SweptPoint, sweepJson } from '../../reports/sweep/sweep-result.ts';
import { readJsonFile } from '../files/json-file.ts';
import { writeFolder } from '../files/output-folder.ts';

/** The points of a sweep that are measured already, a file each, named by all that its figures depend on. */
export class KeptPoints {
  readonly #folder: string;
  readonly #head: SweepHead;

  /** `out` is the folder of the sweep; the points have one of their own in it. */
  constructor(out: string, head: SweepHead) {
    this.#folder = join(out, 'points');
    this.#head = head;
  }

  /** What was measured at a point, null where nothing was. Throws InputError where its file holds something else. */
  read(point: GridPoint): SweptPoint | null {
    const file = join(this.#folder, this.#nameOf(point));
    if (!existsSync(file)) return null;
    const { points, shard: _, ...head } = parseSweep(readJsonFile(file), file);
    const [found, ...others] = points;
    const name = pointName({ ...point, layers: [...point.shape.layers] });
    const isThis = others.length === 0 && pointName(found) === name && exactJson(head) === exactJson(this.#head);
    if (isThis) return found;
    throw new InputError(`${file}: is of another sweep than its name says; take it away`);
  }

  /** Keeps what was measured at a point: whole, or not at all. */
  keep(point: GridPoint, measured: SweptPoint): void {
    const name = this.#nameOf(point);
    const text = sweepJson({ ...this.#head, shard: null, points: [measured] });
    writeFolder('--out', this.#folder, new Map([[name, text]]), name);
  }

  #nameOf(point: GridPoint): string {
    return `${pointDigest(this.#head, point).slice(0, 16)}.json`;
  }
}
