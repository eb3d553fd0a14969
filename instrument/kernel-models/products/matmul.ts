import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import type { Instruction, Nest, Node, Trip } from '../../../core/trace/nest.ts';
import { binary } from '../elementwise/binary.ts';
import { activation } from '../elementwise/unary.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import type { LoopOrder, NaiveOrder } from '../model/loop-order.ts';
import { blockWidth, isNaive } from '../model/loop-order.ts';

/** One loop of a product, outermost first: its trip, and the step of each operand per iteration. */
interface ProductLoop {
  readonly trip: Trip;
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** The sizes and strides of a batched product out[i, j] = sum over k of a[i, k] b[k, j]. */
interface Product {
  readonly batch: readonly ProductLoop[];
  readonly i: ProductLoop & { readonly trip: number };
  readonly j: ProductLoop & { readonly trip: number };
  readonly k: ProductLoop & { readonly trip: number };
}

const SUM = 0;
const TERM = 1;

export const matMulModels: KernelModels = {
  BatchMatMul: (plan, { a, b }, attrs) => matMul(plan, a, b, attrs),
  _FusedMatMul: fusedMatMul,
};

function fusedMatMul(plan: KernelPlan, inputs: PlanInputs, attrs: Attributes): PlanTensor {
  const { a, b, bias, preluActivationWeights } = inputs;
  const product = matMul(plan, a, b, attrs);
  const biased = bias === undefined ? product : binary(plan, ['add'], product, bias, product.dtype);
  const name = attrs.text('activation');
  return name === undefined ? biased : activation(plan, name, biased, preluActivationWeights);
}

function matMul(plan: KernelPlan, a: PlanTensor, b: PlanTensor, attrs: Attributes): PlanTensor {
  const transposeA = attrs.flag('transposeA');
  const transposeB = attrs.flag('transposeB');
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  const [left, shared] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [sharedB, right] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (shared !== sharedB) {
    throw new RangeError(`${plan.kernel}: inner sizes must be equal, got [${a.shape}] and [${b.shape}]`);
  }
  const product: Product = {
    batch: batchLoops(plan, a, b, left * right),
    i: { trip: left, a: transposeA ? 1 : columnsA, b: 0, out: right },
    j: { trip: right, a: 0, b: transposeB ? columnsB : 1, out: 1 },
    k: { trip: shared, a: transposeA ? columnsA : 1, b: transposeB ? 1 : columnsB, out: 0 },
  };
  const outer = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = plan.make([...outer, left, right], a.dtype, 'zero-filled');
  plan.call(productNest(product, a, b, out, plan.loops, plan.blockSize), a, b, out);
  return out;
}

/**
 * The kernel takes batch `n % batches` of either operand, which is right only where the smaller batch repeats evenly;
 * elsewhere it computes nonsense, so that is an error here.
 */
function batchLoops(plan: KernelPlan, a: PlanTensor, b: PlanTensor, outSize: number): ProductLoop[] {
  const batchesA = sizeOf(a.shape.slice(0, -2));
  const batchesB = sizeOf(b.shape.slice(0, -2));
  const sizeA = sizeOf(a.shape.slice(-2));
  const sizeB = sizeOf(b.shape.slice(-2));
  const most = Math.max(batchesA, batchesB);
  const fewest = Math.min(batchesA, batchesB);
  if (most === 1) return [];
  if (fewest === most) return [{ trip: most, a: sizeA, b: sizeB, out: outSize }];
  if (fewest === 0 || most % fewest !== 0) {
    throw new InputError(
      `${plan.kernel}: batches must be equal or repeat evenly, got [${a.shape}] and [${b.shape}]; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  }
  const repeats = {
    trip: most / fewest,
    a: batchesA === most ? fewest * sizeA : 0,
    b: batchesB === most ? fewest * sizeB : 0,
    out: fewest * outSize,
  };
  return fewest === 1 ? [repeats] : [repeats, { trip: fewest, a: sizeA, b: sizeB, out: outSize }];
}

function productNest(
  product: Product,
  a: PlanTensor,
  b: PlanTensor,
  out: PlanTensor,
  order: LoopOrder,
  blockSize: number,
): Nest {
  // The kernel's loop over blocks of k does not run once: the output is not touched.
  if (product.k.trip === 0) return { slots: 3, locals: 0, body: [] };
  const loops = isNaive(order) ? naiveLoops(product, order) : blockedLoops(product, blockWidth(order, blockSize));
  const access = (slot: number, tensor: PlanTensor, strides: number[]) => at(slot, tensor, 0, strides);
  const aStrides = loops.map((each) => each.a);
  const bStrides = loops.map((each) => each.b);
  const outStrides = loops.map((each) => each.out);
  const multiply: Instruction = {
    op: 'mul',
    reads: [access(0, a, aStrides), access(1, b, bStrides)],
    write: local(TERM),
    mac: true,
  };

  if (isNaive(order) && !order.endsWith('k')) {
    const element = access(2, out, outStrides);
    const body: Node[] = [multiply, instruction('add', [element, local(TERM)], element)];
    return { slots: 3, locals: 2, body: wrap(loops, body) };
  }
  // k is innermost: the sum is a local that holds nothing at the start of every (i, j).
  const inner = [multiply, instruction('add', [local(SUM), local(TERM)], local(SUM))];
  const element = access(2, out, outStrides.slice(0, -1));
  const store = isNaive(order)
    ? instruction('copy', [local(SUM)], element)
    : instruction('add', [element, local(SUM)], element);
  const innermost = loops[loops.length - 1];
  const around = loops.slice(0, -1);
  return { slots: 3, locals: 2, body: wrap(around, [loop(innermost.trip, inner), store], [SUM]) };
}

function naiveLoops(product: Product, order: NaiveOrder): ProductLoop[] {
  return [...product.batch, ...[...order].map((name) => product[name as 'i' | 'j' | 'k'])];
}

/** Blocks of i, j and k, then i, j and k within a block; a dimension of one block has no loop over blocks. */
function blockedLoops(product: Product, width: number): ProductLoop[] {
  const loops = [...product.batch];
  const within: ProductLoop[] = [];
  for (const dimension of [product.i, product.j, product.k]) {
    const { trip: size, a, b, out } = dimension;
    if (size > width) {
      within.push({ ...dimension, trip: { size, width, block: loops.length } });
      loops.push({ trip: Math.ceil(size / width), a: width * a, b: width * b, out: width * out });
    } else {
      within.push(dimension);
    }
  }
  return [...loops, ...within];
}

/** `body` inside the loops; `fresh` belongs to the innermost. */
function wrap(loops: readonly ProductLoop[], body: readonly Node[], fresh?: readonly number[]): readonly Node[] {
  return loops.reduceRight<readonly Node[]>(
    (nodes, { trip }, depth) => [loop(trip, nodes, depth === loops.length - 1 ? fresh : undefined)],
    body,
  );
}
