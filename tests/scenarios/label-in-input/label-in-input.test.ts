import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import type { Role } from '../../../core/trace/trace.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { type LabelListener, withListener } from '../../../instrument/tensors/labels.ts';
import type { UpdateResult } from '../../../instrument/tensors/update-program.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import { labelInInputBp } from '../../../scenarios/label-in-input/bp.ts';
import { labelInInputFf } from '../../../scenarios/label-in-input/ff.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { ALGORITHMS } from '../../../scenarios/rule/algorithm.ts';
import { type Rule, tensorsOf } from '../../../scenarios/rule/rule.ts';
import { formulaImages } from '../../support/training/checkpoints.ts';

const SHAPE = { layers: [12, 6, 5], classes: 4 };
const EXAMPLES: Examples = { pixels: formulaImages(8, 12), labels: Uint8Array.of(1, 0, 3, 2, 1, 0, 3, 2) };
const ALL = Int32Array.from(EXAMPLES.labels.keys());

/** A program with the tensors it takes: the examples as batch, and an initial state. */
function prepared(rule: Rule, seed = 0) {
  const random = new Random(seed);
  const program = rule.update(SHAPE, EXAMPLES.labels.length);
  const state = tensorsOf(program.state, rule.initialState(SHAPE, random));
  const batch = tensorsOf(program.batch, rule.buildBatch(SHAPE, EXAMPLES, ALL, random));
  return { program, batch, state };
}

/** Images of 24 pixels, of 4 classes: 5 of the last 20 pixels are bright, which ones depends on the class; plus noise. */
function patterns(count: number, random: Random): Examples {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  const pixels = Float32Array.from({ length: count * 24 }, (_, index) => {
    const bright = Math.floor(((index % 24) - 4) / 5) === labels[Math.floor(index / 24)];
    return 0.3 * random.uniform() + (bright ? 0.6 : 0);
  });
  return { pixels, labels };
}

describe.each(COMPUTING_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(ALGORITHMS)('%s', (algorithm) => {
    const rule = labelInInput.algorithms[algorithm];

    test('returns the state it takes, shape by shape, and finite scalars to read', () => {
      const { program, batch, state } = prepared(rule);
      const result = program.update(batch, state, 1);
      expect(result.state.map((tensor) => tensor.shape)).toEqual(program.state.map((spec) => spec.shape));
      for (const [name, tensor] of Object.entries(result.read)) {
        expect(tensor.shape, name).toEqual([]);
        expect(Number.isFinite(tensor.dataSync()[0]), name).toBe(true);
      }
    });

    test('leaks no tensor', () => {
      const { program, batch, state: first } = prepared(rule);
      const before = tf.memory().numTensors;
      let state: readonly Tensor[] = first;
      for (let step = 1; step <= 5; step++) {
        const result = program.update(batch, state, step);
        tf.dispose([...state, ...Object.values(result.read)]);
        state = result.state;
      }
      rule.predict(SHAPE, state, EXAMPLES, ALL);
      expect(tf.memory().numTensors).toBe(before);
    });

    test('learns to tell noisy patterns apart', () => {
      const random = new Random(11);
      const shape = { layers: [24, 16, 16], classes: 4 };
      const [shown, unseen] = [patterns(32, random), patterns(64, random)];
      const program = rule.update(shape, 32);
      let state = tensorsOf(program.state, rule.initialState(shape, random)) as readonly Tensor[];
      const losses: number[] = [];
      for (let step = 1; step <= 300; step++) {
        const indices = random.permutation(32);
        const batch = tensorsOf(program.batch, rule.buildBatch(shape, shown, indices, random));
        const result = program.update(batch, state, step);
        const names = Object.keys(result.read).filter((name) => name.startsWith('loss'));
        losses.push(names.reduce((sum, name) => sum + result.read[name].dataSync()[0], 0));
        tf.dispose([...batch, ...state, ...Object.values(result.read)]);
        state = result.state;
      }
      const predicted = rule.predict(shape, state, unseen, Int32Array.from(unseen.labels.keys()));
      const hits = predicted.filter((label, index) => label === unseen.labels[index]).length;
      expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]);
      expect(hits / unseen.labels.length).toBeGreaterThan(0.8);
    });
  });

  test('the gradients of backprop are the central differences of its loss', () => {
    // A seed where no unit's input is within h of relu's kink.
    const { program, batch, state } = prepared(labelInInputBp, 1);
    const lossAt = (at: readonly Tensor[]): number => program.update(batch, at, 1).read.loss.dataSync()[0];
    const updated = program.update(batch, state, 1).state;
    const random = new Random(1);
    const h = 1e-2;
    program.state.forEach(({ name, role, shape }, index) => {
      if (role !== 'weights') return;
      // With m = 0 before, the first m is .1 g; mW and mb stand 2 and 3 places after W and b.
      const moment = Float32Array.from(updated[index + (name.startsWith('W') ? 2 : 3)].dataSync());
      const direction = Float32Array.from(moment, () => random.normal());
      const length = Math.hypot(...direction);
      const slope = moment.reduce((sum, m, entry) => sum + (m / 0.1) * (direction[entry] / length), 0);
      const moved = (distance: number): readonly Tensor[] => {
        const offset = tf.tensor(
          direction.map((x) => (x / length) * distance),
          [...shape],
        );
        return state.with(index, tf.add(state[index], offset));
      };
      const difference = (lossAt(moved(h)) - lossAt(moved(-h))) / (2 * h);
      expect(Math.abs(slope), name).toBeGreaterThan(1e-3);
      expect(Math.abs(difference - slope) / Math.abs(slope), name).toBeLessThan(1e-2);
    });
  });

  test('without the discarded re-forward an update gives the same state, in fewer kernels', () => {
    const { batch, state } = prepared(labelInInputFf);
    const run = (discardedReforward: boolean) => {
      const program = labelInInputFf.configured({ discardedReforward }).update(SHAPE, EXAMPLES.labels.length);
      expect(program.about.discardedReforward).toBe(discardedReforward);
      let values: number[][] = [];
      let kernels = 0;
      observeKernels(
        () => kernels++,
        () => {
          values = program.update(batch, state, 1).state.map((tensor) => [...tensor.dataSync()]);
        },
      );
      return { values, kernels };
    };
    const [with_, without] = [run(true), run(false)];
    expect(without.values).toEqual(with_.values);
    expect(with_.kernels - without.kernels).toBe(2 * (3 + 6));
  });
});

