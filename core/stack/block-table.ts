const NONE = -1;

/**
 * In place of a piece's first address, or of a stream: a version that nobody can read any more and that only counts.
 */
export const GHOST = -1;

/** The blocks of a block stack and the pieces they consist of, whatever their order on the stack. */
export class BlockTable {
  /** By address: the piece that holds it, or -1 where it is not on the stack. */
  readonly owner: Int32Array;
  /** By block: records, elements in a record, lowest piece. */
  records = new Int32Array(64);
  width = new Int32Array(64);
  lowest = new Int32Array(64);
  /** By piece: address in record 0, step a record, its block, the piece above it in the record. */
  base = new Int32Array(64);
  stride = new Int32Array(64);
  block = new Int32Array(64);
  next = new Int32Array(64);
  /** What is free is linked, blocks by `lowest` and pieces by `next`: it takes no memory of its own. */
  private nextFreeBlock = NONE;
  private nextFreePiece = NONE;
  private blocks = 0;
  private pieces = 0;
  blocksInUse = 0;

  constructor(addresses: number) {
    this.owner = new Int32Array(addresses).fill(NONE);
  }

  /** The record of its block that an address is in. */
  recordOf(piece: number, address: number): number {
    const offset = address - this.base[piece];
    return offset === 0 ? 0 : offset / this.stride[piece];
  }

  /** Elements of a piece in a record. */
  weight(piece: number): number {
    const base = this.base[piece];
    return base < 0 ? -base : 1;
  }

  /** A piece of `count` elements that is in no block yet. */
  newPiece(first: number, stride: number, count: number): number {
    let piece = this.nextFreePiece;
    if (piece !== NONE) this.nextFreePiece = this.next[piece];
    else piece = this.pieces++;
    if (piece === this.base.length) {
      this.base = grown(this.base);
      this.stride = grown(this.stride);
      this.block = grown(this.block);
      this.next = grown(this.next);
    }
    this.base[piece] = first;
    this.stride[piece] = stride;
    this.setOwner(first, stride, count, piece);
    return piece;
  }

  /** Forgets a piece that is in no block. Its elements have other owners by now. */
  freePiece(piece: number): void {
    this.next[piece] = this.nextFreePiece;
    this.nextFreePiece = piece;
  }

  /** Forgets a block that is not in the order. */
  forgetBlock(block: number): void {
    this.blocksInUse--;
    this.lowest[block] = this.nextFreeBlock;
    this.nextFreeBlock = block;
  }

  /** A block without pieces and without a place in the order. */
  newBlock(records: number): number {
    let block = this.nextFreeBlock;
    if (block !== NONE) this.nextFreeBlock = this.lowest[block];
    else block = this.blocks++;
    this.blocksInUse++;
    if (block === this.records.length) {
      this.records = grown(this.records);
      this.width = grown(this.width);
      this.lowest = grown(this.lowest);
    }
    this.records[block] = records;
    this.width[block] = 0;
    this.lowest[block] = NONE;
    return block;
  }

  /**
   * Adds a piece to a block that is not on the stack yet, above its piece `last` (-1: as its first). Returns the piece.
   */
  addPiece(block: number, last: number, piece: number): number {
    this.block[piece] = block;
    this.next[piece] = NONE;
    if (last === NONE) this.lowest[block] = piece;
    else this.next[last] = piece;
    this.width[block] += this.weight(piece);
    return piece;
  }

  /** Gives a piece that is in no block a new start and step; its elements have it as their owner already. */
  restart(piece: number, first: number, stride: number): void {
    this.base[piece] = first;
    this.stride[piece] = stride;
  }

  /** Forgets a piece that is in no block, and takes its `count` elements off the stack. */
  drop(piece: number, first: number, stride: number, count: number): void {
    this.setOwner(first, stride, count, NONE);
    this.freePiece(piece);
  }

  setOwner(first: number, stride: number, count: number, piece: number): void {
    if (first < 0) return;
    const { owner } = this;
    for (let i = 0, address = first; i < count; i++, address += stride) owner[address] = piece;
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
