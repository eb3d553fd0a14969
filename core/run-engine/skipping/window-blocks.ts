const NONE = -1;

/**
 * Blocks of a window as they lay when they were noted, bottom to top. In flat arrays that are used again for the next window:
 * loops note many, which as objects are a third of all that pricing allocates.
 */
export class WindowBlocks {
  count = 0;
  /** By block: its number on the stack, its records, and the end of its pieces. Without pieces: as many dead versions as records. */
  number = new Int32Array(16);
  records = new Int32Array(16);
  end = new Int32Array(16);
  /** By piece: its number on the stack, its address in record 0 (-n: n dead versions a record), and the step a record. */
  piece = new Int32Array(16);
  base = new Int32Array(16);
  stride = new Int32Array(16);
  /** By how much its elements move from one iteration to the next. */
  shift = new Int32Array(16);

  /** The first piece of a block. */
  start(block: number): number {
    return block === 0 ? 0 : this.end[block - 1];
  }

  clear(): void {
    this.count = 0;
  }

  /** Begins a block on top, whose pieces are still to be added. */
  add(number: number, records: number): void {
    const block = this.count++;
    if (block === this.records.length) {
      this.number = grown(this.number);
      this.records = grown(this.records);
      this.end = grown(this.end);
    }
    this.number[block] = number;
    this.records[block] = records;
    this.end[block] = this.start(block);
  }

  /** Adds a piece to the topmost block, above its others. */
  addPiece(piece: number, base: number, stride: number, shift: number): void {
    const at = this.end[this.count - 1]++;
    if (at === this.base.length) {
      this.piece = grown(this.piece);
      this.base = grown(this.base);
      this.stride = grown(this.stride);
      this.shift = grown(this.shift);
    }
    this.piece[at] = piece;
    this.base[at] = base;
    this.stride[at] = stride;
    this.shift[at] = shift;
  }
}

/**
 * What iterations leave one on top of the other, each `blocks`, shifted on: sets `layer` to the blocks of one layer, to be
 * put on the stack as often as is returned, at most `layers` times. As few as there can be.
 */
export function layersOf(layer: WindowBlocks, blocks: WindowBlocks, layers: number): number {
  layer.clear();
  for (let block = 0; block < blocks.count; block++) {
    const records = blocks.records[block];
    const start = blocks.start(block);
    const end = blocks.end[block];
    const below = layer.count - 1;
    const ghosts = below !== NONE && layer.start(below) === layer.end[below] ? layer.records[below] : 0;
    if (ghosts > 0 && start === end) {
      layer.records[below] += records;
      continue;
    }
    // Single records take in the dead versions right below them.
    if (ghosts > 0 && records === 1) layer.count = below;
    layer.add(NONE, records);
    if (ghosts > 0 && records === 1) layer.addPiece(NONE, -ghosts, 0, 0);
    for (let i = start; i < end; i++) layer.addPiece(NONE, blocks.base[i], blocks.stride[i], blocks.shift[i]);
    joinTopmost(layer);
  }
  return layer.count === 1 && continueItself(layer, layers) ? 1 : layers;
}

/** Makes layers of one block one block, whose first record is in the first of them. False where they do not continue each other. */
function continueItself({ records, end, base, stride, shift }: WindowBlocks, layers: number): boolean {
  const isOne = records[0] === 1;
  for (let i = 0; i < end[0]; i++) {
    if (base[i] >= 0 && !isOne && records[0] * stride[i] !== shift[i]) return false;
  }
  for (let i = 0; i < end[0]; i++) stride[i] = base[i] < 0 ? 0 : isOne ? shift[i] : stride[i];
  records[0] *= layers;
  return true;
}

/** The topmost block becomes part of the one below where its records continue that one's. */
function joinTopmost(layer: WindowBlocks): void {
  const upper = layer.count - 1;
  const lower = upper - 1;
  if (lower < 0) return;
  const { records, end, base, stride, shift } = layer;
  const first = layer.start(lower);
  const width = end[lower] - first;
  if (width !== end[upper] - end[lower] || width === 0) return;
  for (let p = first; p < end[lower]; p++) {
    const q = p + width;
    if (base[p] < 0 || base[q] < 0) {
      if (base[p] !== base[q]) return;
      continue;
    }
    const step = stepOf(layer, p, q);
    if (shift[p] !== shift[q] || base[p] + records[lower] * step !== base[q]) return;
    if (records[upper] > 1 && stride[q] !== step) return;
  }
  for (let p = first; p < end[lower]; p++) stride[p] = stepOf(layer, p, p + width);
  records[lower] += records[upper];
  layer.count = upper;
}

/** The step a record of two pieces of the topmost blocks, of which the lower one comes first, as one. */
function stepOf({ count, records, base, stride }: WindowBlocks, p: number, q: number): number {
  if (base[p] < 0) return 0;
  if (records[count - 2] > 1) return stride[p];
  return records[count - 1] > 1 ? stride[q] : base[q] - base[p];
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
