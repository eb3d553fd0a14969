import { expect, test } from 'vitest';
import { type Contest, contests } from '../../../reports/verdict/factors.ts';
import { outcomeOf, scorecard } from '../../../reports/verdict/scorecard.ts';
import { targetRatios } from '../../../reports/verdict/target-ratios.ts';
import { verdictText } from '../../../reports/verdict/verdict-text.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeEarlyResults, handMadeMissedResults } from '../../support/results/hand-made-training.ts';

const scenarios = committedResults().flatMap((results) => results.scenarios);
const held = contests(scenarios);

function contestOf(id: string): Contest {
  const found = held.find(({ scenario }) => scenario.id === id);
  if (found === undefined) throw new Error(`no results of ${id}`);
  return found;
}

/** Of the committed results, by hand: total, updates, reads, cost a read, best and worst seed. */
const BY_HAND = [
  ['label-in-input', 'exact', 43.1, 21.8, 2.47, 0.8, [34.1, 53]],
  ['disk-ring', 'at least', 13.8, 5.33, 2.24, 1.15, [5.83, 25]],
  ['hybrid', 'at least', 12.2, 8.08, 2.13, 0.71, null],
  ['locally-connected', 'at least', 11.2, 4, 2.54, 1.11, [9.37, 33.7]],
  ['recurrent', 'exact', 8.8, 6.25, 1.42, 0.99, [8.8, 10.6]],
] as const;

test('the largest ratio of totals stands first', () => {
  expect(held.map(({ scenario }) => scenario.id)).toEqual(BY_HAND.map(([id]) => id));
});

test.each(BY_HAND)(
  'the factors of %s are those computed by hand, and multiply to the total',
  (id, bound, ...figures) => {
    const [total, updates, reads, costPerRead, seeds] = figures;
    const { factors } = contestOf(id);
    const near = (value: number) => expect.closeTo(value, value < 1 ? 2 : value < 3 ? 1.7 : value < 10 ? 1.5 : 0);
    expect(factors).toMatchObject({
      total: { value: near(total), bound },
      updates: { value: near(updates), bound },
      reads: near(reads),
      costPerRead: near(costPerRead),
    });
    if (seeds === null) expect(factors.seeds).toBeNull();
    else expect(factors.seeds).toEqual({ least: near(seeds[0]), most: near(seeds[1]) });
    const product = (factors.updates?.value ?? 0) * factors.reads * factors.costPerRead;
    expect(product / (factors.total?.value ?? 0)).toBeCloseTo(1, 12);
  },
);

test('the ratio of totals grows with the accuracy asked for, and ends at that of the criterion', () => {
  const points = targetRatios(contestOf('label-in-input'));
  const to = (accuracy: number) => points.findLast(({ target }) => target <= accuracy)?.ratio;
  expect(to(0.905)).toEqual({ value: expect.closeTo(6.6, 1), bound: 'at least' });
  const last = points.at(-1);
  expect(last).toMatchObject({ target: 0.95, ratio: contestOf('label-in-input').factors.total });
  expect([last?.updates.compared.updates, last?.updates.reference.updates]).toEqual([4350, 200]);
  for (const { target } of targetRatios(contestOf('locally-connected'))) expect(target).toBeGreaterThanOrEqual(0.1);
});

test('the scorecard says in what a rule takes less', () => {
  const won = scorecard(held).flatMap(({ title, ratios }) =>
    ratios.flatMap((ratio, index) =>
      ratio !== null && outcomeOf(ratio) === 'less' ? [`${held[index].scenario.id}: ${title}`] : [],
    ),
  );
  expect(won).toEqual([
    'label-in-input: cost a read',
    'hybrid: cost a read',
    'hybrid: working memory',
    'recurrent: working memory',
    'hybrid: longest lock',
  ]);
  const figures = (title: string) => scorecard(held).find((column) => column.title === title)?.ratios ?? [];
  expect(figures('working memory').map((ratio) => ratio?.value.toFixed(2))).toEqual([
    '1.07',
    '1.58',
    '0.52',
    '1.58',
    '0.69',
  ]);
  expect(figures('predict one')[0]?.value).toBeCloseTo(12.29, 2);
});

test('a bound says of an outcome only what is sure', () => {
  expect(outcomeOf({ value: 0.5, bound: 'exact' })).toBe('less');
  expect(outcomeOf({ value: 0.5, bound: 'at least' })).toBe('same');
  expect(outcomeOf({ value: 2, bound: 'at most' })).toBe('same');
  expect(outcomeOf({ value: 1.01, bound: 'exact' })).toBe('same');
});

test('without training, or without a total, there are the factors of an update', () => {
  const [untrained] = contests(handMadeResults().scenarios);
  // By hand: 100 against 80 for 10 reads each.
  const update = { total: null, updates: null, update: 1.25, reads: 1, costPerRead: 1.25, seeds: null };
  expect(untrained.factors).toEqual(update);
  const [missed] = contests(handMadeMissedResults().scenarios);
  expect(missed.factors).toEqual(update);
  const [bothEarly] = contests(handMadeEarlyResults(['ff', 'bp']).scenarios);
  expect(bothEarly.factors).toEqual(update);
  expect(scorecard([untrained]).map(({ title }) => title)).not.toContain('total');
  expect(verdictText([])).toBeNull();
});
