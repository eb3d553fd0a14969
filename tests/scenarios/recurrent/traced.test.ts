import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { recurrentBp } from '../../../scenarios/recurrent/bp.ts';
import { recurrentFf } from '../../../scenarios/recurrent/ff.ts';
import { recurrent } from '../../../scenarios/recurrent/scenario.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { callsByLabel } from '../../support/training/rule-checks.ts';
import { SHAPE } from './small-images.ts';

describe('labels', () => {
  beforeAll(() => useBackend('cpu'));

  test('every read has its phase and layer, whatever the rule', () => {
    const [ff, bp] = BUILT_IN_RULES.map((algorithm) =>
      callsByLabel(traceUpdate(recurrent.rules[algorithm].update(SHAPE, 4))),
    );
    // 13 kernels a layer and iteration are 5 that normalise and 8 forward; the states before the first are constants.
    expect(ff).toEqual([
      'normalise -: 20',
      'positive forward 0: 63',
      'positive forward 1: 63',
      'negative forward 0: 63',
      'negative forward 1: 63',
      'normalise 0: 70',
      'normalise 1: 70',
      'goodness and loss 0: 143',
      'gradient 0: 117',
      'goodness and loss 1: 143',
      'gradient 1: 117',
      'optimiser 0: 39',
      'optimiser 1: 39',
      'goodness and loss -: 3',
    ]);
    expect(bp).toEqual([
      'normalise -: 5',
      'forward 0: 63',
      'forward 1: 47',
      'normalise 0: 35',
      'normalise 1: 35',
      'forward 2: 2',
      'goodness and loss -: 11',
      'backward 2: 6',
      'backward 0: 159',
      'backward 1: 146',
      'optimiser 0: 39',
      'optimiser 1: 26',
      'optimiser 2: 26',
    ]);
  });

  test('reads are told apart by iteration and layer, and add up', () => {
    for (const rule of [recurrentFf, recurrentBp]) {
      const { measurement } = measureUpdate(rule.update(SHAPE, 4), { engine: 'element', granularity: 'scalar' });
      const { iterations = [], reads } = measurement;
      const readsAt = (iteration: number | null, layer: number | null) =>
        iterations.find((part) => part.iteration === iteration && part.layer === layer)?.reads ?? 0;
      expect(new Set(iterations.map(({ iteration }) => iteration))).toEqual(new Set([null, 1, 2, 3, 4, 5, 6, 7, 8]));
      expect(iterations.reduce((sum, part) => sum + part.reads, 0)).toBe(reads);
      // Constant states at first; layers learn, and gradients add up, later; from then on all iterations are alike.
      for (const layer of [0, 1]) {
        expect(readsAt(1, layer)).toBeLessThan(readsAt(2, layer));
        expect(readsAt(4, layer)).toBe(readsAt(5, layer));
        expect(readsAt(null, layer)).toBeGreaterThan(0);
      }
      if (rule === recurrentFf) expect(readsAt(3, 0)).toBeGreaterThan(1.5 * readsAt(2, 0));
    }
  });

  test('predictions are traced, and the labels read', () => {
    for (const rule of [recurrentFf, recurrentBp]) {
      const program = rule.predictProgram?.(SHAPE, 3);
      if (program === undefined) throw new Error('no program of prediction');
      const { measurement } = measureUpdate(program, { engine: 'element', granularity: 'scalar' });
      expect(measurement.phases.map(({ phase }) => phase).sort()).toEqual(['normalise', 'predict']);
      expect(measurement.kernels.find(({ kernel }) => kernel === 'HostRead')?.reads).toBe(3);
    }
  });
});
