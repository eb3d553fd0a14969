import { expect } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import type { Examples } from '../../../scenarios/batches/examples.ts';
import type { Rule } from '../../../scenarios/rule/rule.ts';
import { trained } from './rule-checks.ts';

/** A network that can tell the patterns apart. */
export const PATTERN_SHAPE = { layers: [24, 16, 16], classes: 4 };

/**
 * Images of 24 pixels, of 4 classes: `bright` pixels in a row are bright, which ones depends on the class; plus noise.
 * Those of the first class begin at the pixel `first`.
 */
export function noisyPatterns(count: number, random: Random, bright: number, first = 0): Examples {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 4);
  const pixels = Float32Array.from({ length: count * 24 }, (_, index) => {
    const isBright = Math.floor(((index % 24) - first) / bright) === labels[Math.floor(index / 24)];
    return 0.3 * random.uniform() + (isBright ? 0.6 : 0);
  });
  return { pixels, labels };
}

/** So many updates, at a rate with which they are enough, lower the loss, and most unseen patterns get their label. */
export function expectTellsPatternsApart(rule: Rule, updates: number, bright: number, first = 0): void {
  const random = new Random(11);
  const [shown, unseen] = [noisyPatterns(32, random, bright, first), noisyPatterns(64, random, bright, first)];
  const fast = rule.configured({ learningRate: 0.03 });
  const { firstLoss, lastLoss, accuracy } = trained(fast, PATTERN_SHAPE, shown, unseen, updates, 32);
  expect(lastLoss).toBeLessThan(0.7 * firstLoss);
  expect(accuracy).toBeGreaterThan(0.8);
}
