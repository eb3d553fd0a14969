/** Hears the depths of a program's reads in their order, some at a time; the array is used again afterwards. */
export type DepthListener = (depths: Int32Array) => void;

const PIECE = 2 ** 16;

/** Hands depths on in pieces, so that those of a long program are nowhere all at once. */
export class DepthPieces {
  private readonly piece = new Int32Array(PIECE);
  private readonly listener: DepthListener;
  private count = 0;

  constructor(listener: DepthListener) {
    this.listener = listener;
  }

  put(depth: number): void {
    if (this.count === PIECE) this.flush();
    this.piece[this.count++] = depth;
  }

  /** Hands on what is left. */
  flush(): void {
    if (this.count > 0) this.listener(this.piece.subarray(0, this.count));
    this.count = 0;
  }
}

/** All depths of a program in one array. */
export class DepthList {
  readonly depths: Int32Array;
  private next = 0;

  /** `count`: how many there are. */
  constructor(count: number) {
    this.depths = new Int32Array(count);
  }

  add(depths: Int32Array): void {
    this.depths.set(depths, this.next);
    this.next += depths.length;
  }
}
