import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { count } from './figures/exact-count.ts';
import type { RuleResult } from './training-result.ts';

/** Whose learning rate: that of the rule's description, or the cheapest that was found. */
export const CHOICES = ['documented', 'tuned'] as const;
export type Choice = (typeof CHOICES)[number];

const positive = z.int().positive();
const rate = z.number().positive();

const choiceSchema = z.strictObject({
  /** Of the runs of every rule. */
  seeds: z.array(count).min(1),
  rules: z
    .array(
      z.strictObject({
        algorithm: z.string(),
        learningRate: rate,
        /** The step of its evaluations where they were not on the protocol's grid. */
        evaluateEvery: positive.exactOptional(),
        /** In the order of the seeds; null: the criterion was not met. */
        updatesToCriterion: z.array(positive.nullable()).min(1),
      }),
    )
    .min(1),
});

/** What every rule needed to the criterion by one protocol for all of them (D59), at both choices of learning rates. */
export const protocolUpdatesSchema = z.strictObject({
  tuningSeeds: z.array(count).min(1),
  /** The rates among which the cheapest was looked for, from the lowest. */
  rates: z.array(z.strictObject({ algorithm: z.string(), rates: z.array(rate).min(1) })).min(1),
  /** null: not every rule has been run at its documented rate. */
  documented: choiceSchema.nullable(),
  /** null: not every rule is tuned, and has been run at its cheapest rate. */
  tuned: choiceSchema.nullable(),
});

export type ProtocolUpdates = z.infer<typeof protocolUpdatesSchema>;
export type ProtocolChoice = z.infer<typeof choiceSchema>;

/** What trained rules needed, as a protocol has it. */
export function choiceOf(trained: readonly RuleResult[]): ProtocolChoice {
  return {
    seeds: trained[0]?.runs.map(({ seed }) => seed) ?? [],
    rules: trained.map(({ algorithm, learningRate, evaluateEvery, runs }) => ({
      algorithm,
      learningRate,
      ...(evaluateEvery === undefined ? {} : { evaluateEvery }),
      updatesToCriterion: runs.map(({ updatesToCriterion }) => updatesToCriterion),
    })),
  };
}

/** What is wrong with a protocol beside the training: that is of the rates that are tuned, or, where none are, documented. null: nothing. */
export function protocolMistake({ documented, tuned }: ProtocolUpdates, trained: readonly RuleResult[]): string | null {
  if (!isDeepStrictEqual(tuned ?? documented, choiceOf(trained))) return 'is not of the training beside it';
  const [rules, seeds] = [documented?.rules ?? [], documented?.seeds.length];
  const isWhole = rules.every(({ updatesToCriterion }) => updatesToCriterion.length === seeds);
  return isWhole ? null : 'has other seeds than runs';
}
