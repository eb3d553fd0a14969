import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { sizeOf } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import { centredPixels, withLabelBlock } from '../../../scenarios/locally-connected/batch.ts';
import { locallyConnectedBp } from '../../../scenarios/locally-connected/bp.ts';
import { locallyConnectedFf } from '../../../scenarios/locally-connected/ff.ts';
import { localLayers } from '../../../scenarios/locally-connected/layers.ts';
import { fromPatches, patchTable, toPatches } from '../../../scenarios/locally-connected/patches.ts';
import { locallyConnected } from '../../../scenarios/locally-connected/scenario.ts';
import { ALGORITHMS } from '../../../scenarios/rule/algorithm.ts';
import { configuredRule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import {
  callsByLabel,
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  expectSameLabels,
  preparedUpdate,
  tracedMacs,
  trained,
} from '../../support/training/rule-checks.ts';

/** 7 x 7 images, windows of 3 and then 2: 5 x 5 x 2 and 4 x 4 x 3 units. */
const SHAPE = { layers: [147, 50, 48], receptiveFields: [3, 2], classes: 4 };
const EXAMPLES: Examples = patterns(8, new Random(5));
const ALL = Int32Array.from(EXAMPLES.labels.keys());

/** 7 x 7 colour images of 4 classes: the lower rows are brighter in a quarter that the class chooses; plus noise. */
function patterns(count: number, random: Random): Examples {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  const pixels = Float32Array.from({ length: count * 147 }, (_, at) => {
    const place = Math.floor(at / 3) % 49;
    const [row, column] = [Math.floor(place / 7), place % 7];
    const bright = row > 2 && (row > 4 ? 2 : 0) + (column > 3 ? 1 : 0) === labels[Math.floor(at / 147)];
    return 0.3 * random.uniform() + (bright ? 0.6 : 0.1);
  });
  return { pixels, labels };
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(ALGORITHMS)('%s', (algorithm) => {
    const rule = locallyConnected.algorithms[algorithm];

    test.each([SHAPE, { ...SHAPE, layers: [147, 50], receptiveFields: [3] }])(
      'returns the state it takes: %j',
      (shape) => {
        expectPromisedShapes(preparedUpdate(rule, shape, EXAMPLES));
      },
    );

    test('leaks no tensor', () => {
      expectNoLeak(rule, SHAPE, EXAMPLES);
    });

    test('learns to tell noisy patterns apart', () => {
      const random = new Random(11);
      const { firstLoss, lastLoss, accuracy } = trained(
        rule,
        SHAPE,
        patterns(32, random),
        patterns(64, random),
        60,
        32,
      );
      expect(lastLoss).toBeLessThan(0.8 * firstLoss);
      expect(accuracy).toBeGreaterThan(0.7);
    });
  });

  test('the gradients through patches are the central differences of the loss', () => {
    // A seed where no unit comes within h of relu's kink.
    const two = { pixels: EXAMPLES.pixels.slice(0, 2 * 147), labels: EXAMPLES.labels.slice(0, 2) };
    expectCentralDifferences(preparedUpdate(locallyConnectedBp, SHAPE, two, 8));
  });

  test('patches are the windows of an image, and go back to where they came from', () => {
    const geometry = { side: 4, channels: 2, field: 3 };
    const table = patchTable(geometry);
    const images = tf.tensor2d(
      Float32Array.from({ length: 64 }, (_, at) => at),
      [2, 32],
    );
    const patches = toPatches(images, table, geometry);
    expect(patches.shape).toEqual([4, 18, 2]);
    const values = patches.arraySync() as number[][][];
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      for (const [a, c, channel] of [
        [0, 0, 0],
        [0, 2, 1],
        [2, 1, 0],
      ]) {
        const unit = ((i + a) * 4 + j + c) * 2 + channel;
        expect(values[i * 2 + j][(a * 3 + c) * 2 + channel]).toEqual([unit, 32 + unit]);
      }
    }
    // <toPatches x, y> = <x, fromPatches y>
    const other = tf.randomUniform([4, 18, 2], -1, 1, 'float32', 3);
    const one = tf.sum(tf.mul(patches, other)).dataSync()[0];
    const two = tf.sum(tf.mul(tf.transpose(images), fromPatches(other, table, geometry))).dataSync()[0];
    expect(Math.abs(one - two)).toBeLessThan(1e-3 * Math.abs(one));
  });
});

