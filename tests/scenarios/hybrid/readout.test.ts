import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { hybrid } from '../../../scenarios/hybrid/scenario.ts';
import { headProgram } from '../../../scenarios/hybrid/softmax-head.ts';
import { measureReadout } from '../../../scenarios/measure-readout.ts';
import { configuredRule, type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import { preparedUpdate, tracedMacs } from '../../support/training/rule-checks.ts';
import { ALL, EXAMPLES, SHAPE } from './small-images.ts';

const { ff, bp } = hybrid.rules;
const with_ = (options: RuleOptions): Rule => configuredRule('hybrid ff', ff, options);

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('a prediction of one program is that of features, head and argmax one after the other', () => {
    const rule = with_({ readoutEpochs: 400, readoutLayers: 2 });
    const { state } = preparedUpdate(rule, SHAPE, EXAMPLES);
    const learned = { examples: EXAMPLES, indices: ALL };
    const predicted = rule.predict(SHAPE, state, EXAMPLES, ALL, learned);
    expect(rule.predict(SHAPE, state, EXAMPLES, ALL, learned)).toEqual(predicted);
    expect(new Set(predicted).size).toBeGreaterThan(2);

    const [extraction, head] = rule.readoutPrograms?.(SHAPE, 8) ?? [];
    const weights = state.filter((_, index) => index % 6 < 2);
    const { read } = extraction.program.update([tf.tensor(EXAMPLES.pixels, [8, 16])], weights, 1);
    const features = tf.concat(Object.values(read), 1);
    const random = new Random(1);
    let headState: readonly Tensor[] = tensorsOf(head.program.state, [
      Float32Array.from({ length: 12 * 4 }, () => 0.01 * random.normal()),
      new Float32Array(4),
    ]);
    for (let update = 0; update < head.times; update++) {
      const order = random.permutation(8);
      const labels = tf.tensor2d(
        Array.from(order, (index) => [0, 1, 2, 3].map((each) => Number(each === EXAMPLES.labels[index]))),
      );
      headState = head.program.update([tf.gather(features, order), labels], headState, 1).state;
    }
    const program = rule.predictProgram?.(SHAPE, 8);
    const { labels } = program?.update([tf.tensor(EXAMPLES.pixels, [8, 16])], [...weights, ...headState], 1).read ?? {};
    expect([...labels.dataSync()]).toEqual([...predicted]);
  });
});

test('the head draws its weights to 0 by 1e-4 of the rate of .05, its biases not', async () => {
  await useBackend('cpu');
  const program = headProgram('hybrid ff', 3, 4, 2);
  const everyLabel = tf.fill([2, 4], 0.25);
  const { state } = program.update([tf.zeros([2, 3]), everyLabel], [tf.ones([3, 4]), tf.ones([4])], 1);
  for (const weight of state[0].dataSync()) expect((1 - weight) / (0.05 * 1e-4)).toBeCloseTo(1, 1);
  expect([...state[1].dataSync()]).toEqual([1, 1, 1, 1]);
});

describe('labels', () => {
  test('the readout and the prediction have phases of their own; the host reads every feature', () => {
    const programs = ff.readoutPrograms?.(SHAPE, 300) ?? [];
    const measured = programs.map(({ program }) =>
      measureUpdate(program, { engine: 'element', granularity: 'scalar' }),
    );
    const phases = measured.map(({ measurement }) => measurement.phases.map(({ phase }) => phase));
    const head = ['head forward', 'head loss', 'head gradient', 'head optimiser', 'epilogue'];
    expect(phases.map((names) => names.filter((name) => name !== 'epilogue'))).toEqual([
      ['features'],
      ...[0, 1].map(() => head.slice(0, 4)),
    ]);
    const hostReads = measured[0].measurement.kernels.find(({ kernel }) => kernel === 'HostRead')?.reads;
    expect(hostReads).toBe(100 * (5 + 7 + 5));
    const prediction = ff.predictProgram?.(SHAPE, 3);
    if (prediction === undefined) throw new Error('no program of prediction');
    const { measurement } = measureUpdate(prediction, { engine: 'element', granularity: 'scalar' });
    expect(measurement.phases.map(({ phase }) => phase)).toEqual(['predict']);
  });
});

describe('facts', () => {
  const { defaultShape: shape } = hybrid;

  test('readout and prediction of the documented shape: 15 360 000 multiply-adds a head update, 3 814 000 an image', () => {
    const documented = with_({ readoutImages: 60_000, readoutEpochs: 50 }).readoutPrograms?.(shape, 60_000) ?? [];
    const rows = documented.map(({ program, times }) => [program.name, program.about.batch, times]);
    expect(rows).toEqual([
      ['hybrid ff features', 100, 600],
      ['hybrid ff head', 256, 50 * 234],
      ['hybrid ff head', 96, 50],
    ]);
    expect(tracedMacs(traceUpdate(documented[0].program))).toBe(100 * 3_784_000);
    expect(tracedMacs(traceUpdate(documented[1].program))).toBe(15_360_000);
    const prediction = ff.predictProgram?.(shape, 10);
    if (prediction === undefined) throw new Error('no program of prediction');
    expect(tracedMacs(traceUpdate(prediction))).toBe(10 * 3_814_000);
  });

  test.each([
    [
      250,
      [
        [100, 2],
        [50, 1],
        [250, 50],
      ],
    ],
    [
      100_000,
      [
        [100, 102],
        [40, 1],
        [256, 2000],
      ],
    ],
  ])('of %d images the readout uses 10240 at most, 50 times', (images, wanted) => {
    const programs = ff.readoutPrograms?.(SHAPE, images) ?? [];
    expect(programs.map(({ program, times }) => [program.about.batch, times])).toEqual(wanted);
    const heads = programs.filter(({ program }) => program.about.work === 'head update');
    expect(ff.readoutUpdates?.(images)).toBe(heads.reduce((sum, { times }) => sum + times, 0));
  });
});

test('the cost of a readout is that of its programs, each as often as it runs', () => {
  const options = { engine: 'element', granularity: 'register' } as const;
  const rule = with_({ readoutEpochs: 3 });
  const readout = measureReadout(rule, SHAPE, 130, options);
  const [whole, rest, head] = (rule.readoutPrograms?.(SHAPE, 130) ?? []).map(
    ({ program }) => measureUpdate(program, options).measurement,
  );
  expect(readout?.parts.map(({ times }) => times)).toEqual([1, 1, 3]);
  const wanted = BigInt(whole.cost.cold[4]) + BigInt(rest.cost.cold[4]) + 3n * BigInt(head.cost.cold[4]);
  expect(readout?.cost[4]).toBe(wanted);
  expect(readout?.macs).toBe(BigInt(130 * (16 * 6 + 6 * 5 + 5 * 7 + 7 * 5) + 3 * 2 * 130 * 17 * 4));
  expect(measureReadout(bp, SHAPE, 130, options)).toBeNull();
});
