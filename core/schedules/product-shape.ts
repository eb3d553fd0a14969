import { accumulatedProduct, isSame } from '../products/accumulated-product.ts';
import { isInjective } from '../trace/access-map.ts';
import {
  type Access,
  type Instruction,
  instructionsOf,
  isBlock,
  isLocal,
  type Loop,
  type Nest,
} from '../trace/nest.ts';
import type { KernelCall, Trace } from '../trace/trace.ts';
import { usesOf } from './dead-calls.ts';

/** One dimension of a product: its length, and the step of each operand from one index to the next. */
export interface ProductDimension {
  readonly size: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** The indices of c[i, j] += a[i, k] b[k, j]. */
export const PRODUCT_INDICES = ['i', 'j', 'k'] as const;
export type ProductIndex = (typeof PRODUCT_INDICES)[number];

/** A call that computes c[i, j] = sum over k of a[i, k] b[k, j], for each of some batches, in whatever order. */
export interface ProductShape extends Readonly<Record<ProductIndex, ProductDimension>> {
  /** Outermost first; in each of them every operand moves, or one of a and b stands still. */
  readonly batches: readonly ProductDimension[];
  /** Accesses that tell the operands' slots and first elements. */
  readonly operands: Readonly<Record<'a' | 'b' | 'c', Access>>;
  /** Of the nest. */
  readonly slots: number;
  /** The order in which the products of a sum are added is not that of one run through k. */
  readonly hasPartialSums: boolean;
}

interface ProductBody {
  readonly loops: readonly Loop[];
  readonly a: Access;
  readonly b: Access;
  readonly c: Access;
  readonly hasPartialSums: boolean;
}

/**
 * What a call multiplies, or null where it is no product in one piece: loops around a multiplication into a local and its
 * addition to the element, or to a local that a later instruction adds or copies to the element; the result a computed
 * value of zeros that no other call writes. Recognised by what the loops do, whatever the kernel is called.
 */
export function productOf(trace: Trace, call: KernelCall): ProductShape | null {
  const nest = trace.nests[call.nest];
  const body = nest.localBytes === undefined ? bodyOf(nest) : null;
  if (body === null) return null;
  const { a, b, c, loops, hasPartialSums } = body;
  const out = call.values[c.slot];
  const { kind, zeroFilled } = trace.values[out];
  if (kind !== 'computed' || zeroFilled !== true) return null;
  if ([a, b].some(({ slot }) => call.values[slot] === out)) return null;
  if (trace.calls.filter((each) => usesOf(trace, each).written.has(out)).length > 1) return null;
  const shape = shapeOf(loops, { a, b, c });
  if (shape === null) return null;
  const { isAscending, ...product } = shape;
  return { ...product, slots: nest.slots, hasPartialSums: hasPartialSums || !isAscending };
}

/** Names a product by its lengths and its operands' steps: what a schedule of it depends on. */
export function productName({ i, j, k, batches }: ProductShape): string {
  const batched = batches.map(({ size, a, b, c }) => `${size}(${a},${b},${c}) `).join('');
  return `${batched}${i.size}x${k.size}x${j.size} a(${i.a},${k.a}) b(${k.b},${j.b}) c(${i.c},${j.c})`;
}

/** Of a nest of no other instructions, whose sum is added to the element, or copied to it where that is met once. */
function bodyOf(nest: Nest): ProductBody | null {
  const product = accumulatedProduct(nest);
  if (product === null) return null;
  const { multiply, add, loops, factors, sum, store } = product;
  const { reads, mac } = multiply;
  if (instructionsOf(nest).length !== (store === null ? 2 : 3)) return null;
  if (mac !== true || reads.length !== 2 || reads.some(isLocal) || !isAddedTo(add)) return null;
  const [a, b] = factors.map(({ access }) => access);
  const c = sum.access;
  if (store === null) return { loops, a, b, c, hasPartialSums: false };
  const isOnce = sum.loops.every((_, depth) => (c.strides[depth] ?? 0) !== 0);
  const isStored = store.op === 'copy' ? isOnce && store.reads.length === 1 : isAddedTo(store);
  return isStored ? { loops, a, b, c, hasPartialSums: !isOnce } : null;
}

/** Whether something is added to what an instruction writes. */
function isAddedTo({ op, reads, write }: Instruction): boolean {
  return op === 'add' && reads.length === 2 && write !== null && isSame(reads[0], write);
}

function shapeOf(
  loops: readonly Loop[],
  operands: ProductShape['operands'],
): (Omit<ProductShape, 'slots' | 'hasPartialSums'> & { readonly isAscending: boolean }) | null {
  const { a, b, c } = operands;
  if ([a, b, c].some(({ table }) => table !== undefined)) return null;
  const dimensions = dimensionsOf(loops, operands);
  if (dimensions === null) return null;
  const batches = dimensions.filter((each) => each.c !== 0 && (each.a === 0) === (each.b === 0));
  const ofIndex = {
    i: dimensions.filter((each) => each.c !== 0 && each.b === 0 && each.a !== 0),
    j: dimensions.filter((each) => each.c !== 0 && each.a === 0 && each.b !== 0),
    k: dimensions.filter((each) => each.c === 0 && each.a !== 0 && each.b !== 0),
  };
  const { i, j, k } = ofIndex;
  if (batches.length + i.length + j.length + k.length !== dimensions.length) return null;
  if (batches.some((each) => each.a === 0)) return null;
  const whole = { i: joined(i), j: joined(j), k: joined(k) };
  if (whole.i === null || whole.j === null || whole.k === null) return null;
  // Else some element is the sum of the products of several pairs i, j, as in a convolution.
  const elements = [...batches, whole.i, whole.j].filter(({ size }) => size > 1);
  if (!isInjective(elements.map(({ size, c: step }) => ({ step, count: size })))) return null;
  const isAscending = k.every(({ a: step }, part) => part === 0 || Math.abs(step) < Math.abs(k[part - 1].a));
  return { batches, i: whole.i, j: whole.j, k: whole.k, operands, isAscending };
}

/** The loops as dimensions, a loop over blocks and the one inside a block as one; null where a length is neither. */
function dimensionsOf(loops: readonly Loop[], { a, b, c }: ProductShape['operands']): ProductDimension[] | null {
  const blocks = new Map<number, number>();
  const found: ProductDimension[] = [];
  const stepsAt = (depth: number) => ({
    a: a.strides[depth] ?? 0,
    b: b.strides[depth] ?? 0,
    c: c.strides[depth] ?? 0,
  });
  for (const [depth, { trip }] of loops.entries()) {
    if (!isBlock(trip)) continue;
    const inner = stepsAt(depth);
    const outer = stepsAt(trip.block);
    const isWhole =
      loops[trip.block].trip === Math.ceil(trip.size / trip.width) &&
      outer.a === inner.a * trip.width &&
      outer.b === inner.b * trip.width &&
      outer.c === inner.c * trip.width;
    if (!isWhole || blocks.has(trip.block)) return null;
    blocks.set(trip.block, depth);
  }
  for (const [depth, { trip }] of loops.entries()) {
    if (blocks.has(depth)) continue;
    if (isBlock(trip)) found.push({ size: trip.size, ...stepsAt(depth) });
    else if (typeof trip !== 'number' || trip < 1) return null;
    else if (trip > 1) found.push({ size: trip, ...stepsAt(depth) });
  }
  return found;
}

/** Loops over one index as one dimension, an index of length 1 where there are none. */
function joined(parts: readonly ProductDimension[]): ProductDimension | null {
  const [first, ...others] = [...parts].sort((x, y) => Math.abs(x.a + x.b) - Math.abs(y.a + y.b));
  let whole = first ?? { size: 1, a: 0, b: 0, c: 0 };
  for (const next of others) {
    const { size, a, b, c } = whole;
    if (next.a !== a * size || next.b !== b * size || next.c !== c * size) return null;
    whole = { ...whole, size: size * next.size };
  }
  return whole;
}
