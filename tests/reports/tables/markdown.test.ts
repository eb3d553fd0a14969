import { expect, test } from 'vitest';
import type { Results } from '../../../reports/results/result.ts';
import { markdownSummary } from '../../../reports/tables/markdown.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

const all = committedResults();
const committed: Results = { ...all[0], scenarios: all.flatMap(({ scenarios }) => scenarios) };

function beforeFold(results: Results): string[] {
  return markdownSummary(results).split('\n<details>')[0].trimEnd().split('\n');
}

test('the answer and what totals are made of stand in at most 12 lines before the fold', () => {
  const lines = beforeFold(committed);
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines[0]).toMatch(/^### Forward-Forward moves .* times as much data as backprop to learn the same thing$/);
  const label = lines.find((line) => line.startsWith('| Label in the input, FF / BP |')) ?? '';
  expect(label).toMatch(/\| \d\d\.\d \(\d\d to \d\d\) \| [\d.]+ × 2\.47 × 0\.802 \| 95 % on MNIST \|$/);
  expect(lines).toContainEqual(expect.stringMatching(/^\| Hybrid negatives, FF \/ BP \| .* × 2\.13 × 0\.709 \| 90 %/));
  expect(markdownSummary(committed)).toMatch(/<\/details>\n$/);
});

test('more rows than there is room for are counted', () => {
  const [scenario] = handMadeResults().scenarios;
  const scenarios = Array.from({ length: 7 }, (_, index) => ({ ...scenario, id: `toy${index}` }));
  const lines = beforeFold({ ...handMadeResults(), scenarios });
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines).toContain('| and 3 more |  |  |  |');
});
