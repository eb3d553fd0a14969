import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { fitStep } from '../../../instrument/captured/fit-step.ts';
import { iteration, layer, phase } from '../../../instrument/labels/labels.ts';
import { traceFunction } from '../../../instrument/tensors/trace-function.ts';
import { updateReportText } from '../../../reports/printed/update-report.ts';
import { CAPTURED, scopedTests, traceCaptured, values } from '../../support/tensors/captured.ts';

scopedTests();

function dense(name: string, units = 2): tf.layers.Layer {
  return tf.layers.dense({ name, units, activation: 'sigmoid' });
}

/** The calls of a trace as `kernel of layer`. */
function attributed({ calls, layerNames = {} }: Trace): string[] {
  return calls.map((call) => `${call.kernel} of ${call.layer === null ? 'none' : layerNames[call.layer]}`);
}

describe('what a layer computes', () => {
  it('has its name, inside other models too, and in a shared layer', () => {
    const inner = tf.sequential({
      name: 'inner',
      layers: [tf.layers.inputLayer({ inputShape: [2] }), dense('inside')],
    });
    const input = tf.input({ shape: [2] });
    const shared = dense('shared');
    const twice = shared.apply(shared.apply(inner.apply(input))) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: twice });
    for (const run of [(x: tf.Tensor) => model.predict(x), (x: tf.Tensor) => model.apply(x)]) {
      const trace = traceCaptured(run, [values([3, 2], 1)]);
      const kernels = trace.calls.length / 3;
      expect(attributed(trace).map((call) => call.replace(/.* of /, ''))).toEqual(
        ['inside', 'shared', 'shared'].flatMap((name) => Array<string>(kernels).fill(name)),
      );
      expect(trace.layerNames).toEqual({ 0: 'inside', 1: 'shared' });
      expect(Object.hasOwn(inner.layers[1], 'call')).toBe(false);
    }
  });

  it('has a number that the program has given to no other', () => {
    const named = dense('named');
    const run = (x: tf.Tensor) => [named.apply(x), layer(0, () => tf.neg(x)), layer(2, () => tf.exp(x)), tf.abs(x)];
    named.apply(values([3, 2], 1));
    const trace = traceCaptured(run, [values([3, 2], 1)]);
    expect(trace.calls.map(({ layer: number }) => number)).toEqual([
      ...Array<number>(trace.calls.length - 3).fill(1),
      ...[0, 2, null],
    ]);
    expect(trace.layerNames).toEqual({ 1: 'named' });
  });

  it('is measured, printed and saved by its name', () => {
    const named = dense('measured');
    named.apply(values([3, 2], 1));
    const trace = traceCaptured((x) => tf.neg(named.apply(x) as tf.Tensor), [values([3, 2], 1)]);
    const measured = measure(trace);
    expect(measured.layers.map(({ layer: number, layerName }) => [number, layerName])).toEqual([
      [0, 'measured'],
      [null, undefined],
    ]);
    expect(new Set(measured.places.map(({ layerName }) => layerName))).toEqual(new Set(['measured', undefined]));
    const printed = updateReportText(measured, { engine: 'run', engineSeconds: 1, seconds: 1, peakRssBytes: 1 });
    expect(printed).toMatch(/^measured +\d/m);
    expect(parseTrace(JSON.parse(JSON.stringify(trace)), 'trace.json')).toEqual(trace);
  });

  it('is as before where nothing has a name', () => {
    expect(traceCaptured((x) => tf.neg(x), [values([3], 1)])).not.toHaveProperty('layerNames');
  });

  it('may fail: no method of a layer stays another', () => {
    const failing = dense('failing');
    failing.apply(values([3, 2], 1));
    const { apply } = failing;
    const run = (x: tf.Tensor) => {
      failing.apply(x);
      throw new Error('mine');
    };
    expect(() => traceCaptured(run, [values([3, 2], 1)])).toThrow(new Error('mine'));
    expect(failing.apply).toBe(apply);
  });
});

describe('a gradient', () => {
  it('belongs to the layer of the operation whose gradient it is', () => {
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [2] }), dense('first'), dense('second', 1)],
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const trace = traceFunction((x, y) => fitStep(model, x, y), [values([3, 2], 1), values([3, 1], 2)], CAPTURED);
    const calls = attributed(trace);
    const parts = [...new Set(calls.map((call) => call.replace(/.* of /, '')))];
    expect(parts).toEqual(['first', 'second', 'none']);
    const order = calls.map((call) => call.replace(/.* of /, '')).filter((part, at, all) => part !== all[at - 1]);
    // Forward, loss and its gradient, backward, updates of variables.
    expect(order).toEqual(['first', 'second', 'none', 'second', 'first', 'none']);
  });

  it('belongs to its layer and iteration by labels, and to its phase where none is open', () => {
    const w = values([2], 1);
    const step = (x: tf.Tensor) => iteration(3, () => layer(5, () => phase('encoder', () => tf.square(x))));
    const inside = traceCaptured(() => tf.grad((x) => tf.sum(step(x)))(w));
    const gradient = inside.calls.filter(({ kernel }) => kernel === 'Multiply');
    expect(gradient.map(({ phase: name, layer: number, iteration: time }) => [name, number, time])).toEqual(
      gradient.map(() => ['encoder', 5, 3]),
    );
    expect(gradient.length).toBeGreaterThan(0);
    const labelled = traceCaptured(() => phase('backward', () => tf.grad((x) => tf.sum(step(x)))(w)));
    const phases = new Set(labelled.calls.filter(({ kernel }) => kernel === 'Multiply').map(({ phase: name }) => name));
    expect([...phases]).toEqual(['backward']);
  });

  it('is at the line of its operation', () => {
    const w = values([2], 1);
    const loss = (x: tf.Tensor): tf.Tensor => {
      const square = tf.square(x);
      const power = tf.exp(square);
      return tf.sum(power);
    };
    const trace = traceFunction(() => tf.grad(loss)(w), [], { ...CAPTURED, lines: true });
    const lineOf = (kernel: string) => {
      const sources = trace.calls.filter((call) => call.kernel === kernel).map(({ source }) => source);
      return new Set(sources);
    };
    expect(lineOf('Multiply')).toEqual(new Set([...lineOf('Square'), ...lineOf('Exp')]));
  });
});
