import { expect, test } from 'vitest';
import { updateSchema } from '../../../../reports/results/result.ts';
import { committedResults } from '../../../support/results/committed-results.ts';
import { handMadeResults } from '../../../support/results/hand-made-results.ts';

const [update] = handMadeResults().scenarios[0].updates;
const kinds = [
  { kernel: 'BatchMatMul', role: 'weights' as const, reads: 6, cost: { 4: 60 } },
  { kernel: null, role: 'weights' as const, reads: 4, cost: { 4: 40 } },
];
const step = { from: 2, to: 3, kinds: [{ kernel: 'BatchMatMul', role: 'weights' as const, reads: 4 }] };

function mistakeOf(changed: object): string | undefined {
  return updateSchema.safeParse({ ...update, ...changed }).error?.issues[0].message;
}

test('kinds of tensors add up to the reads and the cost of their update', () => {
  expect(mistakeOf({ kinds, steps: [step] })).toBeUndefined();
  expect(mistakeOf({ kinds: kinds.slice(1) })).toBe('adds up to 4 reads of 10');
  expect(mistakeOf({ kinds: [{ ...kinds[0], cost: { 4: 61 } }, kinds[1]] })).toBe('adds up to a cost of 101, not 100');
});

test('a step has no more reads than its bin, and is one', () => {
  expect(mistakeOf({ steps: [{ ...step, kinds: [{ ...step.kinds[0], reads: 5 }] }] })).toBe(
    'has 5 reads at depths 2 .. 3, where the histogram has 4',
  );
  expect(mistakeOf({ steps: [{ ...step, to: 4 }] })).toBe(
    'has 4 reads at depths 2 .. 4, where the histogram has no bin',
  );
});

test('committed results have both, and name most of the reads of every step', () => {
  for (const { id, updates } of committedResults().flatMap(({ scenarios }) => scenarios)) {
    for (const { algorithm, kinds, steps = [], histogram } of updates) {
      expect(kinds?.length, `${id} ${algorithm}`).toBeGreaterThan(10);
      expect(steps.length).toBeGreaterThan(0);
      for (const { from, kinds } of steps) {
        const bin = histogram.find((one) => one.from === from);
        expect(kinds.reduce((sum, { reads }) => sum + reads, 0)).toBeGreaterThan(0.7 * (bin?.reads ?? Number.NaN));
      }
    }
  }
});
