import '@tensorflow/tfjs-backend-cpu';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { Random } from '../../../core/numbers/random.ts';
import feedbackAlignment from '../../../examples/learning-rules/feedback-alignment.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { defineRule } from '../../../scenarios/definitions/define-rule.ts';
import type { PlainOptions, PlainRule } from '../../../scenarios/definitions/plain-rule.ts';
import { labelInInputBp } from '../../../scenarios/label-in-input/bp.ts';
import { type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const SHAPE = { layers: [6, 5, 4], classes: 3 };

/** One linear layer, learned by the delta rule. */
const delta: PlainRule<PlainOptions> = {
  title: 'delta rule',
  options: { learningRate: 0.5 },
  state: ({ shape: { layers, classes }, random }) => [
    {
      name: 'W',
      shape: [layers[0], classes],
      values: Array.from({ length: layers[0] * classes }, () => random.normal()),
    },
  ],
  update: ({ batch: [images, labels], state: [W], options }) => {
    const error = tf.sub(tf.matMul(images, W), labels);
    const gradient = tf.div(tf.matMul(images, error, true), images.shape[0]);
    return { state: [tf.sub(W, tf.mul(gradient, options.learningRate))], read: { loss: tf.mean(tf.square(error)) } };
  },
  predict: ({ images, state: [W] }) => tf.matMul(images, W),
};

/** Examples whose label is the place of their largest number. */
function examples(count: number) {
  const random = new Random(1);
  const pixels = Float32Array.from({ length: 6 * count }, () => random.uniform());
  const labels = Uint8Array.from({ length: count }, (_, row) => {
    const start = 6 * row;
    const first = [...pixels.subarray(start, start + 3)];
    return first.indexOf(Math.max(...first));
  });
  return { pixels, labels };
}

/** The share of right labels after some updates on all examples. */
function learned(rule: Rule, updates: number, shape = SHAPE): number {
  const data = examples(60);
  const all = Int32Array.from({ length: 60 }, (_, index) => index);
  const program = rule.update(SHAPE, 60);
  let state = tensorsOf(program.state, rule.initialState(SHAPE, new Random(2)));
  const batch = tensorsOf(program.batch, rule.buildBatch(shape, data, all, new Random(3)));
  for (let step = 1; step <= updates; step++) state = [...program.update(batch, state, step).state];
  const labels = rule.predict(shape, state, data, all);
  return labels.reduce((sum, label, row) => sum + (label === data.labels[row] ? 1 : 0), 0) / 60;
}

describe('a rule of a few functions', () => {
  test('learns, and predicts the label of the highest score', () => {
    const rule = defineRule(delta);
    expect(rule.label).toEqual({ title: 'delta rule', shortName: 'DR' });
    const before = learned(rule, 0);
    expect(learned(rule, 200)).toBeGreaterThan(before + 0.2);
    expect(learned(rule.configured({ learningRate: 1e-6 }), 200)).toBe(before);
  });

  test('is measured as any update: what it says of its multiply-accumulates and parameters follows from it', () => {
    const rule = defineRule(delta);
    const { macs, about } = measure(traceUpdate(rule.update(SHAPE, 4)));
    expect(macs).toBe(2 * 4 * 6 * 3);
    expect(rule.macsPerUpdate(SHAPE, 4)).toBe(macs);
    expect(rule.parameters(SHAPE)).toBe(18);
    expect(about).toMatchObject({ rule: 'delta rule', layers: [6, 5, 4], classes: 3, batch: 4, learningRate: 0.5 });
  });

  test('has batches of its own, where it makes them', () => {
    const rule = defineRule({
      ...delta,
      batch: ({ pixels, labels }) => [
        { name: 'images', shape: [labels.length, 6], values: pixels },
        { name: 'targets', shape: [labels.length, 3], values: new Float32Array(3 * labels.length).fill(0.5) },
      ],
    });
    expect(rule.update(SHAPE, 2).batch.map(({ name }) => name)).toEqual(['images', 'targets']);
    const [, targets] = rule.buildBatch(SHAPE, examples(2), Int32Array.of(1, 0), new Random(0));
    expect([...targets]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  test('whose course depends on values is traced on numbers', () => {
    const relaxed = (W: Tensor): Tensor => {
      let at = W;
      while (tf.max(tf.abs(at)).dataSync()[0] > 0.1) at = tf.mul(at, 0.5);
      return at;
    };
    const rule = defineRule({
      ...delta,
      computed: true,
      update: (given) => {
        const { state, read } = delta.update(given);
        return { state: [relaxed(state[0])], read };
      },
    });
    const counted = traceUpdate(rule.update(SHAPE, 4)).calls.filter(({ kernel }) => kernel === 'Multiply');
    expect(counted.length).toBeGreaterThan(3);
    expect(() =>
      traceUpdate(defineRule({ ...delta, update: rule.update(SHAPE, 4).update as never }).update(SHAPE, 4)),
    ).toThrow();
  });
});

describe('feedback alignment', () => {
  test('learns through matrices that stay as they were', () => {
    const quick = feedbackAlignment.configured({ learningRate: 0.01 });
    expect(learned(quick, 200, { layers: [6, 30, 20], classes: 3 })).toBeGreaterThan(0.65);
    const program = feedbackAlignment.update(SHAPE, 4);
    const state = tensorsOf(program.state, feedbackAlignment.initialState(SHAPE, new Random(2)));
    const all = Int32Array.of(0, 1, 2, 3);
    const batch = tensorsOf(program.batch, feedbackAlignment.buildBatch(SHAPE, examples(4), all, new Random(3)));
    const { state: next } = program.update(batch, state, 1);
    expect(next.slice(-2)).toEqual(state.slice(-2));
    expect(next[0]).not.toBe(state[0]);
  });

  test('costs what backprop costs, and the matrices that its errors come back through', () => {
    const wide = { layers: [40, 30, 20], classes: 10 };
    const costOf = (rule: Rule) => measure(traceUpdate(rule.update(wide, 8)));
    const [fa, bp] = [costOf(feedbackAlignment), costOf(labelInInputBp)];
    expect(fa.macs).toBe(bp.macs);
    expect(Number(fa.cost.cold[4])).toBeGreaterThan(Number(bp.cost.cold[4]));
    expect(fa.stateElements).toBe(bp.stateElements + 30 * 20 + 20 * 10);
  });

  test('predicts by its weights alone', () => {
    const names = feedbackAlignment.predictProgram?.(SHAPE, 1).state.map(({ name }) => name);
    expect(names).toEqual(['W0', 'b0', 'W1', 'b1', 'W2', 'b2']);
  });
});

describe('what a rule lacks is one line that names it', () => {
  const broken = (change: object): unknown => ({ ...delta, ...change });
  test.each<[string, unknown, string]>([
    ['no object', 3, 'defineRule: must be given an object, got 3'],
    ['no title', broken({ title: ' ' }), 'defineRule: title must be a text'],
    ['no update', broken({ update: undefined }), 'delta rule: update'],
    ['no options', broken({ options: undefined }), 'delta rule: options must be an object with a learningRate'],
    ['no learning rate', broken({ options: {} }), 'delta rule: options.learningRate must be a positive number'],
    [
      'an option that is a list',
      broken({ options: { learningRate: 1, sizes: [1] } }),
      'delta rule: options.sizes must be',
    ],
  ])('%s', (_, rule, message) => {
    const defined = () => defineRule(rule as PlainRule<PlainOptions>);
    expect(defined).toThrow(InputError);
    expect(defined).toThrow(message);
  });

  test.each<[string, object, string]>([
    [
      'a state of a wrong size',
      { state: () => [{ name: 'W', shape: [2], values: [1] }] },
      'delta rule: state: W: [2] has 2 values, got 1',
    ],
    ['a state that is no list', { state: () => 5 }, 'delta rule: state'],
    [
      'no loss',
      { update: ({ state }: { state: Tensor[] }) => ({ state, read: {} }) },
      'delta rule: update must return read with a loss',
    ],
    ['no state', { update: () => ({}) }, 'delta rule: update must return state'],
    [
      'a dropped state tensor',
      { update: () => ({ state: [], read: { loss: tf.scalar(0) } }) },
      'delta rule: the update must return the state (W), got 0 tensors; W is missing, or not at its place',
    ],
  ])('%s', (_, change, message) => {
    const traced = () => traceUpdate(defineRule(broken(change) as PlainRule<PlainOptions>).update(SHAPE, 2));
    expect(traced).toThrow(InputError);
    expect(traced).toThrow(message);
  });

  test('a prediction of another length', () => {
    const rule = defineRule({ ...delta, predict: ({ images }) => images });
    expect(() => rule.predictProgram?.(SHAPE, 2)).toThrow(
      'delta rule: predict must return a score of every class for each image, [2,3], got [2,6]',
    );
  });
});

describe('slips that would go unnoticed are told by their field', () => {
  const given = (change: object) => () => defineRule({ ...delta, ...change } as PlainRule<PlainOptions>);

  test('a field that there is not, and a mistyped flag', () => {
    expect(given({ shortname: 'D' })).toThrow('delta rule: field: got "shortname"; choose ');
    expect(given({ computed: 'yes' })).toThrow('delta rule: computed must be true or false, got ');
    expect(given({ title: '\u200f\u200b' })).toThrow('defineRule: title must be a text');
  });

  test('a loss of many numbers, and a state that nothing holds', () => {
    const { update } = delta;
    const many = given({
      update: (all: Parameters<typeof update>[0]) => ({ ...update(all), read: { loss: tf.zeros([2, 3]) } }),
    })();
    expect(() => traceUpdate(many.update(SHAPE, 4))).toThrow(
      'delta rule: update must return read.loss as one number, a scalar tensor, got a tensor [2,3]',
    );
    const huge = given({ state: () => [{ name: 'H', shape: [1e6, 1e6] }] })();
    expect(() => huge.initialState(SHAPE, new Random(1))).toThrow(
      'delta rule: state: H: [1000000,1000000] has 1000000000000',
    );
  });

  test('scores that are not numbers', async () => {
    const rule = given({ predict: ({ images }: { images: Tensor }) => tf.fill([images.shape[0], 3], Number.NaN) })();
    const state = tensorsOf(rule.update(SHAPE, 4).state, rule.initialState(SHAPE, new Random(1)));
    expect(() => rule.predict(SHAPE, state, examples(4), Int32Array.from([0, 1, 2, 3]))).toThrow(
      'delta rule: predict returns scores that are NaN; return numbers',
    );
  });
});
