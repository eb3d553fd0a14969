import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../../core/measurement/engines.ts';
import type { Granularity } from '../../../core/trace/trace.ts';
import { SEMANTICS } from '../../../core/trace/trace.ts';
import { elementNest, inOrder } from '../../../instrument/kernel-models/model/element-loops.ts';
import type { KernelModel } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { traceComputed, traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { expectNothingLeft, kernelsOf, traceOn, withInputs } from '../../support/tensors/traced-inputs.ts';

expectNothingLeft();

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
    const instructionsAt = (granularity: Granularity) =>
      ENGINES.element(trace, { semantics: 'eager', granularity }).sliceInstructions.reduce(
        (sum, count) => sum + count,
        0,
      );
    expect(instructionsAt('scalar')).toBe(instructionsAt('register'));
    expect(instructionsAt('scalar')).toBeGreaterThan(2 * 5 * 7 * 4);
  });

  it('has the inputs as arguments and the outputs as returned values', () => {
    const trace = traceOn([[2, 3], [3]], (a, b) => [tf.add(a, b), tf.mul(a, b)]);
    expect(trace.arguments.map((value) => trace.values[value])).toEqual([
      { size: 6, kind: 'argument', role: 'inputs', name: 'input 0', row: 3 },
      { size: 3, kind: 'argument', role: 'inputs', name: 'input 1', row: 3 },
    ]);
    expect(trace.returned.map((value) => trace.values[value])).toEqual([
      { size: 6, kind: 'computed', role: 'activations', row: 3 },
      { size: 6, kind: 'computed', role: 'activations', row: 3 },
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

describe('what a program returns', () => {
  it('may lie in any nesting of lists, objects, maps and sets, beside what is no tensor', () => {
    const nested = (x: Tensor) => {
      const [a, b, c, d] = [tf.relu(x), tf.neg(x), tf.square(x), tf.abs(x)];
      return { value: a, rest: [[b, 3], new Map([['c', c]]), new Set([d])], name: 'nested', none: null, more: () => d };
    };
    const plain = (x: Tensor) => [tf.relu(x), tf.neg(x), tf.square(x), tf.abs(x)];
    withInputs([[3]], (x) => {
      for (const trace of [traceFunction, traceComputed]) {
        expect(trace(nested, [x], { name: 'same' })).toEqual(trace(plain, [x], { name: 'same' }));
      }
    });
  });

  it('may be a map from tensors, each before what it is mapped to', () => {
    const mapped = (x: Tensor) => new Map([[tf.relu(x), tf.neg(x)]]);
    expect(traceOn([[3]], mapped)).toEqual({ ...traceOn([[3]], (x) => [tf.relu(x), tf.neg(x)]), name: 'mapped' });
  });

  it('may be what tf.moments gives', () => {
    const { returned, values } = traceOn([[4, 2]], (x) => tf.moments(x, 0));
    expect(returned.map((value) => values[value].size)).toEqual([2, 2]);
  });

  it('may be the same twice, contain itself, and hold an argument or a constant, which lives nowhere', () => {
    const trace = traceOn([[3]], (x) => {
      const y = tf.relu(x);
      const round: unknown[] = [y, y, x, tf.zeros([2])];
      round.push(round);
      return round;
    });
    const [call] = trace.calls;
    expect(trace.returned).toEqual([call.values[1], call.values[1], call.values[0]]);
    for (const semantics of SEMANTICS) {
      const [run, element] = (['run', 'element'] as const).map((engine) => {
        return ENGINES[engine](trace, { semantics, granularity: 'scalar' }).histogram.totalCost(1);
      });
      expect(run).toBe(element);
    }
  });
});

describe('what is given twice is one argument', () => {
  it('a tensor, and what shares its storage', () => {
    withInputs([[2, 2]], (x) => {
      const clone = tf.clone(x);
      const run = (a: Tensor, b: Tensor, c: Tensor) => tf.add(tf.mul(a, b), c);
      const trace = traceFunction(run, [x, x, clone]);
      expect([trace.arguments.length, trace.batchArguments]).toEqual([1, 1]);
      expect(trace.calls.map(({ values }) => values)).toEqual([
        [0, 0, 1],
        [1, 0, 2],
      ]);
      expect(trace.about).toEqual({ loops: 'tfjs', 'input 0': [2, 2], 'input 1': [2, 2], 'input 2': [2, 2] });
      const squared = traceFunction((a) => tf.add(tf.mul(a, a), a), [x], { name: 'run' });
      expect({ ...trace, about: {} }).toEqual({ ...squared, about: {} });
      clone.dispose();
    });
  });

  it('a tensor twice is the same tensor inside', () => {
    withInputs([[2]], (x) => {
      const seen: boolean[] = [];
      traceFunction(
        (a, b) => {
          seen.push(a === b);
          return tf.add(a, b);
        },
        [x, x],
      );
      expect(seen).toEqual([true]);
    });
  });
});

describe('a kernel with a model of its own', () => {
  const models = {
    Halve: ((plan, { x }) => {
      const out = plan.make(x.shape, 'float32');
      plan.call(elementNest(x.shape, ['mul'], [inOrder(x), inOrder(out)]), x, out);
      return out;
    }) satisfies KernelModel,
  };
  const halve = (x: Tensor) => tf.engine().runKernel('Halve', { x }) as Tensor;

  it('is traced by the model that the options give, with values by the kernel', () => {
    tf.registerKernel({ kernelName: 'Halve', backendName: 'cpu', kernelFunc: tf.getKernel('Relu', 'cpu').kernelFunc });
    withInputs([[3]], (x) => {
      const trace = traceFunction(halve, [x], { models });
      expect(kernelsOf(trace)).toEqual(['Halve']);
      const computed = traceComputed(halve, [x], { models });
      expect(computed.trace).toEqual(trace);
      expect(computed.outputs).toEqual([tf.tidy(() => tf.relu(x).dataSync())]);
    });
    tf.unregisterKernel('Halve', 'cpu');
  });
});
