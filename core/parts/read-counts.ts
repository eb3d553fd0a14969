import { DepthHistogram } from '../cost/depth-histogram.ts';

const SHALLOW_BITS = 10;
/** Depths below this are counted in a table: most reads of loops are that near. */
const SHALLOW = 2 ** SHALLOW_BITS;
const FIRST_PARTS = 4;

/** How many reads of each of some parts went to each depth, read by read. 8 KiB a part, and the depths past those. */
export class ReadCounts {
  /** By part, and in it by depth below SHALLOW: doubles, since reads may pass 2^31. */
  private shallow = new Float64Array(FIRST_PARTS * SHALLOW);
  private readonly deep: DepthHistogram[] = [];

  /** Begins another part, and returns its number. */
  addPart(): number {
    const part = this.deep.push(new DepthHistogram()) - 1;
    if (this.deep.length * SHALLOW > this.shallow.length) {
      const grown = new Float64Array(2 * this.shallow.length);
      grown.set(this.shallow);
      this.shallow = grown;
    }
    return part;
  }

  /** Counts one read of a part at a whole depth. Throws RangeError unless it is in 1 .. 2^31 - 2. */
  add(part: number, depth: number): void {
    if (depth > 0 && depth < SHALLOW) this.shallow[(part << SHALLOW_BITS) + depth]++;
    else this.deep[part].add(depth);
  }

  /** Adds the reads of a part to a histogram. O(depths). */
  addTo(histogram: DepthHistogram, part: number): void {
    const { shallow } = this;
    const start = part * SHALLOW;
    for (let depth = 1; depth < SHALLOW; depth++) {
      if (shallow[start + depth] > 0) histogram.addMany(depth, shallow[start + depth]);
    }
    this.deep[part].forEach((depth, count) => {
      histogram.addMany(depth, count);
    });
  }
}
