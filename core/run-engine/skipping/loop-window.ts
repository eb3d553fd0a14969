import type { BlockStack } from '../../stack/block-stack.ts';
import type { OperandGroup } from '../plan/operand-groups.ts';
import type { WindowBlock, WindowPiece } from './window-layer.ts';
import { layersOf } from './window-layer.ts';

const NONE = -1;

/**
 * What one iteration of a loop has touched and left behind, in stack order: what lies above a marker, D20's W(v), or
 * between two, what the next iteration has left of it, D58's R(v). Dead versions that stay (D22) count in both.
 */
export class LoopWindow {
  private readonly stack: BlockStack;
  private readonly numbers: readonly number[];
  private readonly blocks: readonly WindowBlock[];

  private constructor(stack: BlockStack, numbers: readonly number[], blocks: readonly WindowBlock[]) {
    this.stack = stack;
    this.numbers = numbers;
    this.blocks = blocks;
  }

  /**
   * The window above `marker`, up to the marker `end` where there is one, or null where the ranges of operands meet that
   * do not move alike. Cuts blocks that run from one operand into another.
   */
  static above(
    stack: BlockStack,
    marker: number,
    groups: readonly OperandGroup[],
    depth: number,
    end = NONE,
  ): LoopWindow | null {
    for (const block of stack.order.items(marker, end)) cutBetweenOperands(stack, block, groups, depth);
    const numbers = stack.order.items(marker, end);
    const blocks: WindowBlock[] = [];
    for (const block of numbers) {
      const records = stack.records[block];
      const pieces: WindowPiece[] = [];
      for (let piece = stack.lowest[block]; piece !== NONE; piece = stack.next[piece]) {
        const base = stack.base[piece];
        const stride = stack.stride[piece];
        const last = base + (records - 1) * stride;
        const shift = base < 0 ? 0 : shiftOf(groups, Math.min(base, last), Math.max(base, last), depth);
        if (shift === null) return null;
        pieces.push({ piece, base, stride, shift });
      }
      blocks.push({ records, pieces });
    }
    return new LoopWindow(stack, numbers, blocks);
  }

  /** The elements in stack order, each `by` iterations later; -n stands for n dead versions in a row. */
  elements(by: number): Int32Array {
    const size = this.blocks.reduce((sum, { records, pieces }) => sum + Math.max(1, records * pieces.length), 0);
    const found = new Int32Array(size);
    let next = 0;
    for (const { records, pieces } of this.blocks) {
      if (pieces.length === 0) next = enterGhosts(found, next, records);
      for (let r = 0; r < records; r++) {
        for (let i = 0; i < pieces.length; i++) {
          const { base, stride, shift } = pieces[i];
          if (base < 0) next = enterGhosts(found, next, -base);
          else found[next++] = base + r * stride + by * shift;
        }
      }
    }
    return found.subarray(0, next);
  }

  /** Whether all live elements move from one iteration to the next. */
  movesOn(): boolean {
    return this.blocks.every(({ pieces }) => pieces.every(({ base, shift }) => base < 0 || shift !== 0));
  }

  /**
   * Rewrites the top of the stack from after this iteration to after the one `skipped` iterations later: each leaves what
   * `residual` is of the one before the first; on top lies the window, shifted.
   */
  advance(skipped: number, residual: LoopWindow): void {
    const { stack } = this;
    for (const number of this.numbers) {
      if (stack.width[number] === 0) stack.ghosts.forget(number);
      else stack.dissolve(number);
    }
    // What of the window lies on the stack afterwards is put there anew.
    for (const { records, pieces } of this.blocks) {
      for (const { piece, base, stride, shift } of pieces) {
        if (base < 0) stack.freePiece(piece);
        else if (shift !== 0) stack.drop(piece, base, stride, records);
      }
    }
    const { layer, times } = layersOf(residual.blocks, skipped);
    for (let by = 1; by <= times; by++) for (const block of layer) this.append(block, by);
    for (const block of this.blocks) this.append(block, skipped);
  }

  private append({ records, pieces }: WindowBlock, by: number): void {
    const { stack } = this;
    if (pieces.length === 0) {
      stack.pushGhosts(records);
      return;
    }
    const block = stack.newBlock(records);
    let last = NONE;
    for (const { piece, base, stride, shift } of pieces) {
      const stays = shift === 0 && base >= 0;
      last = stack.addPiece(block, last, stays ? piece : stack.newPiece(base + by * shift, stride, records));
    }
    stack.put(block);
  }
}

/** Enters dead versions after `next` others, next to those there. Returns the new end. */
function enterGhosts(found: Int32Array, next: number, count: number): number {
  if (next > 0 && found[next - 1] < 0) {
    found[next - 1] -= count;
    return next;
  }
  found[next] = -count;
  return next + 1;
}

/**
 * Cuts a block where a piece goes on from one operand into the next, and these do not move alike: the columns of a matrix
 * continue in what lies behind it.
 */
function cutBetweenOperands(stack: BlockStack, block: number, groups: readonly OperandGroup[], depth: number): void {
  for (let upper = block; ; ) {
    const alike = recordsAlike(stack, upper, groups, depth);
    if (alike === stack.records[upper]) break;
    upper = stack.split(upper, alike);
  }
}

/** How many records of a block, from the lowest on, move as that one does. */
function recordsAlike(stack: BlockStack, block: number, groups: readonly OperandGroup[], depth: number): number {
  let alike = stack.records[block];
  for (let piece = stack.lowest[block]; piece !== NONE; piece = stack.next[piece]) {
    const base = stack.base[piece];
    if (base < 0) continue;
    const stride = stack.stride[piece];
    const end = base + (alike - 1) * stride;
    if (shiftOf(groups, Math.min(base, end), Math.max(base, end), depth) !== null) continue;
    const shift = shiftOf(groups, base, base, depth);
    let r = 1;
    while (r < alike && shiftOf(groups, base + r * stride, base + r * stride, depth) === shift) r++;
    alike = r;
  }
  return alike;
}

/**
 * By how much what lies in a range of addresses moves from one iteration to the next, or null where not all does alike.
 * Operands whose ranges meet, and which do not (D43), are taken for all of them.
 */
function shiftOf(groups: readonly OperandGroup[], from: number, to: number, depth: number): number | null {
  let shift: number | null = null;
  for (const { low, high, strides } of groups) {
    if (to < low || high < from) continue;
    const own = strides[depth] ?? 0;
    if (shift !== null && shift !== own) return null;
    shift = own;
  }
  return shift;
}
