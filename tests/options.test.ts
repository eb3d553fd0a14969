import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import * as odometer from '../index.ts';

await tf.setBackend('cpu');

const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const square = (a: tf.Tensor) => tf.matMul(a as tf.Tensor2D, a as tf.Tensor2D);
const trace = odometer.traceFunction(square, [x]);
const { program } = odometer.traceScalars((a) => odometer.sumOf([a, a]), [3]);
const { histogram } = odometer.measure(trace);
const update: odometer.UpdateProgram = {
  name: 'sum',
  about: {},
  batch: [{ name: 'x', shape: [2], dtype: 'float32', role: 'inputs' }],
  state: [{ name: 'w', shape: [2], dtype: 'float32', role: 'weights' }],
  update: ([a], [w]) => ({ state: [odometer.phase('forward', () => tf.add(w, a))], read: {} }),
};
const traced = (run: () => void) =>
  odometer.traceFunction(
    (a) => {
      run();
      return tf.add(a, a);
    },
    [x],
  );

/** Of no option a value, and what a user of plain JavaScript could give. */
const NEVER: readonly unknown[] = ['Eager', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, [Number.NaN], [[]]];
const OBJECTS: readonly unknown[] = ['eager', 7, null, ['eager'], () => 1, { misspelt: 1 }];

// biome-ignore lint/suspicious/noExplicitAny: values of the wrong kind are what is tested
type Wrong = any;

const CALLS: readonly [string, (given: Wrong) => unknown, readonly unknown[]][] = [
  ['options of measure', (given) => odometer.measure(trace, given), OBJECTS],
  ['engine of measure', (engine) => odometer.measure(trace, { engine }), NEVER],
  ['granularity of measure', (granularity) => odometer.measure(trace, { granularity }), NEVER],
  ['semantics of measure', (semantics) => odometer.measure(trace, { semantics }), NEVER],
  ['onProgress of measure', (onProgress) => odometer.measure(trace, { onProgress }), NEVER],
  ['options of measure, of a program', (given) => odometer.measure(program, given), OBJECTS],
  ['engine of measure, of a program', (engine) => odometer.measure(program, { engine }), NEVER],
  ['semantics of measure, of a program', (semantics) => odometer.measure(program, { semantics }), NEVER],
  ['granularity of measure, of a program', (granularity) => odometer.measure(program, { granularity }), NEVER],
  ['bytes of measure', (bytes) => odometer.measure(program, { bytes }), [...NEVER, [], 4, [0]]],
  ['options of traceFunction', (given) => odometer.traceFunction(square, [x], given), OBJECTS],
  ['loops of traceFunction', (loops) => odometer.traceFunction(square, [x], { loops }), [...NEVER, 'tile:0', 'IJK']],
  ['models of traceFunction', (models) => odometer.traceFunction(square, [x], { models }), [...NEVER, { Add: 1 }]],
  ['lines of traceFunction', (lines) => odometer.traceFunction(square, [x], { lines }), NEVER],
  ['name of traceFunction', (name) => odometer.traceFunction(square, [x], { name }), [1, '', {}]],
  ['phase of traceFunction', (phase) => odometer.traceFunction(square, [x], { phase }), [1, '', {}]],
  ['options of traceComputed', (given) => odometer.traceComputed(square, [x], given), OBJECTS],
  ['options of traceUpdate', (given) => odometer.traceUpdate(update, given), OBJECTS],
  ['step of traceUpdate', (step) => odometer.traceUpdate(update, { step }), [...NEVER, 0]],
  ['name of phase', (name) => traced(() => odometer.phase(name, () => 1)), [1, '', null, {}, []]],
  ['role of phase', (role) => traced(() => odometer.phase('own', () => 1, role)), NEVER],
  ['index of layer', (index) => traced(() => odometer.layer(index, () => 1)), NEVER],
  ['index of iteration', (index) => traced(() => odometer.iteration(index, () => 1)), [...NEVER, 0]],
  ['name of role', (name) => odometer.traceFunction((a) => odometer.role(name, tf.add(a, a)), [x]), NEVER],
  ['parseLoopOrder', (loops) => odometer.parseLoopOrder(loops), NEVER],
  [
    'options of traceScalars',
    (given) => odometer.traceScalars((a) => a, [1], given),
    [7, null, ['a'], { misspelt: 1 }],
  ],
  ['name of traceScalars', (name) => odometer.traceScalars((a) => a, [1], { name }), [1, {}, null]],
  ['lines of traceScalars', (lines) => odometer.traceScalars((a) => a, [1], { lines }), NEVER],
  ['semantics of priceProgram', (all) => odometer.priceProgram(program, all, [4], 'element'), [...NEVER, []]],
  ['bytes of priceProgram', (bytes) => odometer.priceProgram(program, ['eager'], bytes, 'element'), [...NEVER, []]],
  ['engine of priceProgram', (engine) => odometer.priceProgram(program, ['eager'], [4], engine), NEVER],
  [
    'granularity of priceProgram',
    (granularity) => odometer.priceProgram(program, ['eager'], [4], 'element', granularity),
    NEVER,
  ],
  ['semantics of an engine', (semantics) => odometer.ENGINES.run(trace, { semantics, granularity: 'scalar' }), NEVER],
  [
    'granularity of an engine',
    (granularity) => odometer.ENGINES.run(trace, { semantics: 'eager', granularity }),
    NEVER,
  ],
  ['bytes of readCost', (bytes) => odometer.readCost(1, bytes), NEVER],
  [
    'levels',
    (levels) => odometer.readsPerLevel(histogram, levels),
    [...NEVER, [{ capacityBytes: 8 }, { capacityBytes: 4 }]],
  ],
  ['op of apply', (op) => odometer.apply(op, () => 1, 2), [1, '', null, {}]],
  ['compute of apply', (compute) => odometer.apply('op', compute, 2), NEVER],
  ['constant', (content) => odometer.constant(content), ['1', null, {}, true]],
  ['preset', (preset) => odometer.parseEnergyPreset(preset, 'mine'), NEVER],
];

test.each(CALLS)('%s: what it cannot be is an error of one line', (_, call, values) => {
  for (const value of values) {
    let message = '';
    try {
      call(value);
    } catch (error) {
      message = error instanceof Error ? error.message : '';
      expect(['InputError', 'RangeError', 'TypeError']).toContain(error instanceof Error ? error.name : '');
    }
    expect(message, String(value)).toMatch(/must|choose|give|use|number them|no function|Invalid input/);
    expect(message).not.toContain('\n');
  }
});
