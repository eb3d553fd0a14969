import { expect, test } from 'vitest';
import { factorWords } from '../../../reports/charts/ratios/factor-bar.ts';
import { type Contest, contests, rangeOfSeeds, seedRangeText } from '../../../reports/verdict/factors.ts';
import { outcomeOf, scorecard } from '../../../reports/verdict/scorecard.ts';
import { targetRatios } from '../../../reports/verdict/target-ratios.ts';
import { verdictText } from '../../../reports/verdict/verdict-text.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeEarlyResults, handMadeMissedResults } from '../../support/results/hand-made-training.ts';
import { reached, totalRatio } from '../../support/results/recomputed-figures.ts';

const scenarios = committedResults().flatMap((results) => results.scenarios);
const held = contests(scenarios);

function contestOf(id: string): Contest {
  const found = held.find(({ scenario }) => scenario.id === id);
  if (found === undefined) throw new Error(`no results of ${id}`);
  return found;
}

/** Of the committed results, by hand: reads, cost a read. */
const BY_HAND = [
  ['label-in-input', 2.47, 0.8],
  ['disk-ring', 2.24, 1.15],
  ['hybrid', 2.13, 0.71],
  ['locally-connected', 2.54, 1.11],
  ['recurrent', 1.42, 0.99],
] as const;

test('the largest ratio of totals stands first', () => {
  const ratios = held.map(({ scenario }) => totalRatio(scenario)?.ratio ?? 0);
  expect(ratios).toHaveLength(BY_HAND.length);
  expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
});

test.each(BY_HAND)('the factors of %s are those computed anew, and multiply to the total', (id, reads, costPerRead) => {
  const { factors, scenario } = contestOf(id);
  const found = totalRatio(scenario);
  const near = (value: number) => expect.closeTo(value, value < 1 ? 2 : 1.7);
  const bound = found?.bp.isFirst ? 'at least' : 'exact';
  expect(factors.total).toEqual({ value: expect.closeTo(found?.ratio ?? 0, 9), bound });
  expect(factors).toMatchObject({ updates: { bound }, reads: near(reads), costPerRead: near(costPerRead) });
  const [least, most] = found?.seeds ?? [];
  if (least === undefined || most === undefined) expect(factors.seeds).toBeNull();
  else {
    // The worst seed of the reference is a bound only where all are; the best of a rule that stands at one is.
    expect(factors.seeds).toEqual({
      least: { value: expect.closeTo(least, 9), bound: 'exact' },
      most: { value: expect.closeTo(most, 9), bound },
    });
  }
  const product = (factors.updates?.value ?? 0) * factors.reads * factors.costPerRead;
  expect(product / (factors.total?.value ?? 0)).toBeCloseTo(1, 12);
});

test('the ratio of totals at every accuracy is that of its curves, and ends at that of the criterion', () => {
  const contest = contestOf('label-in-input');
  const points = targetRatios(contest);
  expect(points.length).toBeGreaterThan(20);
  for (const { target, ratio } of points) {
    const [ff, bp] = [0, 1].map((rule) => reached(contest.scenario, rule, target));
    expect(ratio.value).toBeCloseTo((ff?.total ?? 0) / (bp?.total ?? 1), 9);
  }
  expect(points.at(-1)).toMatchObject({ target: 0.95, ratio: contest.factors.total });
  for (const { target } of targetRatios(contestOf('locally-connected'))) expect(target).toBeGreaterThanOrEqual(0.1);
});

test('the scorecard says in what a rule takes less', () => {
  const won = scorecard(held).flatMap(({ title, ratios }) =>
    ratios.flatMap((ratio, index) =>
      ratio !== null && outcomeOf(ratio) === 'less' ? [`${held[index].scenario.id}: ${title}`] : [],
    ),
  );
  expect(won.sort()).toEqual([
    'hybrid: cost a read',
    'hybrid: longest lock',
    'hybrid: working memory',
    'label-in-input: cost a read',
    'recurrent: working memory',
  ]);
  const figures = (title: string) => {
    const ratios = scorecard(held).find((column) => column.title === title)?.ratios ?? [];
    return Object.fromEntries(held.map(({ scenario }, index) => [scenario.id, ratios[index]?.value.toFixed(2)]));
  };
  expect(figures('working memory')).toEqual({
    'label-in-input': '1.07',
    'disk-ring': '1.58',
    hybrid: '0.52',
    'locally-connected': '1.58',
    recurrent: '0.69',
  });
  expect(figures('predict one')['label-in-input']).toBe('12.29');
});

test('a bound says of an outcome only what is sure', () => {
  expect(outcomeOf({ value: 0.5, bound: 'exact' })).toBe('less');
  expect(outcomeOf({ value: 0.5, bound: 'at least' })).toBe('same');
  expect(outcomeOf({ value: 2, bound: 'at most' })).toBe('same');
  expect(outcomeOf({ value: 1.01, bound: 'exact' })).toBe('same');
});

test('ratios of extreme seeds are bounds where those seeds are, and none where both are', () => {
  const [early] = contests(handMadeEarlyResults(['bp']).scenarios);
  expect(early.factors.seeds).toMatchObject({ least: { bound: 'at least' }, most: { bound: 'at least' } });
  const late = { total: 30, bound: 'exact' } as const;
  const [atFirst, alone] = [{ total: 10, bound: 'at most' } as const, [late]];
  const one = rangeOfSeeds({ compared: [atFirst, late], reference: alone });
  expect(one).toEqual({ least: { value: 10 / 30, bound: 'at most' }, most: { value: 1, bound: 'exact' } });
  expect(rangeOfSeeds({ compared: [atFirst, late], reference: [late, atFirst] })).toEqual({
    least: { value: 10 / 30, bound: 'at most' },
    most: { value: 3, bound: 'at least' },
  });
  expect(rangeOfSeeds({ compared: [atFirst, late], reference: [atFirst, atFirst] })).toBeNull();
  expect(one && seedRangeText(one)).toBe('≤ 0.34 to 1.0');
});

test('updates of a rule that fits a readout are told with it', () => {
  expect(held.filter(({ factors }) => factors.hasReadout).map(({ scenario }) => scenario.id)).toEqual(['hybrid']);
  expect(factorWords(contestOf('hybrid'))).toContain(' = updates and readout ');
  expect(factorWords(contestOf('recurrent'))).toContain(' = updates 4');
});

test('without training, or without a total, there are the factors of an update', () => {
  const [untrained] = contests(handMadeResults().scenarios);
  // By hand: 100 against 80 for 10 reads each.
  const update = {
    total: null,
    updates: null,
    hasReadout: false,
    update: 1.25,
    reads: 1,
    costPerRead: 1.25,
    seeds: null,
  };
  expect(untrained.factors).toEqual(update);
  const [missed] = contests(handMadeMissedResults().scenarios);
  expect(missed.factors).toEqual(update);
  const [bothEarly] = contests(handMadeEarlyResults(['ff', 'bp']).scenarios);
  expect(bothEarly.factors).toEqual(update);
  expect(scorecard([untrained]).map(({ title }) => title)).not.toContain('total');
  expect(verdictText([])).toBeNull();
});
