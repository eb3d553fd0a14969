import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { hybrid } from '../../../scenarios/hybrid/scenario.ts';
import { configuredRule, type Rule } from '../../../scenarios/rule/rule.ts';
import type { RuleOptions } from '../../../scenarios/rule/rule-option.ts';
import { tracedMacs } from '../../support/training/rule-checks.ts';
import { ALL, EXAMPLES, SHAPE } from './small-images.ts';

const { ff, bp } = hybrid.rules;
const with_ = (options: RuleOptions): Rule => configuredRule('hybrid ff', ff, options);

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

  test('a readout of more layers than there are is refused where it is asked for', () => {
    const refused = () => with_({ readoutLayers: 3 }).update({ layers: [16, 6, 5], classes: 10 }, 4);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow('the number of readout layers must be an integer in 1..2, got 3');
    expect(ff.update({ layers: [16, 6, 5], classes: 10 }, 4).name).toBe('hybrid ff');
    expect(with_({ readoutLayers: 2 }).update({ layers: [16, 6, 5], classes: 10 }, 4).name).toBe('hybrid ff');
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
