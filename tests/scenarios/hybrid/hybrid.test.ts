import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { COMPUTING_BACKENDS, useBackend } from '../../../instrument/backends/computing-backends.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import { hybrid } from '../../../scenarios/hybrid/scenario.ts';
import { HYBRID_OPTIONS } from '../../../scenarios/hybrid/settings.ts';
import { configuredRule, type Rule } from '../../../scenarios/rule/rule.ts';
import { type RuleOptions, settingsOf } from '../../../scenarios/rule/rule-option.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';
import { plainLayersOf, plainUpdate } from '../../support/training/plain-ff.ts';
import {
  callsByLabel,
  expectCentralDifferences,
  expectNoLeak,
  expectPromisedShapes,
  preparedUpdate,
  trained,
} from '../../support/training/rule-checks.ts';
import { EXAMPLES, SHAPE } from './small-images.ts';

const { ff, bp } = hybrid.rules;
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

  test.each(BUILT_IN_RULES)('%s learns to tell bars apart', (algorithm) => {
    const random = new Random(5);
    const shape = { layers: [64, 24, 24], classes: 4 };
    const [shown, unseen] = [bars(64, random), bars(64, random)];
    const rule = hybrid.rules[algorithm].configured({ learningRate: 0.03 });
    const { firstLoss, lastLoss, accuracy } = trained(rule, shape, shown, unseen, 80, 32);
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
});
