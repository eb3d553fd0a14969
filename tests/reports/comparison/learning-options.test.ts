import { expect, test } from 'vitest';
import * as odometer from '../../../index.ts';

/** Of no option a value, and what a user of plain JavaScript could give. */
const NEVER: readonly unknown[] = ['Eager', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, [Number.NaN], [[]]];
const OBJECTS: readonly unknown[] = ['eager', 7, null, ['eager'], () => 1, { misspelt: 1 }];
const NOTHING: readonly unknown[] = [undefined, null, 7, 'eager', true, {}];

// biome-ignore lint/suspicious/noExplicitAny: values of the wrong kind are what is tested
type Wrong = any;

const { 'disk-ring': toy } = odometer.tasks;
const { bp } = odometer.rules['disk-ring'];
const LATER: readonly [string, (given: Wrong) => Promise<unknown>, readonly unknown[]][] = [
  ['task of train', (task) => odometer.train(task, bp), NOTHING],
  ['rule of train', (rule) => odometer.train(toy, rule), NOTHING],
  ['options of train', (given) => odometer.train(toy, bp, given), OBJECTS],
  ['batch of train', (batch) => odometer.train(toy, bp, { batch }), NEVER],
  ['until of train', (until) => odometer.train(toy, bp, { until }), ['0.5', -1, 1.5, Number.NaN, [0.5]]],
  ['seeds of train', (seeds) => odometer.train(toy, bp, { seeds }), [7, 'eager', [], [-1], [0, 0]]],
  ['data of train', (data) => odometer.train(toy, bp, { data }), ['mnist', 'nowhere']],
  ['rules of compare', (rules) => odometer.compare(toy, rules), [null, 7, 'eager', {}, [], [7], [bp, bp]]],
  ['options of compare', (given) => odometer.compare(toy, [bp], given), OBJECTS],
  ['preset of compare', (preset) => odometer.compare(toy, [bp], { preset }), NEVER],
  ['against of compare', (against) => odometer.compare(toy, [bp], { against }), [toy.rules.ff]],
  ['layers of compare', (layers) => odometer.compare(toy, [bp], { layers }), [7, 'eager', [2, -1], [2, 0.5]]],
];

test.each(LATER)('%s: what it cannot be rejects with one line', async (_, call, values) => {
  for (const value of values) {
    const error = await call(value).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error, String(value)).toBeInstanceOf(odometer.InputError);
    expect(String(error)).toMatch(/^InputError: [^\n]*(must|choose|give|learns from)[^\n]*$/);
  }
});
