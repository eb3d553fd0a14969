import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { ENGINES } from '../../core/measurement/engines.ts';
import type { Granularity } from '../../core/trace/trace.ts';
import { type LoopOrder, NAIVE_ORDERS } from '../../instrument/kernel-models/model/loop-order.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { labelInInput } from '../../scenarios/label-in-input/scenario.ts';
import { README } from '../support/results/committed-results.ts';
import { BUILT_IN_RULES } from '../support/scenarios/built-in-rules.ts';

const prose = readFileSync(README, 'utf8').replace(/\s+/g, ' ');

/** What an update of Forward-Forward costs over one of backprop, as the README writes it. */
function ratio(loops: LoopOrder, granularity: Granularity): string {
  const { rules, defaultShape, defaultBatch } = labelInInput;
  const [ff, bp] = BUILT_IN_RULES.map((algorithm) => {
    const trace = traceUpdate(rules[algorithm].update(defaultShape, defaultBatch), { loops });
    return Number(ENGINES.run(trace, { semantics: 'eager', granularity }).histogram.totalCost(ELEMENT_BYTES));
  });
  return (ff / bp).toFixed(2);
}

const ORDERS: readonly LoopOrder[] = ['tfjs', 'tile:16', ...NAIVE_ORDERS];

test('README states the ratio of updates in every loop order', { timeout: 3_600_000 }, () => {
  const ratios = ORDERS.map((loops) => ({ loops, ratio: ratio(loops, 'scalar') }));
  const sorted = ratios.sort((a, b) => Number(a.ratio) - Number(b.ratio));
  const each = sorted.map((one) => `${one.loops} ${one.ratio}`).join(', ');
  const [, said] = /An update of label-in-input moves ([^;]*; [^;]*)\. ##/.exec(prose) ?? [];
  expect(said).toBe(
    `${sorted[0].ratio} to ${sorted[sorted.length - 1].ratio} times as much with Forward-Forward as with backprop: ${each}; ` +
      `as executed ${ratio('tfjs', 'register')} at \`register\``,
  );
});
