import '@tensorflow/tfjs-backend-cpu';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastUses } from '../../../core/element-engine/last-uses.ts';
import { layOut } from '../../../core/trace/address-space.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { constantTensor } from '../../../instrument/tensors/constant-tensors.ts';
import { hostRead, layer, phase, role } from '../../../instrument/tensors/labels.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { TensorSpec, UpdateProgram } from '../../../instrument/tensors/update-program.ts';

let tensorsBefore = 0;

beforeEach(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  tensorsBefore = tf.memory().numTensors;
});

/** Whatever a test traces, and however it fails: the backend is as before and no tensor is left. */
afterEach(() => {
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

function withInputs<T>(shapes: readonly number[][], run: (...inputs: Tensor[]) => T): T {
  const inputs = shapes.map((shape) => tf.randomUniform(shape, -2, 2, 'float32', 1));
  try {
    return run(...inputs);
  } finally {
    tf.dispose(inputs);
  }
}

function traceOn(shapes: readonly number[][], run: (...inputs: Tensor[]) => Tensor | Tensor[]): Trace {
  return withInputs(shapes, (...inputs) => traceFunction(run, inputs));
}

const kernelsOf = (trace: Trace) => trace.calls.map(({ kernel }) => kernel);

/** Many kernels, several under one another. */
function network(x: Tensor, W: Tensor, b: Tensor): Tensor[] {
  const h = tf.relu(tf.add(tf.matMul(x, W), b));
  const goodness = tf.mean(tf.square(h), 1, true);
  const normal = tf.div(h, tf.sqrt(tf.add(goodness, 1e-8)));
  const mask = tf.cast(tf.greater(h, 0), 'float32');
  const gradient = tf.matMul(x, tf.mul(tf.sub(tf.sigmoid(tf.sub(goodness, 2)), 1), tf.mul(h, mask)), true);
  const cut = tf.concat([tf.slice(normal, [0, 1], [-1, 2]), tf.slice(normal, 0, -1)], 1);
  const picked = tf.gather(normal, tf.tensor1d([2, 0, 2], 'int32'), 1);
  const spread = tf.log(tf.add(tf.softmax(tf.transpose(cut)), tf.softplus(tf.neg(tf.max(picked)))));
  return [normal, gradient, spread, tf.sum(tf.maximum(gradient, 0)), tf.argMax(h, 0)];
}
const NETWORK = [[5, 7], [7, 4], [4]];

describe('tracing a function', () => {
  it('computes what the untraced function computes, bit for bit', () => {
    withInputs(NETWORK, (...inputs) => {
      const untraced = tf.tidy(() => network(inputs[0], inputs[1], inputs[2]).map((each) => each.dataSync()) as never);
      const { outputs } = traceComputed((x, W, b) => network(x, W, b), inputs);
      expect(outputs).toEqual(untraced);
    });
  });

  it('gives the same trace whether values are computed or not', () => {
    withInputs(NETWORK, (...inputs) => {
      const run = (...given: Tensor[]) => network(given[0], given[1], given[2]);
      expect(traceComputed(run, inputs).trace).toEqual(traceFunction(run, inputs));
    });
  });

  it('makes a trace that can be executed at either granularity', () => {
    const trace = traceOn(NETWORK, network);
    const space = layOut(trace);
    const scalar = lastUses(trace, space, 'scalar').accesses;
    expect(scalar).toBe(lastUses(trace, space, 'register').accesses);
    expect(scalar).toBeGreaterThan(5 * 7 * 4 * 6);
  });

  it('has the inputs as arguments and the outputs as returned values', () => {
    const trace = traceOn([[2, 3], [3]], (a, b) => [tf.add(a, b), tf.mul(a, b)]);
    expect(trace.arguments.map((value) => trace.values[value])).toEqual([
      { size: 6, kind: 'argument', role: 'inputs', name: 'input 0' },
      { size: 3, kind: 'argument', role: 'inputs', name: 'input 1' },
    ]);
    expect(trace.returned.map((value) => trace.values[value])).toEqual([
      { size: 6, kind: 'computed', role: 'activations' },
      { size: 6, kind: 'computed', role: 'activations' },
    ]);
    expect(trace.batchArguments).toBe(2);
    expect(trace.about).toEqual({ loops: 'tfjs', 'input 0': [2, 3], 'input 1': [3] });
  });

  it('keeps equal nests and equal index tables once', () => {
    const trace = traceOn([[3, 2]], (x) => {
      const twice = [tf.tensor1d([2, 0], 'int32'), tf.tensor1d([2, 0], 'int32')].map((i) => tf.gather(x, i));
      return tf.add(tf.add(twice[0], twice[1]), twice[0]);
    });
    expect(trace.tables).toEqual([[2, 0]]);
    expect(kernelsOf(trace)).toEqual(['GatherV2', 'GatherV2', 'GatherV2', 'GatherV2', 'Add', 'Add']);
    expect(new Set(trace.nests.map((nest) => JSON.stringify(nest))).size).toBe(trace.nests.length);
    expect(trace.calls[4].nest).toBe(trace.calls[5].nest);
  });
});

describe('storage is identity', () => {
  it('reshape, expandDims, clone and a cast to a wider type alias and read nothing', () => {
    const trace = traceOn([[2, 3]], (x) =>
      tf.cast(tf.expandDims(tf.reshape(tf.clone(tf.relu(x)), [3, 2]), 0), 'float32'),
    );
    expect(kernelsOf(trace)).toEqual(['Relu']);
    expect(trace.returned).toEqual([trace.calls[0].values[1]]);
  });

  it('a slice of leading rows is a view into the same value', () => {
    const trace = traceOn([[4, 3]], (x) => tf.neg(tf.slice(x, [2, 0], [1, 3])));
    expect(kernelsOf(trace)).toEqual(['Neg']);
    expect(trace.calls[0].values[1]).toBe(trace.arguments[0]);
    expect(trace.nests[0].body).toEqual([
      {
        trip: 3,
        body: [
          {
            op: 'mul',
            reads: [
              { slot: 0, base: 0, strides: [0] },
              { slot: 1, base: 6, strides: [1] },
            ],
            write: { slot: 2, base: 0, strides: [1] },
          },
        ],
      },
    ]);
  });
});

describe('host numbers are constants', () => {
  it('tensors of them are constants of the trace, read by its calls', () => {
    const trace = traceOn([[2]], (x) => tf.mul(x, 3));
    expect(trace.calls[0].values.map((value) => trace.values[value].kind)).toEqual([
      'argument',
      'constant',
      'computed',
    ]);
  });

  it('what is computed from constants alone is a constant, by whatever kernel, and no call', () => {
    const trace = traceOn([[3]], (x) => tf.mul(x, tf.cumsum(tf.add(tf.zerosLike(x), tf.scalar(2)))));
    expect(kernelsOf(trace)).toEqual(['Multiply']);
    expect(trace.values.map(({ kind }) => kind)).toEqual(['argument', 'constant', 'computed']);
  });

  it('a tensor made before is none, unless it is marked so; it stays usable on its own backend', () => {
    const table = tf.tensor1d([1, 0], 'int32');
    const use = (x: Tensor) => tf.gather(x, table);
    expect(() => traceOn([[2]], use)).toThrow(
      'trace: a tensor int32[2] was made before the trace and is no argument of it; ' +
        'pass it in, or mark it with constantTensor if it is made of host numbers',
    );
    constantTensor(table);
    expect(traceOn([[2]], use)).toEqual(traceOn([[2]], use));
    expect(traceOn([[2]], use).tables).toEqual([[1, 0]]);
    expect([...table.dataSync()]).toEqual([1, 0]);
    table.dispose();
  });
});

describe('what cannot be measured is an error', () => {
  it('a kernel without a model', () => {
    expect(() => traceOn([[3]], (x) => tf.cumsum(x))).toThrow(
      'traced backend: kernel "Cumsum" has no access model; ' +
        'compute it before the update and pass the result in, or add a model to instrument/kernel-models',
    );
  });

  it('addresses from values that a trace of shapes does not compute', () => {
    const run = (x: Tensor) => tf.gather(x, tf.argMax(x, 0));
    expect(() => traceOn([[3, 2]], run)).toThrow(
      'traced backend: GatherV2 takes addresses from the values of "indices" (int32[2]), ' +
        'which a trace of shapes alone does not compute; make it from host numbers, or trace with computed values',
    );
    const { trace } = withInputs([[3, 2]], (x) => traceComputed(run, [x]));
    expect(trace.tables).toHaveLength(1);
  });

  it('an index outside the tensor', () => {
    expect(() => traceOn([[3]], (x) => tf.gather(x, tf.tensor1d([3], 'int32')))).toThrow(
      'GatherV2: index must be within 3, got 3',
    );
  });

  it('the host reading values that a trace of shapes does not compute', () => {
    const read = (x: Tensor) => {
      tf.relu(x).dataSync();
      return x;
    };
    expect(() => traceOn([[3]], read)).toThrow('traced backend: the values of a tensor are read, but this trace is of');
  });

  it('tensors of text', () => {
    const words = (x: Tensor) => {
      tf.reshape(tf.tensor(['a', 'b']), [2, 1]);
      return x;
    };
    expect(() => traceOn([[3]], words)).toThrow('trace: tensors of string cannot be traced');
  });

  it('a trace within a trace', () => {
    const nested = (x: Tensor) => {
      traceFunction(tf.relu as (x: Tensor) => Tensor, [x]);
      return x;
    };
    expect(() => traceOn([[3]], nested)).toThrow('traced backend: a trace is running already, traces do not nest');
  });
});

const spec = (name: string, shape: readonly number[], kind: TensorSpec['role']): TensorSpec => ({
  name,
  shape,
  dtype: 'float32',
  role: kind,
});

/** One step of gradient descent on a row of weights. */
function descent(update: UpdateProgram['update']): UpdateProgram {
  const batch = [spec('x', [4, 3], 'inputs')];
  const state = [spec('w', [3], 'weights'), spec('m', [3], 'optimiser state')];
  return { name: 'descent', about: { batch: 4 }, batch, state, update };
}

const step = descent(([x], [w, m], count) => {
  const y = phase('forward', () => layer(0, () => tf.mul(x, w)));
  const loss = phase('goodness and loss', () => hostRead(tf.sum(y)));
  const gradient = phase('gradient', () => tf.sum(x, 0));
  const moment = phase('optimiser', () => tf.add(m, gradient));
  const next = phase('optimiser', () => role('weights', tf.sub(w, tf.mul(moment, count))));
  return { state: [next, moment], read: { loss, gradient } };
});

describe('tracing an update', () => {
  it('labels its calls, values and state', () => {
    const trace = traceUpdate(step, { step: 3, loops: 'ijk' });
    expect(trace.calls.map(({ kernel, phase: name, layer: index }) => [kernel, name, index])).toEqual([
      ['Multiply', 'forward', 0],
      ['Sum', 'goodness and loss', null],
      ['HostRead', 'goodness and loss', null],
      ['Sum', 'gradient', null],
      ['Sum', 'gradient', null],
      ['Add', 'optimiser', null],
      ['Multiply', 'optimiser', null],
      ['Sub', 'optimiser', null],
      ['HostRead', 'goodness and loss', null],
    ]);
    expect(trace.about).toEqual({ batch: 4, loops: 'ijk' });
    expect(trace.arguments.map((value) => trace.values[value].name)).toEqual(['x', 'w', 'm']);
    expect(trace.batchArguments).toBe(1);
    expect(trace.returned.map((value) => trace.values[value].role)).toEqual(['weights', 'optimiser state']);
    // The sum over rows transposes into a temporary first.
    expect(trace.calls.slice(3, 5).map(({ values }) => trace.values[values[1]].role)).toEqual([
      'temporaries',
      'gradients',
    ]);
  });

  it('is an error where a kernel reads outside every phase', () => {
    const unlabelled = descent(([x], state) => ({ state, read: { loss: tf.sum(x) } }));
    expect(() => traceUpdate(unlabelled)).toThrow(
      'trace: unlabelled read: Sum runs outside every phase; run it inside phase(name, ...)',
    );
  });

  it('is an error where the new state is not like the old', () => {
    const short = descent((_, [w]) => ({ state: [w], read: {} }));
    expect(() => traceUpdate(short)).toThrow('descent: the update must return 2 tensors, got 1');
    const wrong = descent(([x], [w]) => ({ state: [w, x], read: {} }));
    expect(() => traceUpdate(wrong)).toThrow('descent: new m must be float32[3], got float32[4,3]');
  });
});
