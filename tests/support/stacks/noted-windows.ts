import { WindowBlocks } from '../../../core/run-engine/skipping/window-blocks.ts';

export interface WindowPiece {
  /** -n: n dead versions a record. */
  readonly base: number;
  readonly stride: number;
  readonly shift: number;
}

/** Without pieces: as many dead versions as records. */
export interface WindowBlock {
  readonly records: number;
  readonly pieces: readonly WindowPiece[];
}

/** Blocks, bottom to top, as they are noted that lie on no stack. */
export function notedWindow(blocks: readonly WindowBlock[]): WindowBlocks {
  const window = new WindowBlocks();
  for (const { records, pieces } of blocks) {
    window.add(-1, records);
    for (const { base, stride, shift } of pieces) window.addPiece(-1, base, stride, shift);
  }
  return window;
}
