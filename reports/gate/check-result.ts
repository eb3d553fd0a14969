import { z } from 'zod';
import { benchSchema } from '../bench/bench-result.ts';
import { exactCount, exactJson } from '../results/figures/exact-count.ts';
import { METRICS } from './baseline.ts';
import { PART_KINDS } from './cost-parts.ts';
import { figureChange, VERDICTS } from './figure-change.ts';

/** The version of what `check --json` writes. */
export const CHECK_SCHEMA = 'odometer-check/1';

const difference = z.union([
  z.int(),
  z.bigint(),
  z
    .string()
    .regex(/^-?[1-9]\d{15,99}$/, 'must be a decimal integer beyond 2^53')
    .transform((digits) => BigInt(digits)),
]);

/** One figure of a case, before and now. */
const metricSchema = z
  .strictObject({
    metric: z.enum(METRICS),
    /** null: it is not there. */
    old: exactCount.nullable(),
    new: exactCount.nullable(),
    /** New less old. */
    difference: difference.nullable(),
    /** New over old, rounded; null where one of them is not there, or the old one is 0. */
    ratio: z.number().nullable(),
    verdict: z.enum(VERDICTS),
    /** What it may change by, as `+1%` or `-100`; down null: by anything. */
    limit: z.strictObject({ up: z.string(), down: z.string().nullable() }),
    failed: z.boolean(),
  })
  .refine(
    (change) => {
      const own = figureChange(change.old, change.new);
      const isThere = change.old !== null || change.new !== null;
      return isThere && own.difference === change.difference && own.verdict === change.verdict;
    },
    { path: ['difference'], message: 'is not that of the two figures' },
  );
export type MetricCheck = z.output<typeof metricSchema>;

const caseSchema = z.strictObject({
  /** `FILE > NAME SIZE=N ...`. */
  id: z.string(),
  file: z.string(),
  verdict: z.enum(VERDICTS),
  failed: z.boolean(),
  metrics: z.array(metricSchema),
  /** Where the cost differs: the part of each kind that moved most in its direction. Lines are `FILE:LINE`. */
  moved: z.array(z.strictObject({ by: z.enum(PART_KINDS), name: z.string(), old: exactCount, new: exactCount })),
});
export type CaseCheck = z.output<typeof caseSchema>;

const budgetSchema = z.strictObject({
  text: z.string(),
  metric: z.enum(METRICS),
  case: z.string(),
  value: exactCount,
  /** The case whose figure is the bound; null: a number is. */
  other: z.string().nullable(),
  bound: z.strictObject({ factor: z.string(), value: exactCount }),
  failed: z.boolean(),
});

export const checkSchema = z
  .strictObject({
    schema: z.literal(CHECK_SCHEMA),
    tool: benchSchema.shape.tool,
    tfjs: benchSchema.shape.tfjs,
    environment: benchSchema.shape.environment,
    settings: benchSchema.shape.settings,
    /** The file that was held against. */
    baseline: z.string(),
    passed: z.boolean(),
    /** Whether any figure differs, or any case is new or removed. */
    changed: z.boolean(),
    /** Sorted by code points of their ids. */
    cases: z.array(caseSchema),
    budgets: z.array(budgetSchema),
    /** Sums over the cases that are on both sides. */
    totals: z.array(z.strictObject({ metric: z.enum(METRICS), old: exactCount, new: exactCount, difference })),
  })
  .superRefine(({ passed, changed, cases, budgets }, context) => {
    if (passed === [...cases, ...budgets].some(({ failed }) => failed)) {
      context.addIssue({ code: 'custom', path: ['passed'], message: 'is not what its cases and budgets say' });
    }
    if (changed !== cases.some(({ verdict }) => verdict !== 'same')) {
      context.addIssue({ code: 'custom', path: ['changed'], message: 'is not what its cases say' });
    }
  });

/** A bench held against a baseline: all that reports of it say. */
export type Check = z.output<typeof checkSchema>;
export type BudgetCheck = Check['budgets'][number];

/** A check as JSON text; equal checks give equal bytes. */
export function checkJson(check: Check): string {
  return `${exactJson(check, 1)}\n`;
}
