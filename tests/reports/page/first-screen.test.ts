import { expect, test } from 'vitest';
import { factorScale } from '../../../reports/charts/ratios/factor-bar.ts';
import { ratioScale } from '../../../reports/charts/ratios/ratio-scale.ts';
import { ratioTexts } from '../../../reports/charts/ratios/ratio-texts.ts';
import { targetPanels } from '../../../reports/charts/ratios/target-panels.ts';
import { factorBars } from '../../../reports/page/factor-bars.ts';
import { firstScreen } from '../../../reports/page/first-screen.ts';
import { type Results, resultsSchema } from '../../../reports/results/result.ts';
import { contests } from '../../../reports/verdict/factors.ts';
import { targetRatios } from '../../../reports/verdict/target-ratios.ts';
import { shortRatio } from '../../../reports/writing/format.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeMissedResults } from '../../support/results/hand-made-training.ts';

const all = committedResults();
const committed: Results = { ...all[0], scenarios: all.flatMap(({ scenarios }) => scenarios) };

test('a scale of ratios has them between powers of two', () => {
  const { ticks, place } = ratioScale([3, 53]);
  expect(ticks).toEqual([1, 2, 4, 8, 16, 32, 64]);
  expect([place(1), place(8), place(64)]).toEqual([0, 50, 100]);
  expect(ratioScale([0.3, 1.1]).ticks).toEqual([0.25, 0.5, 1, 2]);
  expect(ratioScale([1]).ticks).toEqual([1, 2]);
});

test('factors stand end to end: the last ends at the total', () => {
  const held = contests(committed.scenarios);
  const bars = factorBars(held, false);
  const at = held.findIndex(({ scenario }) => scenario.id === 'label-in-input');
  const row = bars.split('<div class="bar-row">').slice(1)[at];
  const place = (pattern: RegExp) => Number(pattern.exec(row)?.[1]);
  const { place: on } = factorScale(held);
  const { updates, total } = held[at].factors;
  expect(place(/class="updates" x="0%" width="([\d.]+)%"/)).toBeCloseTo(on(updates?.value ?? 0), 1);
  expect(place(/class="reads" x="([\d.]+)%"/)).toBeCloseTo(on(updates?.value ?? 0), 1);
  expect(place(/class="saving" x="([\d.]+)%"/)).toBeCloseTo(on(total?.value ?? 0), 1);
  expect(place(/class="end" x1="([\d.]+)%"/)).toBeCloseTo(on(total?.value ?? 0), 1);
  expect(row).toMatch(/<b>\d+×<\/b><small>\d+×2\.5×0\.80<\/small>/);
  expect(bars.match(/class="bar-row"/g)).toHaveLength(5);
});

test('without a total there are two factors, and the rest is open where it was trained for', () => {
  const untrained = factorBars(contests(handMadeResults().scenarios), false);
  expect(untrained).not.toMatch(/class="updates"|class="key updates"|class="unknown"/);
  expect(untrained).toContain('<small>one update</small>');
  expect(factorBars(contests(handMadeMissedResults().scenarios), false)).toContain('class="unknown"');
});

test('lines of ratios are dotted where they are at least so high, dashed where at most, and the note says so', () => {
  const held = contests(committed.scenarios);
  const panels = targetPanels(held).split('<figure').slice(1);
  expect(panels).toHaveLength(5);
  held.forEach((contest, index) => {
    const bounds = targetRatios(contest).map(({ ratio: { bound } }) => bound);
    expect(panels[index].includes('<path class="least"')).toBe(bounds.includes('at least'));
    expect(panels[index].includes('<path class="most"')).toBe(bounds.includes('at most'));
    expect(/<path d="/.test(panels[index])).toBe(bounds.some((bound) => bound === 'exact'));
    const { value = 0, bound = 'exact' } = contest.factors.total ?? {};
    expect(panels[index]).toContain(`${shortRatio(value, bound)}×</text>`);
  });
  for (const panel of panels) {
    expect(panel).not.toMatch(/NaN|Infinity|undefined/);
    // In letters of 11 pixels a digit takes 7 and the cross 9.2; ratios of three digits are beside the axis, too.
    const ticks = [...panel.matchAll(/class="tick up" x="(\d+)"[^>]*>([^<]+)</g)];
    expect(ticks.length).toBeGreaterThan(2);
    for (const [, x, label] of ticks) expect(Number(x), label).toBeGreaterThanOrEqual(7 * (label.length - 1) + 9.2);
  }
  expect(targetPanels(contests(handMadeResults().scenarios))).toBe('');
  const noteOf = (ids: readonly string[]): string => {
    const [first, ...others] = held.filter(({ scenario }) => ids.includes(scenario.id));
    return ratioTexts([first, ...others]).targetsNote;
  };
  expect(noteOf(['label-in-input'])).toBe('Dotted: at least. Chance: 10 %.');
  expect(noteOf(['hybrid'])).toBe('Dashed: at most. Chance: 10 %.');
  expect(noteOf(['hybrid', 'disk-ring'])).toBe('Dotted: at least; dashed: at most. Chance: 10 %; Disk in a ring 50 %.');
});

test('of rules that nothing is held against there is no drawing', () => {
  const [scenario] = handMadeResults().scenarios;
  const lone = {
    ...scenario,
    rules: scenario.rules.slice(0, 1),
    reference: 'ff',
    updates: scenario.updates.slice(0, 1),
  };
  const html = firstScreen(resultsSchema.parse({ ...handMadeResults(), scenarios: [lone] }));
  expect(html).toContain('<h1>What one update moves: A toy &lt;b&gt;&amp;</h1>');
  expect(html.match(/<svg class="drawn"/g)).toHaveLength(1);
  expect(html).not.toContain('class="factors"');
});

test('names from outside are shown and do nothing, in every drawing', () => {
  const [scenario] = handMadeMissedResults().scenarios;
  const hostile = '"><script>alert(1)</script>\u202e';
  const rules = scenario.rules.map((rule) => ({ ...rule, title: hostile, shortName: hostile }));
  const html = firstScreen(
    resultsSchema.parse({ ...handMadeResults(), scenarios: [{ ...scenario, id: hostile, title: hostile, rules }] }),
  );
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\\u202e');
  expect(html).not.toMatch(/<script|\u202e/);
});
