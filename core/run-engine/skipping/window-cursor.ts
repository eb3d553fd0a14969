import { WindowBlocks } from './window-blocks.ts';

/** Goes through the elements of a window in stack order, several records at a time where two windows are cut alike. */
export class WindowCursor {
  private blocks = new WindowBlocks();
  /** How many iterations later. */
  private by = 0;
  private block = 0;
  private record = 0;
  private piece = 0;
  /** Dead versions of the place that were passed already. */
  private passed = 0;

  begin(blocks: WindowBlocks, by: number): void {
    this.blocks = blocks;
    this.by = by;
    this.block = 0;
    this.record = 0;
    this.piece = 0;
    this.passed = 0;
  }

  get isAtEnd(): boolean {
    return this.block === this.blocks.count;
  }

  /** The element at hand; -n: n dead versions. */
  get element(): number {
    const { blocks, piece } = this;
    if (piece === blocks.end[this.block]) return this.passed - blocks.records[this.block];
    const base = blocks.base[piece];
    return base < 0 ? base + this.passed : base + this.record * blocks.stride[piece] + this.by * blocks.shift[piece];
  }

  /** Goes on by an element. */
  step(): void {
    const { blocks, block } = this;
    this.passed = 0;
    if (this.piece < blocks.end[block]) this.piece++;
    // Dead versions without a piece are one place, however many.
    else this.record = blocks.records[block] - 1;
    if (this.piece === blocks.end[block]) this.skipRecords(1);
  }

  /** Goes on by so many of the dead versions at hand. */
  pass(ghosts: number): void {
    if (ghosts === -this.element) this.step();
    else this.passed += ghosts;
  }

  /** For how many records from here on two windows hold the same, as far as that is seen by their blocks: else 0. */
  recordsAlike(other: WindowCursor): number {
    const [a, b] = [this.blocks, other.blocks];
    const start = a.start(this.block);
    const width = a.end[this.block] - start;
    const otherStart = b.start(other.block);
    if (this.piece !== start || other.piece !== otherStart || this.passed + other.passed > 0) return 0;
    if (width === 0 || b.end[other.block] - otherStart !== width) return 0;
    const count = Math.min(a.records[this.block] - this.record, b.records[other.block] - other.record);
    for (let i = 0, p = start, q = otherStart; i < width; i++, p++, q++) {
      const isDead = a.base[p] < 0;
      if (isDead ? a.base[p] !== b.base[q] : b.base[q] < 0) return 0;
      if (isDead) continue;
      const one = a.base[p] + this.record * a.stride[p] + this.by * a.shift[p];
      const another = b.base[q] + other.record * b.stride[q] + other.by * b.shift[q];
      if (one !== another || (count > 1 && a.stride[p] !== b.stride[q])) return 0;
    }
    return count;
  }

  /** Goes on by records of the block at hand, from the first element of one. */
  skipRecords(count: number): void {
    const { blocks } = this;
    this.record += count;
    if (this.record === blocks.records[this.block]) {
      this.block++;
      this.record = 0;
    }
    this.piece = blocks.start(this.block);
  }
}

/** Whether two windows hold the same in the same order, `a` so many iterations later, however they are cut into blocks. */
export function holdSame(a: WindowCursor, b: WindowCursor): boolean {
  while (!a.isAtEnd && !b.isAtEnd) {
    const records = a.recordsAlike(b);
    if (records > 0) {
      a.skipRecords(records);
      b.skipRecords(records);
      continue;
    }
    const one = a.element;
    const another = b.element;
    if (one >= 0 || another >= 0) {
      if (one !== another) return false;
      a.step();
      b.step();
    } else {
      const ghosts = Math.min(-one, -another);
      a.pass(ghosts);
      b.pass(ghosts);
    }
  }
  return a.isAtEnd && b.isAtEnd;
}
