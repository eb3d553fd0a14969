import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { executionCounts } from '../../../core/trace/iteration-shapes.ts';
import { instructionsOf } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { bothAccesses } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { modelAccesses } from '../../../instrument/fidelity/model-accesses.ts';
import type { LoopOrder } from '../../../instrument/kernel-models/model/loop-order.ts';
import { NAIVE_ORDERS, parseLoopOrder } from '../../../instrument/kernel-models/model/loop-order.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { CaseDraw } from '../../support/kernels/kernel-cases.ts';
import { kernelLaws } from '../../support/kernels/kernel-laws.ts';
import { interpret } from '../../support/traces/nest-interpreter.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

/** Kernels whose instructions say all that they compute. */
const ARITHMETIC = [
  'Add',
  'AddN',
  'BatchMatMul',
  'Concat',
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'Conv3DBackpropFilterV2',
  'Conv3DBackpropInputV2',
  'DepthToSpace',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'Diag',
  'GatherNd',
  'GatherV2',
  'MirrorPad',
  'Multiply',
  'Pack',
  'RealDiv',
  'Reverse',
  'ScatterNd',
  'SpaceToBatchND',
  'Square',
  'SquaredDifference',
  'Sub',
  'Sum',
  'Tile',
  'Transpose',
];

/** The elements of the values that hold a tensor: of a complex one real and imaginary parts, which it gives in turn. */
function partsOf(dtype: string, values: ArrayLike<number>): number[][] {
  const all = Array.from(values);
  return dtype === 'complex64' ? [0, 1].map((part) => all.filter((_, index) => index % 2 === part)) : [all];
}

describe('executing the instructions of a model gives what the stock kernel computes', () => {
  it.each(ARITHMETIC)('%s', (kernel) => {
    for (let seed = 0; seed < 30; seed++) {
      const given = kernelLaws[kernel].draw(new CaseDraw(seed));
      const { constants = [] } = given;
      const { trace, stock } = bothAccesses(kernel, given);
      const entries = Object.entries(given.inputs);
      const inputs = new Set(entries.filter(([name]) => !constants.includes(name)).map(([, tensor]) => tensor));
      const indices = constants.map((name) => given.inputs[name].values);
      // Without a call the output is the input's storage, or a part of it.
      if (trace.calls.length === 0) continue;
      const parts = [...inputs].flatMap((tensor) => partsOf(tensor.dtype, tensor.values));
      const computed = interpret(trace, parts, indices);
      expect(computed, `seed ${seed}`).toEqual(stock.outputs.flatMap(({ dtype, values }) => partsOf(dtype, values)));
    }
  });
});

const [ROWS, SHARED, COLUMNS] = [5, 7, 4];

function tracedProduct(loops: LoopOrder): Trace {
  const inputs = [tf.ones([ROWS, SHARED]), tf.ones([SHARED, COLUMNS])];
  const trace = traceFunction((a, b) => tf.matMul(a, b), inputs, { loops });
  tf.dispose(inputs);
  return trace;
}

describe('a matrix product in another loop order', () => {
  const orders = ['tfjs', ...NAIVE_ORDERS, 'tile:1', 'tile:3', 'tile:100'] as const;

  it.each(orders)('%s computes the same with the same multiply-accumulates', (loops) => {
    const trace = tracedProduct(loops);
    const draw = new CaseDraw(0);
    const a = draw.tensor([ROWS, SHARED]);
    const b = draw.tensor([SHARED, COLUMNS]);
    const expected = tf.tidy(() =>
      tf.matMul(tf.tensor(a.values, [ROWS, SHARED]), tf.tensor(b.values, [SHARED, COLUMNS])).dataSync(),
    );
    expect(interpret(trace, [a.values, b.values])).toEqual([[...expected]]);
    const [nest] = trace.nests;
    const counts = executionCounts(nest);
    const macs = instructionsOf(nest).map(({ mac }, index) => (mac ? counts[index] : 0));
    expect(macs.reduce((sum, count) => sum + count, 0)).toBe(ROWS * SHARED * COLUMNS);
    expect(trace.about.loops).toBe(loops);
  });

  it.each([
    // The first reads of a [5, 7] and b [7, 4], the second operand one step of the innermost loop later.
    ['ijk', 0, 0, 1, COLUMNS],
    ['ikj', 0, 0, 0, 1],
    ['jik', 0, 0, 1, COLUMNS],
    ['jki', 0, 0, SHARED, 0],
    ['kij', 0, 0, 0, 1],
    ['kji', 0, 0, SHARED, 0],
  ] as const)('%s moves along its last index first', (loops, a0, b0, a1, b1) => {
    const trace = tracedProduct(loops);
    const reads = modelAccesses(trace).filter(({ kind, value }) => kind === 'read' && trace.arguments.includes(value));
    expect(reads.slice(0, 4).map(({ element }) => element)).toEqual([a0, b0, a1, b1]);
  });

  it('in one tile is what the stock kernel does in one block', () => {
    expect(tracedProduct('tile:100').nests).toEqual(tracedProduct('tfjs').nests);
    expect(tracedProduct('tile:48').nests).toEqual(tracedProduct('tfjs').nests);
  });
});

describe('parseLoopOrder', () => {
  it.each(['tfjs', 'ijk', 'kji', 'tile:1', 'tile:64'])('reads %s', (text) => {
    expect(parseLoopOrder(text)).toBe(text);
  });

  it.each(['', 'iij', 'tile:0', 'tile:', 'tile:1.5', 'tile:-3', 'TFJS'])('refuses %j', (text) => {
    expect(() => parseLoopOrder(text)).toThrow(
      `loop order: got ${text}, choose tfjs, ijk, ikj, jik, jki, kij, kji or tile:N with N at least 1`,
    );
  });
});
