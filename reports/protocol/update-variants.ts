import { z } from 'zod';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { GRANULARITIES, type Granularity } from '../../core/trace/trace.ts';
import { comparedRules, ratioTitle } from '../findings/compared-rules.ts';
import { costAt } from '../results/figures/exact-count.ts';
import type { ScenarioResult } from '../results/result.ts';
import { shortRatio } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

/** What one cold update costs at a granularity, with or without the re-forward whose result nobody reads. */
const variantSchema = z.strictObject({
  scenario: z.string(),
  algorithm: z.string(),
  granularity: z.enum(GRANULARITIES),
  /** Of a rule that has no such option it is not there, and true. */
  discardedReforward: z.boolean(),
  version: z.string(),
  cost: costAt([ELEMENT_BYTES]),
});

export const updateVariantsSchema = z.strictObject({
  schema: z.literal('odometer-update-variants/1'),
  variants: z.array(variantSchema),
});

export type UpdateVariant = z.infer<typeof variantSchema>;

/** The columns: granularity, and whether the discarded re-forward is made. */
const COLUMNS: readonly (readonly [Granularity, boolean])[] = [
  ['scalar', true],
  ['scalar', false],
  ['register', true],
  ['register', false],
];

/**
 * How many times as much an update of a rule moves as one of the reference, at both granularities, with and without its
 * discarded re-forward; the reference has none. A dash where a variant was not measured or is not another.
 */
export function variantCells(scenarios: readonly ScenarioResult[], variants: readonly UpdateVariant[]): TextCells {
  const costOf = (scenario: string, algorithm: string, granularity: Granularity, isWith: boolean): number | null => {
    const found = variants.find(
      (one) =>
        one.scenario === scenario &&
        one.algorithm === algorithm &&
        one.granularity === granularity &&
        one.discardedReforward === isWith,
    );
    return found === undefined ? null : Number(found.cost[ELEMENT_BYTES]);
  };
  const rows = scenarios.flatMap((scenario) =>
    comparedRules(scenario).map((rule) => [
      `${scenario.title}, ${ratioTitle(scenario, rule)}`,
      ...COLUMNS.map(([granularity, isWith]) => {
        const over = costOf(scenario.id, rule, granularity, isWith);
        const under = costOf(scenario.id, scenario.reference, granularity, true);
        return over === null || under === null ? '—' : shortRatio(over / under);
      }),
    ]),
  );
  const columns = COLUMNS.map(([granularity, isWith]) => `${granularity}, ${isWith ? 'as documented' : 'without'}`);
  return { header: ['an update', ...columns], rows };
}