describe('labels', () => {
  beforeAll(() => useBackend('cpu'));

  test.each([
    [
      'ff',
      labelInInputFf,
      [
        'positive forward 0: 3',
        'negative forward 0: 3',
        'goodness and loss 0: 22',
        'gradient 0: 8',
        'optimiser 0: 26',
        're-forward 0: 6',
        'normalise 0: 12',
        'positive forward 1: 3',
        'negative forward 1: 3',
        'goodness and loss 1: 22',
        'gradient 1: 8',
        'optimiser 1: 26',
        're-forward 1: 6',
        'normalise 1: 12',
      ],
      ['loss0', 'positiveGoodness0', 'negativeGoodness0', 'loss1', 'positiveGoodness1', 'negativeGoodness1'],
    ],
    [
      'bp',
      labelInInputBp,
      [
        'forward 0: 3',
        'forward 1: 3',
        'forward 2: 2',
        'goodness and loss -: 6',
        'backward 2: 7',
        'backward 1: 5',
        'backward 0: 2',
        'optimiser 0: 26',
        'optimiser 1: 26',
        'optimiser 2: 26',
      ],
      ['loss'],
    ],
  ])('%s: every kernel stands in a phase and its layer, weights have their role, losses are read', (...row) => {
    const [, rule, wanted, read] = row;
    const { program, batch, state } = prepared(rule);
    const listener = new RecordingListener();
    const counts = new Map<string, number>();
    const result = withListener(listener, () => {
      let updated: UpdateResult | undefined;
      observeKernels(
        () => counts.set(listener.label(), (counts.get(listener.label()) ?? 0) + 1),
        () => {
          updated = program.update(batch, state, 1);
        },
      );
      return updated as UpdateResult;
    });
    expect([...counts].map(([label, count]) => `${label}: ${count}`)).toEqual(wanted);
    const isWeights = program.state.map((spec) => spec.role === 'weights');
    expect(result.state.map((tensor) => listener.roles.get(tensor.dataId) === 'weights')).toEqual(isWeights);
    expect(Object.keys(result.read)).toEqual(read);
    expect(Object.values(result.read).map((tensor) => tensor.dataId)).toEqual(listener.hostReads);
  });
});

class RecordingListener implements LabelListener {
  readonly roles = new Map<object, Role>();
  readonly hostReads: object[] = [];
  private readonly phases: string[] = [];
  private readonly layers: number[] = [];

  label(): string {
    return `${this.phases.at(-1) ?? 'unlabelled'} ${this.layers.at(-1) ?? '-'}`;
  }
  enterPhase(name: string): void {
    this.phases.push(name);
  }
  leavePhase(): void {
    this.phases.pop();
  }
  enterLayer(index: number): void {
    this.layers.push(index);
  }
  leaveLayer(): void {
    this.layers.pop();
  }
  enterIteration(index: number): void {
    throw new Error(`no iterations here, got ${index}`);
  }
  leaveIteration(): void {}
  setRole(role: Role, tensor: Tensor): void {
    this.roles.set(tensor.dataId, role);
  }
  hostRead(tensor: Tensor): void {
    this.hostReads.push(tensor.dataId);
  }
}

