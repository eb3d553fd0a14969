import type { BlockStack } from '../../stack/block-stack.ts';
import type { OperandGroup } from '../plan/operand-groups.ts';
import { layersOf, WindowBlocks } from './window-blocks.ts';
import { holdSame, WindowCursor } from './window-cursor.ts';

const NONE = -1;

/**
 * What one iteration of a loop has touched and left behind, in stack order: what lies above a marker, D20's W(v), or
 * between two, what the next iteration has left of it, D58's R(v). Dead versions that stay (D22) count in both.
 */
export class LoopWindow {
  private readonly stack: BlockStack;
  readonly blocks = new WindowBlocks();
  /** What the iterations leave that are skipped. */
  private readonly layer = new WindowBlocks();
  private readonly cursor = new WindowCursor();

  constructor(stack: BlockStack) {
    this.stack = stack;
  }

  /**
   * Notes the window above `marker`, up to the marker `end` where there is one. Cuts blocks that run from one operand into
   * another. Returns false where the ranges of operands meet that do not move alike.
   */
  read(marker: number, groups: readonly OperandGroup[], depth: number, end = NONE): boolean {
    if (this.note(marker, groups, depth, end)) return true;
    const { order } = this.stack;
    for (let block = order.next(marker); block !== end; ) {
      const above = order.next(block);
      cutBetweenOperands(this.stack, block, groups, depth);
      block = above;
    }
    return this.note(marker, groups, depth, end);
  }

  /** Whether it holds what `before` does, one iteration later. */
  follows(before: LoopWindow): boolean {
    this.cursor.begin(this.blocks, 0);
    before.cursor.begin(before.blocks, 1);
    return holdSame(this.cursor, before.cursor);
  }

  /** Whether all live elements move from one iteration to the next. */
  movesOn(): boolean {
    const { base, shift, count, end } = this.blocks;
    const pieces = count === 0 ? 0 : end[count - 1];
    for (let i = 0; i < pieces; i++) if (base[i] >= 0 && shift[i] === 0) return false;
    return true;
  }

  /**
   * Rewrites the top of the stack from after this iteration to after the one `skipped` iterations later: each leaves what
   * `residual` is of the one before the first; on top lies the window, shifted.
   */
  advance(skipped: number, residual: LoopWindow): void {
    const { stack, blocks, layer } = this;
    for (let block = 0; block < blocks.count; block++) {
      const number = blocks.number[block];
      if (stack.width[number] === 0) stack.ghosts.forget(number);
      else stack.dissolve(number);
    }
    // What of the window lies on the stack afterwards is put there anew.
    for (let block = 0; block < blocks.count; block++) {
      const { piece, base, stride, shift } = blocks;
      for (let i = blocks.start(block); i < blocks.end[block]; i++) {
        if (base[i] < 0) stack.freePiece(piece[i]);
        else if (shift[i] !== 0) stack.drop(piece[i], base[i], stride[i], blocks.records[block]);
      }
    }
    const times = layersOf(layer, residual.blocks, skipped);
    for (let by = 1; by <= times; by++) this.append(layer, by);
    this.append(blocks, skipped);
  }

  /** Puts blocks on top, `by` iterations later. */
  private append(blocks: WindowBlocks, by: number): void {
    const { stack } = this;
    const { count, records, end, piece, base, stride, shift } = blocks;
    for (let block = 0, i = 0; block < count; block++) {
      if (i === end[block]) {
        stack.pushGhosts(records[block]);
        continue;
      }
      const number = stack.newBlock(records[block]);
      let last = NONE;
      for (; i < end[block]; i++) {
        const stays = shift[i] === 0 && base[i] >= 0;
        const own = stays ? piece[i] : stack.newPiece(base[i] + by * shift[i], stride[i], records[block]);
        last = stack.addPiece(number, last, own);
      }
      stack.put(number);
    }
  }

  private note(marker: number, groups: readonly OperandGroup[], depth: number, end: number): boolean {
    const { stack, blocks } = this;
    blocks.clear();
    for (let block = stack.order.next(marker); block !== end; block = stack.order.next(block)) {
      const records = stack.records[block];
      blocks.add(block, records);
      for (let piece = stack.lowest[block]; piece !== NONE; piece = stack.next[piece]) {
        const base = stack.base[piece];
        const stride = stack.stride[piece];
        const last = base + (records - 1) * stride;
        const shift = base < 0 ? 0 : shiftOf(groups, Math.min(base, last), Math.max(base, last), depth);
        if (shift === null) return false;
        blocks.addPiece(piece, base, stride, shift);
      }
    }
    return true;
  }
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
