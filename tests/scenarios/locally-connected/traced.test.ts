import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { sizeOf } from '../../../instrument/kernel-models/model/kernel-model.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { locallyConnectedBp } from '../../../scenarios/locally-connected/bp.ts';
import { locallyConnectedFf } from '../../../scenarios/locally-connected/ff.ts';
import { localLayers } from '../../../scenarios/locally-connected/layers.ts';
import { locallyConnected } from '../../../scenarios/locally-connected/scenario.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { callsByLabel, tracedMacs } from '../../support/training/rule-checks.ts';
import { SHAPE } from './small-images.ts';

describe('traced', () => {
  beforeAll(() => useBackend('cpu'));

  test('every read has its phase and layer, whatever the rule', () => {
    const [ff, bp] = BUILT_IN_RULES.map((algorithm) =>
      callsByLabel(traceUpdate(locallyConnected.rules[algorithm].update(SHAPE, 4))),
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
    [{ ...SHAPE, layers: [147, 51, 48] }, 'layer 1 has 5 x 5 windows, which 51 units do not fit'],
    [{ ...SHAPE, layers: [147] }, 'layers must be at least two positive integers, got 147'],
  ])('%j is refused', (shape, message) => {
    for (const algorithm of BUILT_IN_RULES) {
      const update = () => locallyConnected.rules[algorithm].update(shape, 4);
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