describe('facts', () => {
  test.each([
    ['ff', labelInInputFf, 128, {}, 493_056_000, 643_000],
    ['ff without the discarded re-forward', labelInInputFf, 128, { discardedReforward: false }, 429_056_000, 643_000],
    ['bp', labelInInputBp, 128, {}, 198_272_000, 648_010],
  ])('%s: multiply-adds and parameters of the documented shape', (_, documented, batch, options, macs, parameters) => {
    const shape = labelInInput.defaultShape;
    const rule = documented.configured(options);
    expect(rule.macsPerUpdate(shape, batch)).toBe(macs);
    expect(rule.parameters(shape)).toBe(parameters);
    const weights = rule.update(shape, batch).state.filter((spec) => spec.role === 'weights');
    const sizes = weights.map((spec) => spec.shape.reduce((size, extent) => size * extent, 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(parameters);
  });

  test.each([
    [{ layers: [784], classes: 10 }, 128, 'layers must be at least two positive integers, got 784'],
    [{ layers: [784, 0], classes: 10 }, 128, 'layers must be at least two positive integers, got 784,0'],
    [{ layers: [784, 1.5], classes: 10 }, 128, 'layers must be at least two positive integers, got 784,1.5'],
    [{ layers: [784, 500], classes: 10 }, 0, 'the batch size must be a positive integer, got 0'],
  ])('%j at batch %d is refused', (shape, batch, message) => {
    for (const algorithm of ALGORITHMS) {
      const update = () => labelInInput.algorithms[algorithm].update(shape, batch);
      expect(update).toThrow(InputError);
      expect(update).toThrow(message);
    }
  });

  test('a label that does not fit into the image is refused', () => {
    expect(() => labelInInputFf.update({ layers: [9, 4], classes: 10 }, 1)).toThrow(
      'label-in-input ff: the input must have room for 10 labels, got 9 pixels',
    );
  });
});

describe('batches', () => {
  const random = () => new Random(3);

  test('ff: the label replaces the first pixels, a wrong one in the negatives, and nothing else', () => {
    const [positives, negatives] = labelInInputFf.buildBatch(SHAPE, EXAMPLES, ALL, random());
    ALL.forEach((row) => {
      const positive = [...positives.subarray(row * 12, row * 12 + 12)];
      const negative = [...negatives.subarray(row * 12, row * 12 + 12)];
      const image = [...EXAMPLES.pixels.subarray(row * 12 + 4, row * 12 + 12)];
      expect(positive.slice(4)).toEqual(image);
      expect(negative.slice(4)).toEqual(image);
      expect(
        positive.slice(0, 4).map((pixel, index) => pixel === (index === EXAMPLES.labels[row] ? 1 : 0)),
      ).not.toContain(false);
      expect([...negative.slice(0, 4)].sort()).toEqual([0, 0, 0, 1]);
      expect(negative[EXAMPLES.labels[row]]).toBe(0);
    });
  });

  test('bp: raw images and one-hot labels, in the order of the indices', () => {
    const [images, labels] = labelInInputBp.buildBatch(SHAPE, EXAMPLES, Int32Array.of(2, 0), random());
    expect([...images]).toEqual([...EXAMPLES.pixels.subarray(24, 36), ...EXAMPLES.pixels.subarray(0, 12)]);
    expect([...labels]).toEqual([0, 0, 0, 1, 0, 1, 0, 0]);
  });

  test.each(ALGORITHMS)('%s: images of another size, and examples that do not exist, are refused', (algorithm) => {
    const { buildBatch } = labelInInput.algorithms[algorithm];
    const wider = { layers: [13, 4], classes: 4 };
    expect(() => buildBatch(wider, EXAMPLES, ALL, random())).toThrow('8 images of 13 pixels must have 104, got 96');
    expect(() => buildBatch(SHAPE, EXAMPLES, Int32Array.of(8), random())).toThrow('index must be in 0..7, got 8');
  });
});

/** Runs `run` and calls `onKernel` for each kernel that it starts on the current backend. */
function observeKernels(onKernel: () => void, run: () => void): void {
  const backend = tf.getBackend();
  const stock = tf.getKernelsForBackend(backend);
  const replace = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel(kernel.kernelName, backend);
    tf.registerKernel(kernel);
  };
  for (const kernel of stock) {
    replace({
      ...kernel,
      kernelFunc: (call) => {
        onKernel();
        return kernel.kernelFunc(call);
      },
    });
  }
  try {
    run();
  } finally {
    stock.forEach(replace);
  }
}
