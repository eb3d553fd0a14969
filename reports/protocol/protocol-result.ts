import { z } from 'zod';
import { updatesToCriterion } from '../../scenarios/training/criterion.ts';
import { count } from '../results/figures/exact-count.ts';
import { criterionSchema, evaluationsOf, ruleFields, runFields, taskFields } from '../results/trained-rule.ts';

export const PROTOCOL_SCHEMA = 'odometer-protocol/1';

const positive = z.int().positive();
const rate = z.number().positive();
const seeds = z.array(count).min(1);

const runSchema = z.strictObject({
  algorithm: ruleFields.algorithm,
  learningRate: rate,
  version: ruleFields.version,
  backend: ruleFields.backend,
  platform: ruleFields.platform,
  ...runFields,
  /** Missing in runs of tuning, of which nothing is reported but their updates. */
  epochs: runFields.epochs.exactOptional(),
  /** After so many updates it ended, though the criterion was not met: another rate is known to be cheaper. null: nothing did. */
  mostUpdates: positive.nullable(),
  /** The step of its evaluations where they were not on the protocol's grid: one of them costs as much as many updates. */
  evaluateEvery: positive.exactOptional(),
  /** Wall time, in whatever processes, and processor time of the process that ended it. null: not measured then. */
  seconds: z.number().nonnegative(),
  cpuSeconds: z.number().nonnegative().nullable(),
});

/** A run whose losses or weights left all bounds, and where. */
const divergedSchema = z.strictObject({
  algorithm: ruleFields.algorithm,
  learningRate: rate,
  seed: count,
  version: ruleFields.version,
  diverged: z.string(),
  cpuSeconds: z.number().nonnegative(),
});

const ruleSchema = z.strictObject({
  algorithm: ruleFields.algorithm,
  documentedRate: rate,
  /** The rates among which the cheapest is looked for, from the lowest. */
  rates: z.array(rate).min(1),
  /** Seeds of the runs that are reported; none of them is one of tuning. */
  seeds,
});

/** All runs of a scenario by the protocol: at every rate on the seeds of tuning, then at the rate chosen on others. */
export const protocolSchema = z
  .strictObject({
    schema: z.literal(PROTOCOL_SCHEMA),
    scenario: z.string(),
    shape: z.array(positive).min(2),
    classes: positive,
    batch: positive,
    ...taskFields,
    criterion: criterionSchema,
    epochsAsked: positive,
    /** The same for every rule. */
    tuningSeeds: seeds,
    rules: z.array(ruleSchema).min(1),
    /** In the order in which they ended. */
    runs: z.array(runSchema),
    diverged: z.array(divergedSchema),
  })
  .superRefine((protocol, context) => {
    const message = protocolMistake(protocol);
    if (message !== null) context.addIssue({ code: 'custom', path: ['runs'], message });
  });

export type ProtocolResult = z.infer<typeof protocolSchema>;
export type ProtocolRule = ProtocolResult['rules'][number];
export type ProtocolRun = ProtocolResult['runs'][number];

interface Judged {
  readonly criterion: ProtocolResult['criterion'];
  readonly tuningSeeds: readonly number[];
  readonly rules: readonly ProtocolRule[];
  readonly runs: readonly ProtocolRun[];
  readonly diverged: readonly { readonly algorithm: string; readonly learningRate: number; readonly seed: number }[];
}

/** What is wrong with runs that no protocol asks for, or that their own curves do not bear; null: nothing. */
function protocolMistake({ criterion, tuningSeeds, rules, runs, diverged }: Judged): string | null {
  const known = new Set<string>();
  for (const { algorithm, learningRate, seed } of [...runs, ...diverged]) {
    const name = `${algorithm} at ${learningRate}, seed ${seed}`;
    if (known.has(name)) return `has ${name} twice`;
    known.add(name);
    const rule = rules.find((one) => one.algorithm === algorithm);
    if (rule === undefined || !rule.rates.includes(learningRate)) return `has ${name}, which is no rate of a rule`;
    if (![...tuningSeeds, ...rule.seeds].includes(seed)) return `has ${name}, which is no seed of the protocol`;
  }
  const shared = rules.find((rule) => rule.seeds.some((seed) => tuningSeeds.includes(seed)));
  if (shared !== undefined) return `reports seeds of ${shared.algorithm} that it was tuned on`;
  const images = criterion.evaluationImages;
  for (const { algorithm, learningRate, seed, curve, updatesToCriterion: stated } of runs) {
    const found = updatesToCriterion(evaluationsOf(curve, images), images, criterion.testAccuracy);
    if (found !== stated) return `${algorithm} at ${learningRate}, seed ${seed} meets it after ${found}, not ${stated}`;
  }
  return null;
}
