import type { BlockStack } from '../../stack/block-stack.ts';
import type { OldRows } from './old-rows.ts';

const NONE = -1;

/**
 * Takes the elements of rows in `here` iterations from `by` on off a stack, neighbours of one piece together: those of a row
 * where it runs along its pieces, else those of an iteration. A piece that shares its block leaves it once in place of record
 * by record, which would cut the block each time.
 */
export function removeRows(stack: BlockStack, rows: OldRows, by: number, here: number): void {
  if (removeAlong(stack, rows, by, here) === rows.count * here) return;
  const { address, step, sorted, count } = rows;
  const { owner } = stack;
  for (let b = by; b < by + here; b++) {
    for (let i = 0; i < count; ) {
      const at = address[sorted[i]] + b * step[sorted[i]];
      const piece = owner[at];
      if (piece === NONE) {
        i++;
        continue;
      }
      const stride = stack.stride[piece];
      // The topmost come first, so records go down.
      const room = stack.recordOf(piece, at) + 1;
      let n = 1;
      while (n < room && i + n < count && address[sorted[i + n]] + b * step[sorted[i + n]] === at - n * stride) n++;
      stack.removeRecords(at - (n - 1) * stride, stride, n);
      i += n;
    }
  }
}

/** Takes off several elements at a time of rows that run along their pieces. Returns how many. */
function removeAlong(stack: BlockStack, { address, step, count }: OldRows, by: number, here: number): number {
  const { owner } = stack;
  let removed = 0;
  for (let row = 0; row < count; row++) {
    const move = step[row];
    for (let b = 0, at = address[row] + by * move; b < here; ) {
      const piece = owner[at];
      let n = 1;
      while (b + n < here && owner[at + n * move] === piece) n++;
      const stride = stack.stride[piece];
      if (n > 1 && (stride === move || stride === -move)) {
        stack.removeRecords(stride === move ? at : at + (n - 1) * move, stride, n);
        removed += n;
      }
      b += n;
      at += n * move;
    }
  }
  return removed;
}