describe('options', () => {
  beforeAll(() => useBackend('wasm'));

  test.each([{ hardNegatives: true }, { score: 'mean squares', scoredLayers: 'all layers' }] as RuleOptions[])(
    'learns with %j',
    (options) => {
      const random = new Random(11);
      const rule = configuredRule('locally-connected ff', locallyConnectedFf, options);
      expect(trained(rule, SHAPE, patterns(32, random), patterns(64, random), 60, 32).accuracy).toBeGreaterThan(0.6);
    },
  );

  test('without the discarded re-forward an update gives the same state', () => {
    const { program, batch, state } = preparedUpdate(locallyConnectedFf, SHAPE, EXAMPLES);
    const shorter = locallyConnectedFf.configured({ discardedReforward: false }).update(SHAPE, 8);
    expect([program, shorter].map(({ about }) => about.discardedReforward)).toEqual([true, false]);
    const [whole, short] = [program, shorter].map((each) =>
      each.update(batch, state, 1).state.map((tensor) => [...tensor.dataSync()]),
    );
    expect(short).toEqual(whole);
  });

  test('the learning rate and the threshold reach the update and what it says of itself', () => {
    const changed = { learningRate: 0.02, goodnessThreshold: 1.5 };
    const rule = configuredRule('locally-connected ff', locallyConnectedFf, changed);
    expect(rule.learningRate).toBe(0.02);
    const { program, batch, state } = preparedUpdate(rule, SHAPE, EXAMPLES);
    expect(program.about).toMatchObject(changed);
    const documented = preparedUpdate(locallyConnectedFf, SHAPE, EXAMPLES).program.update(batch, state, 1);
    const moved = program.update(batch, state, 1);
    // The first step of Adam moves a weight by the rate, and a lower threshold makes the positives' loss less.
    const largestMove = (after: Tensor) => tf.max(tf.abs(tf.sub(after, state[0]))).dataSync()[0];
    expect(largestMove(documented.state[0])).toBeCloseTo(0.01, 5);
    expect(largestMove(moved.state[0])).toBeCloseTo(0.02, 5);
    expect(moved.read.loss0.dataSync()[0]).toBeLessThan(documented.read.loss0.dataSync()[0]);
  });

  test('every mode of prediction is there, the documented one as the default', () => {
    const random = new Random(3);
    const state = tensorsOf(locallyConnectedFf.update(SHAPE, 8).state, locallyConnectedFf.initialState(SHAPE, random));
    const modes = locallyConnectedFf.predictByMode?.(SHAPE, state, EXAMPLES, ALL) ?? {};
    expect(Object.keys(modes)).toEqual([
      'mean activity, all layers',
      'mean activity, all but the first',
      'mean activity, layer 0',
      'mean activity, layer 1',
      'mean squares, all layers',
      'mean squares, all but the first',
      'mean squares, layer 0',
      'mean squares, layer 1',
    ]);
    expect(modes['mean activity, all but the first']).toEqual(locallyConnectedFf.predict(SHAPE, state, EXAMPLES, ALL));
  });
});

describe('prediction', () => {
  beforeAll(() => useBackend('wasm'));

  test('the program that is traced gives the labels of the one that is not', () => {
    const examples = patterns(40, new Random(4));
    const pixels = centredPixels(examples, Int32Array.from(examples.labels.keys()), 147);
    const candidates = [0, 1, 2, 3].map((label) => withLabelBlock(pixels, new Uint8Array(40).fill(label), 4));
    expectSameLabels(locallyConnectedFf, SHAPE, examples, candidates);
    expectSameLabels(locallyConnectedBp, SHAPE, examples, [pixels]);
  });
});

describe('traced', () => {
  beforeAll(() => useBackend('cpu'));

  test('every read has its phase and layer, whatever the rule', () => {
    const [ff, bp] = ALGORITHMS.map((algorithm) =>
      callsByLabel(traceUpdate(locallyConnected.algorithms[algorithm].update(SHAPE, 4))),
    );
    const ofLayer = (layer: number): string[] => [
      `positive forward ${layer}: 5`,
      `negative forward ${layer}: 5`,
      `goodness and loss ${layer}: 27`,
      `gradient ${layer}: 10`,
      `optimiser ${layer}: 26`,
      `re-forward ${layer}: 6`,
      `normalise ${layer}: 14`,
    ];
    expect(ff).toEqual([...ofLayer(0), ...ofLayer(1)]);
    expect(bp).toEqual([
      'forward 0: 6',
      'forward 1: 6',
      'forward 2: 2',
      'goodness and loss -: 11',
      'backward 2: 7',
      'backward 1: 8',
      'backward 0: 5',
      'optimiser 0: 26',
      'optimiser 1: 26',
      'optimiser 2: 26',
    ]);
  });

  test('predictions are traced, and the labels read', () => {
    for (const rule of [locallyConnectedFf, locallyConnectedBp]) {
      const program = rule.predictProgram?.(SHAPE, 3);
      if (program === undefined) throw new Error('no program of prediction');
      const { measurement } = measureUpdate(program, { engine: 'element', granularity: 'scalar' });
      expect(measurement.phases.map(({ phase }) => phase)).toEqual(['predict']);
      expect(measurement.kernels.find(({ kernel }) => kernel === 'HostRead')?.reads).toBe(3);
    }
  });

  const { defaultShape: shape, defaultBatch: batch } = locallyConnected;

  test.each([
    ['ff', locallyConnectedFf, 19_239_360],
    ['bp', locallyConnectedBp, 1_949_856],
  ])('%s: multiply-adds of a prediction, an image', (_, rule, macs) => {
    const program = rule.predictProgram?.(shape, 2);
    if (program === undefined) throw new Error('no program of prediction');
    expect(tracedMacs(traceUpdate(program))).toBe(2 * macs);
  });

  test.each([
    ['ff', locallyConnectedFf, {}, 738_791_424, 1_930_400],
    ['ff without the discarded re-forward', locallyConnectedFf, { discardedReforward: false }, 672_436_224, 1_930_400],
    ['bp', locallyConnectedBp, {}, 284_418_048, 1_956_330],
  ])(
    '%s: multiply-adds and parameters of the documented shape, counted and traced',
    (_, documented, options, macs, parameters) => {
      const rule = documented.configured(options);
      expect(rule.macsPerUpdate(shape, batch)).toBe(macs);
      expect(rule.parameters(shape)).toBe(parameters);
      const program = rule.update(shape, batch);
      const weights = program.state.filter((spec) => spec.role === 'weights');
      expect(weights.reduce((sum, spec) => sum + sizeOf(spec.shape), 0)).toBe(parameters);
      const trace = traceUpdate(program);
      expect(tracedMacs(trace)).toBe(macs);
      // The windows are loops: no table is stored.
      expect(trace.tables).toEqual([]);
      expect(JSON.stringify(trace).length).toBeLessThan(100_000);
    },
  );
});

