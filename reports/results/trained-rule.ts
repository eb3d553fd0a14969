import { z } from 'zod';
import { describe, InputError } from '../../core/input-error.ts';
import { RULE_OPTIONS } from '../../scenarios/catalog.ts';
import {
  EVALUATIONS_AVERAGED,
  type Evaluation,
  medianUpdates,
  updatesToCriterion,
} from '../../scenarios/training/criterion.ts';
import { ruleOf, type TrainingSettings } from '../../scenarios/training/training-settings.ts';
import type { StopRule, TrainingOutcome } from '../../scenarios/training/training-task.ts';
import { count } from './figures/exact-count.ts';
import { toolVersion } from './tool-version.ts';

export const TRAINING_SCHEMA = 'odometer-training/1';

const positive = z.int().positive();
const share = z.number().min(0).max(1);
const losses = z.array(z.number());
const sha256 = z.string();

/** The options of a rule, as they stand in files; a rule of a user's may have others than those of the catalog. */
export const ruleOptionsSchema = z
  .object(Object.fromEntries(RULE_OPTIONS.map(({ name, kind }) => [name, kind.schema.exactOptional()])))
  .catchall(z.union([z.number(), z.boolean(), z.string()]));

/** SHA-256 of each file of a user's that defines the rule or the task. */
export const definedInSchema = z.record(z.string(), sha256);

/** What the criterion asks for, and how it is looked for. */
export const criterionSchema = z.strictObject({
  testAccuracy: share.positive(),
  /** `log`: ever more updates from one evaluation to the next, at most 5 % of those made. */
  evaluateEvery: z.union([positive, z.literal('log')]),
  evaluationImages: positive,
  evaluationsAveraged: z.literal(EVALUATIONS_AVERAGED),
});

/** One run of one rule, without its time. */
export const runFields = {
  seed: count,
  updates: count,
  updatesToCriterion: positive.nullable(),
  /** Highest mean of three evaluations in a row. */
  bestAccuracy: share.nullable(),
  /** Every evaluation; `loss` is the mean since the one before, by layer. */
  curve: z.array(z.strictObject({ updates: positive, testAccuracy: share, loss: losses })),
  /** Beside these, means by layer of what else the rule reports: the goodness of positives and negatives. */
  epochs: z.array(
    z
      .object({ epoch: positive, updates: positive, batches: positive, loss: losses, testAccuracy: share })
      .catchall(z.array(z.number())),
  ),
  /** Of the network's state: equal where two runs ended bit for bit equal. */
  stateSha256: sha256,
  /** On all test images, at the end of the run. */
  testAccuracy: share,
  perClass: z.array(share.nullable()),
  byMode: z.record(z.string(), share),
};

/** What one rule was trained with. */
export const ruleFields = {
  algorithm: z.string(),
  version: z.string(),
  options: ruleOptionsSchema,
  learningRate: z.number().positive(),
  backend: z.enum(['wasm', 'cpu']),
  platform: z.string(),
  /** Most epochs of a run. */
  epochsAsked: positive,
  /** null: a run did not meet the criterion. */
  medianUpdatesToCriterion: z.number().positive().nullable(),
};

/** What the rules have to share, beside the criterion. */
export const taskFields = {
  trainImages: positive,
  data: z.string(),
  trainSha256: sha256,
  testSha256: sha256,
};

/** In the order in which it is printed. */
const trainedRuleSchema = z
  .strictObject({
    schema: z.literal(TRAINING_SCHEMA),
    version: ruleFields.version,
    scenario: z.string(),
    algorithm: ruleFields.algorithm,
    /** What the rule calls itself; older files do not say. */
    title: z.string().exactOptional(),
    definedIn: definedInSchema.exactOptional(),
    batch: positive,
    options: ruleFields.options,
    learningRate: ruleFields.learningRate,
    ...taskFields,
    backend: ruleFields.backend,
    platform: ruleFields.platform,
    shape: z.array(positive).min(2),
    classes: positive,
    criterion: criterionSchema.extend({ stopsAtCriterion: z.boolean() }),
    /** Where a readout is fitted before each evaluation: in so many updates. Older files do not say. */
    headUpdatesPerEvaluation: positive.exactOptional(),
    epochsAsked: ruleFields.epochsAsked,
    runs: z.array(z.strictObject({ ...runFields, seconds: z.number().nonnegative() })).min(1, 'has no run'),
    medianUpdatesToCriterion: ruleFields.medianUpdatesToCriterion,
  })
  .superRefine((rule, context) => {
    const message = criterionMistake(rule);
    if (message !== null) context.addIssue({ code: 'custom', path: ['runs'], message });
  });

