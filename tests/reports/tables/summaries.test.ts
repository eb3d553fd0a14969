import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { costFinding, differenceFinding, phaseFinding } from '../../../reports/findings/findings.ts';
import { headline } from '../../../reports/tables/headline.ts';
import { markdownSummary } from '../../../reports/tables/markdown.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

const results = handMadeResults();
const [scenario] = results.scenarios;
const [ff] = scenario.updates;
const onlyForwardForward = { ...scenario, rules: scenario.rules.slice(0, 1), reference: 'ff', updates: [ff] };

test('the headline of a hand-made result', () => {
  const figures = Object.fromEntries(
    headline(scenario).map(({ key, values, ratios }) => [key, [values.ff, values.bp, ...ratios]]),
  );
  expect(figures).toEqual({
    cost_cold_bytedmd: [100, 80, 1.25],
    cost_cold_bytedmd_per_sample: [50, 40, 1.25],
    cost_steady_bytedmd: [110, null, null],
    reads: [10, 10, 1],
    macs: [3, 3, 1],
    cost_bytedmd_per_mac: [100 / 3, 80 / 3, expect.closeTo(1.25)],
    'commute_pj_dally-2022': [12.5, 12.5, 1],
    'compute_pj_dally-2022': [2.5, 2.5, 1],
    'commute_to_compute_dally-2022': [5, 5, 1],
    peak_live_bytes: [36, 36, 1],
    peak_live_bytes_beyond_state: [12, 12, 1],
    second_pass_penalty: [1.5, 1.5, 1],
  });
});

test('an update without multiply-accumulates has no cost per one', () => {
  const [row] = headline({ ...scenario, updates: [{ ...ff, macs: 0 }] }).filter(
    ({ key }) => key === 'cost_bytedmd_per_mac',
  );
  expect(row.values).toEqual({ ff: null });
});

describe('findings', () => {
  test('two algorithms are compared', () => {
    expect(costFinding(scenario)).toBe(
      'One Forward-Forward update moves 1.25 times as much data as one backprop update: a ByteDMD cost of 100 against 80.',
    );
  });

  test('equal costs are called equal', () => {
    const equal = { ...scenario, updates: [ff, { ...ff, algorithm: 'bp' as const }] };
    expect(costFinding(equal)).toContain('exactly as much data');
    expect(differenceFinding(equal)).toBeNull();
  });

  test('one algorithm alone is stated', () => {
    expect(costFinding(onlyForwardForward)).toBe('One Forward-Forward update has a ByteDMD cost of 100.');
    expect(differenceFinding(onlyForwardForward)).toBeNull();
    expect(phaseFinding(onlyForwardForward)).toBe(
      'Largest phases: FF: positive forward 60 %, odd "phase" </script> 40 %',
    );
  });

  test('phases of one kind are compared with each other', () => {
    const phase = (name: string, cost: number) => ({ phase: name, reads: 1, instructions: 1, cost: { 1: 1, 4: cost } });
    const updates = [
      { ...ff, phases: [phase('positive forward', 30), phase('re-forward', 20), phase('gradient', 10)] },
      { ...ff, algorithm: 'bp' as const, phases: [phase('forward', 25), phase('backward', 40), phase('predict', 0)] },
    ];
    expect(differenceFinding({ ...scenario, updates })).toBe(
      'Forward-Forward against backprop, by phase: gradients −30, forward passes +25',
    );
    const settle = { ...phase('settle', 80), role: 'backward' as const };
    const own = [updates[0], { ...updates[1], phases: [phase('forward', 25), settle, phase('relax', 5)] }];
    expect(differenceFinding({ ...scenario, updates: own })).toBe(
      'Forward-Forward against backprop, by phase: gradients −70, forward passes +25, relax −5',
    );
  });
});

test('the summary for a terminal names the reduced setting and aligns the columns', () => {
  const lines = stripVTControlCharacters(terminalSummary(results, 1000)).split('\n');
  expect(lines).toContain(
    'Layers 3-2, batch 2 (reduced setting; documented: 4), 4-byte elements, eager semantics, scalar granularity, tfjs loop order, tensor-odometer 1.2.3.',
  );
  expect(lines).toContain('ByteDMD cost, cold                                100        80    1.250');
  expect(lines).toContain('ByteDMD cost, steady                              110         —        —');
});

test('Markdown shows titles as they are', () => {
  const markdown = markdownSummary(results);
  expect(markdown).toContain('## A toy \\<b\\>&\n');
  expect(markdown).toContain('| ByteDMD cost, cold | 100 | 80 | 1.250 |\n');
});