describe('facts', () => {
  test.each([
    [{ layers: [147, 50, 48], classes: 4 }, 'there must be a receptive field for each of 2 layers, got none'],
    [{ ...SHAPE, layers: [146, 50, 48] }, 'the input must be a square image of 3 channels, got 146'],
    [{ ...SHAPE, receptiveFields: [8, 2] }, 'a receptive field must be an integer in 1..7, got 8'],
    [{ ...SHAPE, layers: [147, 51, 48] }, 'layer 0 has 5 x 5 windows, which 51 units do not fit'],
    [{ ...SHAPE, layers: [147] }, 'layers must be at least two positive integers, got 147'],
  ])('%j is refused', (shape, message) => {
    for (const algorithm of ALGORITHMS) {
      const update = () => locallyConnected.algorithms[algorithm].update(shape, 4);
      expect(update).toThrow(InputError);
      expect(update).toThrow(message);
    }
  });

  test('a label that does not fit into the image, and an empty batch, are refused', () => {
    expect(() => locallyConnectedFf.update({ ...SHAPE, classes: 8 }, 4)).toThrow(
      'locally-connected ff: the image must have room for 3 rows of 8 labels, got 7 x 7',
    );
    expect(() => locallyConnectedBp.update({ ...SHAPE, classes: 8 }, 0)).toThrow(
      'locally-connected bp: the batch size must be a positive integer, got 0',
    );
  });

  test('the documented shape is 22 x 22 x 8 and 18 x 18 x 8', () => {
    const layers = localLayers('test', locallyConnected.defaultShape);
    expect(layers.map(({ windows, units }) => [windows, units])).toEqual([
      [22, 8],
      [18, 8],
    ]);
  });
});

describe('batches', () => {
  test('pixels are less the mean of their channel', () => {
    const centred = centredPixels(EXAMPLES, Int32Array.of(3), 147);
    [0.4914, 0.4822, 0.4465].forEach((mean, channel) => {
      for (let at = channel; at < 147; at += 3) {
        expect(centred[at]).toBeCloseTo(EXAMPLES.pixels[3 * 147 + at] - mean, 6);
      }
    });
  });

  test('the label block is -1 and 1 over three rows, a column a label, all channels', () => {
    const pixels = new Float32Array(2 * 147).fill(0.25);
    const labelled = withLabelBlock(pixels, Uint8Array.of(2, 0), 4);
    labelled.forEach((value, at) => {
      const place = Math.floor((at % 147) / 3);
      const [row, column] = [Math.floor(place / 7), place % 7];
      const label = at < 147 ? 2 : 0;
      expect(value).toBe(row > 2 || column > 3 ? 0.25 : column === label ? 1 : -1);
    });
    expect(pixels.every((value) => value === 0.25)).toBe(true);
  });

  test('ff: the same images, the true label in the positives and a wrong one in the negatives', () => {
    const [positives, negatives] = locallyConnectedFf.buildBatch(SHAPE, EXAMPLES, ALL, new Random(3));
    const centred = centredPixels(EXAMPLES, ALL, 147);
    expect(positives).toEqual(withLabelBlock(centred, EXAMPLES.labels, 4));
    EXAMPLES.labels.forEach((label, image) => {
      const marks = [0, 1, 2, 3].map((column) => negatives[147 * image + 3 * column]);
      expect([...marks].sort((a, b) => a - b)).toEqual([-1, -1, -1, 1]);
      expect(marks[label]).toBe(-1);
      for (let unit = 3 * 7 * 3; unit < 147; unit++) {
        expect(negatives[147 * image + unit]).toBe(positives[147 * image + unit]);
      }
    });
  });

  test('bp: the centred images and one-hot labels', () => {
    const [images, labels] = locallyConnectedBp.buildBatch(SHAPE, EXAMPLES, Int32Array.of(2, 0), new Random(3));
    expect(images).toEqual(centredPixels(EXAMPLES, Int32Array.of(2, 0), 147));
    expect([...labels]).toEqual([0, 0, 1, 0, 1, 0, 0, 0]);
  });
});
