import { z } from 'zod';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { exactInteger } from '../../core/numbers/exact-integer.ts';
import type { MeasuredReadout } from '../../scenarios/measure-readout.ts';
import { costAt, count, exactCount } from './figures/exact-count.ts';
import type { RuleResult } from './training-result.ts';

/** What fits a readout to the trained network; once a network, at ELEMENT_BYTES. */
const readoutSchema = z.strictObject({
  parts: z.array(
    z.strictObject({
      work: z.string(),
      /** Samples that one run of it is about. */
      batch: count.positive(),
      times: count.positive(),
      reads: count,
      macs: count,
      /** Of one run. */
      cost: costAt([ELEMENT_BYTES]),
    }),
  ),
  /** Of all runs of all parts. */
  cost: exactCount,
});

/** The contract's figure for one rule: its cost, at ELEMENT_BYTES, until the criterion is met. */
export const totalSchema = z
  .strictObject({
    algorithm: z.string(),
    /** Median over the seeds; null: a seed did not meet the criterion, so that there is no total. */
    updates: z.number().positive().nullable(),
    /** Of one cold update. */
    costPerUpdate: exactCount,
    readout: readoutSchema.nullable(),
    total: exactCount.nullable(),
  })
  .superRefine(({ updates, costPerUpdate, readout, total }, context) => {
    const runs =
      readout?.parts.reduce((sum, { times, cost }) => sum + BigInt(times) * BigInt(cost[ELEMENT_BYTES]), 0n) ?? 0n;
    if (readout !== null && BigInt(readout.cost) !== runs) {
      context.addIssue({ code: 'custom', path: ['readout'], message: `adds up to ${runs}, not ${readout.cost}` });
    }
    const expected = totalCost(updates, costPerUpdate, readout?.cost ?? 0);
    if (expected === total) return;
    context.addIssue({ code: 'custom', path: ['total'], message: `is ${expected} by its parts, not ${total}` });
  });

export type TotalResult = z.infer<typeof totalSchema>;
export type ReadoutResult = z.infer<typeof readoutSchema>;

/**
 * Updates times cost per update, and the readout's once; exact. A median between two numbers of updates may be half of
 * one: a half in the total is rounded up. null without updates: nothing is extrapolated.
 */
export function totalCost(
  updates: number | null,
  costPerUpdate: number | bigint,
  readout: number | bigint,
): number | bigint | null {
  if (updates === null) return null;
  return exactInteger((BigInt(2 * updates) * BigInt(costPerUpdate) + 1n) / 2n + BigInt(readout));
}

/** The total of a trained rule, of which an update costs `costPerUpdate`. */
export function totalResult(
  { algorithm, medianUpdatesToCriterion: updates }: RuleResult,
  costPerUpdate: number | bigint,
  measured: MeasuredReadout | null,
): TotalResult {
  const readout =
    measured === null
      ? null
      : {
          parts: measured.parts.map(({ measurement: { about, reads, macs, cost }, times }) => ({
            work: String(about.work),
            batch: Number(about.batch),
            times,
            reads,
            macs,
            cost: { [ELEMENT_BYTES]: cost.cold[ELEMENT_BYTES] },
          })),
          cost: exactInteger(measured.cost[ELEMENT_BYTES]),
        };
  const total = totalCost(updates, costPerUpdate, readout?.cost ?? 0);
  return totalSchema.parse({ algorithm, updates, costPerUpdate, readout, total });
}