/** What `odometer train --json` prints: one rule, trained with some seeds. */
export type TrainedRule = z.infer<typeof trainedRuleSchema>;

/** What came of a training, checked against itself. `seconds` of a run is volatile, all else is not. */
export function trainedRule(
  settings: TrainingSettings,
  stop: StopRule,
  outcomes: readonly TrainingOutcome[],
): TrainedRule {
  const { shape, evaluateEvery, evaluationImages, ...rest } = settings;
  const { rule } = ruleOf(settings);
  const headUpdates = rule.readoutUpdates?.(settings.trainImages);
  return trainedRuleSchema.parse({
    schema: TRAINING_SCHEMA,
    version: toolVersion(),
    ...rest,
    title: rule.label.title,
    shape: shape.layers,
    classes: shape.classes,
    criterion: {
      testAccuracy: stop.criterion,
      evaluateEvery,
      evaluationImages,
      evaluationsAveraged: EVALUATIONS_AVERAGED,
      stopsAtCriterion: stop.stopsAtCriterion,
    },
    ...(headUpdates === undefined ? {} : { headUpdatesPerEvaluation: headUpdates }),
    epochsAsked: stop.epochs,
    runs: outcomes.map(({ curve, epochs, final, ...outcome }) => ({
      ...outcome,
      ...final,
      curve: curve.map(({ correct, ...point }) => ({ ...point, testAccuracy: correct / evaluationImages })),
      epochs: epochs.map(({ reported, ...epoch }) => ({ ...epoch, ...reported })),
    })),
    medianUpdatesToCriterion: medianUpdates(outcomes.map((outcome) => outcome.updatesToCriterion)),
  });
}

interface JudgedRuns {
  readonly medianUpdatesToCriterion: number | null;
  readonly runs: readonly Pick<TrainedRule['runs'][number], 'seed' | 'curve' | 'updatesToCriterion'>[];
}

/** The evaluations of a curve of a file, as the counts of images that its shares were divided from: these decide. */
export function evaluationsOf(curve: TrainedRule['runs'][number]['curve'], images: number): Evaluation[] {
  return curve.map(({ updates, testAccuracy }) => ({ updates, correct: Math.round(testAccuracy * images) }));
}

/** What is wrong with updates to criterion that do not follow from the curves; null: nothing. */
export function criterionMistake({
  runs,
  criterion: { testAccuracy, evaluationImages },
  medianUpdatesToCriterion,
}: JudgedRuns & { readonly criterion: z.infer<typeof criterionSchema> }): string | null {
  if (new Set(runs.map(({ seed }) => seed)).size < runs.length) return 'has a seed twice';
  for (const { seed, curve, updatesToCriterion: stated } of runs) {
    const found = updatesToCriterion(evaluationsOf(curve, evaluationImages), evaluationImages, testAccuracy);
    if (found !== stated) return `seed ${seed} meets the criterion after ${found} updates by its curve, not ${stated}`;
  }
  const median = medianUpdates(runs.map((run) => run.updatesToCriterion));
  return median === medianUpdatesToCriterion
    ? null
    : `the median of updates to criterion is ${median}, not ${medianUpdatesToCriterion}`;
}

/** A trained rule from JSON that nobody has checked yet. Throws InputError naming `where`, the place in it and the rule. */
export function parseTrainedRule(json: unknown, where: string): TrainedRule {
  const version = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (version !== TRAINING_SCHEMA) {
    const got = version === undefined ? 'none' : describe(version);
    throw new InputError(
      `${where}: its "schema" is ${got}, not "${TRAINING_SCHEMA}"; give what odometer train --json printed`,
    );
  }
  const parsed = trainedRuleSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(`${where}: ${path.join('.') || 'training'}: ${message}; train again to make a whole file`);
}
