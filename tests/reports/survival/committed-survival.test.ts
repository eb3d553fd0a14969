import { describe, expect, test } from 'vitest';
import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { pricedFloor } from '../../../core/floors/priced-floor.ts';
import { placedCosts } from '../../../core/placement/placed-trace.ts';
import { FUSED, scheduled } from '../../../core/schedules/schedule.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { measureRobustness } from '../../../reports/robustness/measured-robustness.ts';
import type { Robustness } from '../../../reports/robustness/robustness.ts';
import { survivalCells, survivalFinding } from '../../../reports/survival/survival-text.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { committedVariants } from '../../support/results/committed-protocols.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { expectNumbers } from '../../support/results/stated-numbers.ts';
import { committedRobustness } from '../../support/robustness/committed-robustness.ts';

const scenarios = committedResults().flatMap((results) => results.scenarios);
const measured = committedRobustness();

function figuresOf(id: string, algorithm: string): Robustness {
  const found = measured.find((one) => one.scenario === id && one.algorithm === algorithm);
  if (found === undefined) throw new Error(`no figures of ${id} ${algorithm}`);
  return found;
}

/** The figures of an update in the order of the columns; the fourth is the floor. */
function columnsOf({ executed, fused, found, floor, registers, placed, beyond, lines }: Robustness) {
  const places = placed === null ? [null, null, null] : Object.values(placed);
  return [executed, fused, found, floor, registers, ...places, beyond, lines].map((one) =>
    one === null ? null : Number(one),
  );
}

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (id, scenario) => {
  const [ff, bp] = ['ff', 'bp'].map((algorithm) => columnsOf(figuresOf(id, algorithm)));
  const ratios = ff.map((mine, column) => {
    const theirs = bp[column];
    return mine === null || theirs === null ? null : mine / theirs;
  });
  const costs = ratios.filter((ratio, column) => ratio !== null && column !== 3) as number[];
  const [least, greatest] = [Math.min(...costs), Math.max(...costs)];

  test('every ratio of the table, its ends and what they come to in total are those of the figures', () => {
    const [row] = survivalCells([scenario])?.rows ?? [];
    const { tuned = null, documented = null } = scenario.protocol ?? {};
    const middle = (updates: readonly (number | null)[]): number => {
      const sorted = updates.map(Number).sort((a, b) => a - b);
      return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
    };
    const medians = (tuned ?? documented)?.rules.map(({ updatesToCriterion }) => middle(updatesToCriterion));
    const updates = medians === undefined ? null : medians[0] / medians[1];
    const cells = [...ratios, least, greatest];
    cells.forEach((ratio, column) => {
      if (ratio === null) expect(row[column + 1]).toBe('—');
      else expectNumbers(row[column + 1], [ratio]);
    });
    if (updates === null) expect(row.at(-1)).toBe('—');
    else {
      // A mark before a range is of both its ends.
      const text = (row.at(-1) ?? '').replaceAll('≥', 'at least');
      expectNumbers(text, [updates * least, updates * greatest]);
    }
  });

  test('the paragraph names its ends', () => {
    const said = new RegExp(`${scenario.title} ([\\d.,]+) \\([^)]*\\) to ([\\d.,]+) \\(`).exec(
      survivalFinding([scenario]) ?? '',
    );
    expectNumbers(`${said?.[1]} ${said?.[2]}`, [least, greatest]);
  });

  test.each(scenario.updates.map((update) => [update.algorithm, update] as const))(
    '%s: what the results and the trace tell at once is what the columns have',
    (algorithm, update) => {
      const { executed, registers, beyond, placed, floor } = figuresOf(id, algorithm);
      expect(executed).toBe(update.cost.cold[ELEMENT_BYTES]);
      // The results have depths in bins, one of which begins at the last depth that is not beyond.
      const bytesFrom = (depth: number): number =>
        update.histogram.reduce((sum, { from, reads }) => sum + (from >= depth ? ELEMENT_BYTES * reads : 0), 0);
      expect(Number(beyond)).toBeLessThanOrEqual(bytesFrom(2 ** 15 / ELEMENT_BYTES));
      expect(Number(beyond)).toBeGreaterThanOrEqual(bytesFrom(2 ** 15 / ELEMENT_BYTES + 1));
      const variant = committedVariants().find(
        (one) =>
          one.scenario === id &&
          one.algorithm === algorithm &&
          one.granularity === 'register' &&
          one.discardedReforward,
      );
      if (variant !== undefined && registers !== null) expect(registers).toBe(variant.cost[ELEMENT_BYTES]);
      const { rules, defaultShape, defaultBatch } = findScenario(id);
      const trace = traceUpdate(rules[algorithm].update(defaultShape, defaultBatch), { loops: 'tfjs' });
      const costs = placedCosts(trace, { granularity: 'scalar', bytes: ELEMENT_BYTES, reads: update.reads });
      expect(placed).toEqual(Object.fromEntries((costs ?? []).map(({ placement, cost }) => [placement, cost])));
      if (floor === null) return;
      const { trace: alive } = scheduled(trace, FUSED, id);
      const proved = pricedFloor(alive, { semantics: 'eager', granularity: 'scalar' }, [ELEMENT_BYTES]);
      expect(floor).toBe(proved?.cost[ELEMENT_BYTES]);
    },
  );
});

test.each(['ff', 'bp'])('all figures of %s of disk-ring are those of its trace', (algorithm) => {
  const { rules, defaultShape, defaultBatch } = findScenario('disk-ring');
  const trace = traceUpdate(rules[algorithm].update(defaultShape, defaultBatch), { loops: 'tfjs' });
  expect(figuresOf('disk-ring', algorithm)).toMatchObject(measureRobustness(trace));
});
