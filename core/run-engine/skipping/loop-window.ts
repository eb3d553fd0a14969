import type { BlockStack } from '../../stack/block-stack.ts';
import type { OperandGroup } from '../plan/operand-groups.ts';

const NONE = -1;

interface WindowPiece {
  readonly piece: number;
  readonly base: number;
  readonly stride: number;
  /** By how much the piece's elements move from one iteration to the next. */
  readonly shift: number;
}

interface WindowBlock {
  readonly records: number;
  readonly pieces: readonly WindowPiece[];
}

/**
 * What one iteration of a loop has touched and left alive, in stack order: all that lies above a marker. D20's W(v).
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
   * The window above `marker`, or null where the ranges of operands meet that do not move alike. Cuts blocks that run
   * from one operand into another.
   */
  static above(stack: BlockStack, marker: number, groups: readonly OperandGroup[], depth: number): LoopWindow | null {
    cutBetweenOperands(stack, marker, groups, depth);
    const numbers = stack.order.items(marker);
    const blocks: WindowBlock[] = [];
    for (const block of numbers) {
      const records = stack.records[block];
      const pieces: WindowPiece[] = [];
      for (let piece = stack.lowest[block]; piece !== NONE; piece = stack.next[piece]) {
        const base = stack.base[piece];
        const stride = stack.stride[piece];
        const end = base + (records - 1) * stride;
        const shift = shiftOf(groups, Math.min(base, end), Math.max(base, end), depth);
        if (shift === null) return null;
        pieces.push({ piece, base, stride, shift });
      }
      blocks.push({ records, pieces });
    }
    return new LoopWindow(stack, numbers, blocks);
  }

  /** The elements in stack order, each `by` iterations later. */
  elements(by: number): Int32Array {
    const size = this.blocks.reduce((sum, { records, pieces }) => sum + records * pieces.length, 0);
    const found = new Int32Array(size);
    let next = 0;
    for (const { records, pieces } of this.blocks) {
      for (let r = 0; r < records; r++) {
        for (const { base, stride, shift } of pieces) found[next++] = base + r * stride + by * shift;
      }
    }
    return found;
  }

  /**
   * Rewrites the top of the stack from after this iteration to after the one `skipped` iterations later: each leaves
   * below what moves on; on top lies the window, shifted.
   */
  advance(skipped: number): void {
    const { stack } = this;
    for (const number of this.numbers) stack.dissolve(number);
    const layer = joined(
      this.blocks.flatMap(({ records, pieces }): WindowBlock[] => {
        const moving = pieces.filter(({ shift }) => shift !== 0);
        return moving.length === 0 ? [] : [{ records, pieces: moving }];
      }),
    );
    for (const { pieces } of this.blocks)
      for (const { piece, shift } of pieces) if (shift !== 0) stack.freePiece(piece);
    for (let by = 0; by < skipped; by++) for (const block of layer) this.append(block, by);
    for (const block of this.blocks) this.append(block, skipped);
  }

  private append({ records, pieces }: WindowBlock, by: number): void {
    const { stack } = this;
    const block = stack.newBlock(records);
    let last = NONE;
    for (const { piece, base, stride, shift } of pieces) {
      const own = shift === 0 ? piece : stack.newPiece(base + by * shift, stride, records);
      last = stack.addPiece(block, last, own);
    }
    stack.put(block);
  }
}

/**
 * Cuts the blocks above `marker` where a piece goes on from one operand into the next, and these do not move alike: the
 * columns of a matrix continue in what lies behind it.
 */
function cutBetweenOperands(stack: BlockStack, marker: number, groups: readonly OperandGroup[], depth: number): void {
  for (const block of stack.order.items(marker)) {
    for (let upper = block; ; ) {
      const alike = recordsAlike(stack, upper, groups, depth);
      if (alike === stack.records[upper]) break;
      upper = stack.split(upper, alike);
    }
  }
}

/** How many records of a block, from the lowest on, move as that one does. */
function recordsAlike(stack: BlockStack, block: number, groups: readonly OperandGroup[], depth: number): number {
  let alike = stack.records[block];
  for (let piece = stack.lowest[block]; piece !== NONE; piece = stack.next[piece]) {
    const base = stack.base[piece];
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

/** Neighbours whose records continue each other become one block. */
function joined(blocks: readonly WindowBlock[]): WindowBlock[] {
  const found: WindowBlock[] = [];
  for (const upper of blocks) {
    const lower = found[found.length - 1];
    const strides = lower === undefined ? null : stridesOfBoth(lower, upper);
    if (strides === null) found.push(upper);
    else {
      const pieces = lower.pieces.map((piece, i) => ({ ...piece, stride: strides[i] }));
      found[found.length - 1] = { records: lower.records + upper.records, pieces };
    }
  }
  return found;
}

function stridesOfBoth(lower: WindowBlock, upper: WindowBlock): number[] | null {
  if (lower.pieces.length !== upper.pieces.length) return null;
  const strides: number[] = [];
  for (let i = 0; i < lower.pieces.length; i++) {
    const p = lower.pieces[i];
    const q = upper.pieces[i];
    const stride = lower.records > 1 ? p.stride : upper.records > 1 ? q.stride : q.base - p.base;
    if (p.shift !== q.shift || p.base + lower.records * stride !== q.base) return null;
    if (upper.records > 1 && q.stride !== stride) return null;
    strides.push(stride);
  }
  return strides;
}
