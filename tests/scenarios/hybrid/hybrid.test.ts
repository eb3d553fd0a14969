import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import { hybrid } from '../../../scenarios/hybrid/scenario.ts';
import { HYBRID_OPTIONS } from '../../../scenarios/hybrid/settings.ts';
import { headProgram } from '../../../scenarios/hybrid/softmax-head.ts';
import { measureReadout } from '../../../scenarios/measure-readout.ts';
import { ALGORITHMS } from '../../../scenarios/rule/algorithm.ts';
import { configuredRule, type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import { type RuleOptions, settingsOf } from '../../../scenarios/rule/rule-option.ts';
import { formulaImages } from '../../support/training/checkpoints.ts';
import { plainLayersOf, plainUpdate } from '../../support/training/plain-ff.ts';
import {
  callsByLabel,
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  preparedUpdate,
  tracedMacs,
  trained,
} from '../../support/training/rule-checks.ts';

const { ff, bp } = hybrid.algorithms;
const SHAPE = { layers: [16, 6, 5, 7, 5], classes: 4 };
const EXAMPLES: Examples = { pixels: formulaImages(8, 16), labels: Uint8Array.of(1, 0, 3, 2, 1, 0, 3, 2) };
const ALL = Int32Array.from(EXAMPLES.labels.keys());
const with_ = (options: RuleOptions): Rule => configuredRule('hybrid ff', ff, options);

/** Images of 8 x 8 pixels with a bright bar across, where and which way depends on the class, of 4; plus noise. */
function bars(count: number, random: Random): Examples {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  const pixels = Float32Array.from({ length: count * 64 }, (_, index) => {
    const label = labels[Math.floor(index / 64)];
    const along = label < 2 ? Math.floor((index % 64) / 8) : index % 8;
    return 0.2 * random.uniform() + (Math.floor(along / 4) === label % 2 ? 0.7 : 0);
  });
  return { pixels, labels };
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([
    ['ff', ff],
    ['ff with peer normalisation', with_({ peerNormalisation: true })],
    ['bp', bp],
  ])('%s: returns the state it takes, reads scalars, leaks nothing', (_, rule) => {
    expectPromisedShapes(preparedUpdate(rule, SHAPE, EXAMPLES));
    expectNoLeak(rule, SHAPE, EXAMPLES);
  });

  test('the gradients of backprop are the central differences of its loss', () => {
    // A seed where no unit's input is within h of relu's kink.
    expectCentralDifferences(preparedUpdate(bp, SHAPE, EXAMPLES, 0));
  });

  test.each(ALGORITHMS)('%s learns to tell bars apart', (algorithm) => {
    const random = new Random(5);
    const shape = { layers: [64, 24, 24], classes: 4 };
    const [shown, unseen] = [bars(64, random), bars(64, random)];
    const { firstLoss, lastLoss, accuracy } = trained(hybrid.algorithms[algorithm], shape, shown, unseen, 150, 32);
    expect(lastLoss).toBeLessThan(0.8 * firstLoss);
    expect(accuracy).toBeGreaterThan(0.9);
  });

  test.each([
    { goodness: 'sum', goodnessThreshold: 3 },
    { normalise: false },
    { peerNormalisation: true },
  ] as RuleOptions[])('ff with %j equals plain numbers over three updates', (options) => {
    const rule = with_(options);
    const { goodness, goodnessThreshold, normalise, peerNormalisation } = settingsOf(HYBRID_OPTIONS, options);
    const { program, batch, state: first } = preparedUpdate(rule, SHAPE, EXAMPLES);
    const plain = plainLayersOf(
      first.map((tensor) => tensor.dataSync()),
      SHAPE.layers,
    );
    const unit = (row: number[]) => {
      const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 1e-8));
      return row.map((x) => x / length);
    };
    const rows = batch.map((tensor) => (tensor.arraySync() as number[][]).map(unit));
    const peerMeans = SHAPE.layers.slice(1).map((units) => new Array<number>(units).fill(0.5));
    const peerTerm = (layer: number, h: number[][]) => {
      const mean = peerMeans[layer];
      mean.forEach((old, j) => {
        mean[j] = 0.9 * old + (0.1 * h.reduce((sum, row) => sum + row[j], 0)) / h.length;
      });
      const overall = mean.reduce((sum, r) => sum + r, 0) / mean.length;
      return mean.map((r) => ((0.03 * 2 * 0.1) / (mean.length * h.length)) * (r - overall));
    };
    let state: readonly Tensor[] = first;
    for (let step = 1; step <= 3; step++) {
      const losses = plainUpdate(plain, rows[0], rows[1], step, {
        learningRate: 0.03,
        threshold: goodnessThreshold,
        lossClip: 50,
        squares: goodness,
        normalize: normalise ? unit : (row) => row,
        ...(peerNormalisation ? { positiveTerm: peerTerm } : {}),
      });
      const result = program.update(batch, state, step);
      state = result.state;
      losses.forEach((loss, index) => {
        expect(result.read[`loss${index}`].dataSync()[0] / loss).toBeCloseTo(1, 3);
        const W = state[6 * index].dataSync();
        plain[index].W.flat().forEach((weight, entry) => {
          expect(Math.abs(W[entry] - weight)).toBeLessThan(0.01 * 0.03 * step);
        });
      });
    }
    if (options.peerNormalisation) {
      peerMeans.forEach((mean, index) => {
        const actual = state[24 + index].dataSync();
        mean.forEach((r, unitIndex) => {
          expect(Math.abs(actual[unitIndex] - r)).toBeLessThan(1e-4);
        });
      });
    }
  });

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
  test('every kernel stands in its phase and layer', () => {
    const trace = traceUpdate(ff.update({ layers: [16, 6, 5], classes: 4 }, 3));
    const perLayer = (layer: number) => [
      `positive forward ${layer}: 3`,
      `negative forward ${layer}: 3`,
      // The loss of 22 kernels and 3 it is read by, its two clips; the accuracy of 8, and 1.
      `goodness and loss ${layer}: 36`,
      `gradient ${layer}: 10`,
      `optimiser ${layer}: 26`,
      `re-forward ${layer}: 6`,
    ];
    const counts = callsByLabel(trace);
    expect(counts.sort()).toEqual(['normalise 0: 20', 'normalise 1: 10', ...perLayer(0), ...perLayer(1)].sort());
  });

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
  const { defaultShape: shape, defaultBatch: batch } = hybrid;

  test.each([
    ['ff', ff, {}, 2_270_400_000, 3_788_000],
    ['ff without the discarded re-forward', ff, { discardedReforward: false }, 2_070_400_000, 3_788_000],
    ['bp', bp, {}, 1_059_800_000, 3_798_010],
  ])(
    '%s: multiply-adds and parameters of the documented shape, counted and traced',
    (_, documented, options, macs, parameters) => {
      const rule = documented.configured(options);
      expect(rule.macsPerUpdate(shape, batch)).toBe(macs);
      expect(rule.parameters(shape)).toBe(parameters);
      expect(tracedMacs(traceUpdate(rule.update(shape, batch)))).toBe(macs);
    },
  );

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

  test.each([
    [{ maskBlurs: 14 }, 'the number of mask blurs must be an integer in 0..13, got 14'],
    [{ maskBlurs: 0.5 }, 'the number of mask blurs must be an integer in 0..13, got 0.5'],
    [{ readoutLayers: 0 }, 'the number of readout layers must be an integer in 1..1000, got 0'],
    [{ readoutImages: 0 }, 'the number of readout images must be an integer in'],
    [{ readoutEpochs: -1 }, 'the number of readout epochs must be an integer in'],
    [{ goodnessThreshold: 0 }, 'the threshold must be a positive number, got 0'],
    [{ hardNegatives: true }, 'hybrid ff: has no option hardNegatives'],
  ] as [RuleOptions, string][])('%j is refused', (options, message) => {
    expect(() => with_(options)).toThrow(InputError);
    expect(() => with_(options)).toThrow(message);
  });

  test('the options are part of what a program says of itself', () => {
    const options = {
      goodness: 'sum',
      goodnessThreshold: 3,
      normalise: false,
      peerNormalisation: true,
      maskBlurs: 4,
    } as const;
    expect(with_(options).update(SHAPE, 4).about).toMatchObject(options);
    expect(ff.update(SHAPE, 4).about).toMatchObject({
      goodness: 'mean',
      goodnessThreshold: 2,
      normalise: true,
      peerNormalisation: false,
      maskBlurs: 6,
    });
  });
});

describe('batches', () => {
  test('ff: raw images, and hybrids of the images in the two further orders', () => {
    const others = [Int32Array.of(2, 3), Int32Array.of(4, 5)];
    const [positives, negatives] = ff.buildBatch(SHAPE, EXAMPLES, Int32Array.of(7, 0), new Random(0), {
      state: [],
      others,
    });
    expect([...positives]).toEqual([...EXAMPLES.pixels.subarray(112, 128), ...EXAMPLES.pixels.subarray(0, 16)]);
    negatives.forEach((value, index) => {
      const row = Math.floor(index / 16);
      const choices = others.map((order) => EXAMPLES.pixels[16 * order[row] + (index % 16)]);
      expect(choices).toContain(value);
    });
  });

  test('without the orders, and predictions without images to fit the readout to, are refused', () => {
    expect(() => ff.buildBatch(SHAPE, EXAMPLES, ALL, new Random(0))).toThrow(
      'a batch needs two further orders, got none',
    );
    expect(() => ff.predict(SHAPE, [], EXAMPLES, ALL)).toThrow('needs images to fit its readout to, got none');
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
