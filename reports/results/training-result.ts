import { z } from 'zod';
import { InputError } from '../../core/input-error.ts';
import type { EvaluationGrid } from '../../scenarios/evaluations/evaluation-grid.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import { settingsDifference } from '../../scenarios/training/training-settings.ts';
import {
  criterionMistake,
  criterionSchema,
  ruleFields,
  runFields,
  type TrainedRule,
  taskFields,
} from './trained-rule.ts';

/** How the rules of a scenario were trained, and what came of it. */
export const trainingSchema = z
  .strictObject({
    ...taskFields,
    criterion: criterionSchema,
    rules: z
      .array(
        z.strictObject({
          ...ruleFields,
          /** Whether a run ended as soon as it met the criterion. */
          stopsAtCriterion: z.boolean(),
          /** The step of its evaluations where it was evaluated otherwise than the criterion says: one costs it many updates. */
          evaluateEvery: z.int().positive().exactOptional(),
          runs: z.array(z.strictObject(runFields)).min(1),
        }),
      )
      .min(1),
  })
  .superRefine(({ criterion, rules }, context) => {
    rules.forEach((rule, index) => {
      const message = criterionMistake({ ...rule, criterion });
      if (message !== null) context.addIssue({ code: 'custom', path: ['rules', index], message });
    });
  });

export type TrainingResult = z.infer<typeof trainingSchema>;
export type RuleResult = TrainingResult['rules'][number];
export type RunResult = RuleResult['runs'][number];

/** Where a rule was evaluated. */
export function gridOf(
  { criterion }: Pick<TrainingResult, 'criterion'>,
  rule: Pick<RuleResult, 'evaluateEvery'>,
): EvaluationGrid {
  return rule.evaluateEvery ?? criterion.evaluateEvery;
}

/** A trained rule, and the file it comes from, or what else to call it. */
export interface NamedTraining {
  readonly where: string;
  readonly trained: TrainedRule;
}

/**
 * What the rules learned, one beside the other. Throws InputError naming the difference where two did not have the
 * same task: scenario, shape, batch, data, seeds, criterion, backend and the options that both know must be equal.
 */
export function commonTraining(
  trainings: Readonly<Record<string, NamedTraining>>,
  rules: Readonly<Record<string, Rule>>,
): TrainingResult {
  const ids = Object.keys(rules);
  const [firstId, ...others] = ids;
  for (const id of others) requireSameTask([firstId, id], trainings, rules);
  const [first] = ids.map((id) => trainings[id]);
  const { trainImages, data, trainSha256, testSha256 } = first.trained;
  const { stopsAtCriterion: _, ...criterion } = first.trained.criterion;
  return trainingSchema.parse({
    trainImages,
    data,
    trainSha256,
    testSha256,
    criterion,
    rules: ids.map((algorithm) => {
      const { version, options, learningRate, backend, platform, epochsAsked, medianUpdatesToCriterion, runs } =
        trainings[algorithm].trained;
      return {
        algorithm,
        version,
        options,
        learningRate,
        backend,
        platform,
        epochsAsked,
        medianUpdatesToCriterion,
        stopsAtCriterion: trainings[algorithm].trained.criterion.stopsAtCriterion,
        runs: [...runs].sort((a, b) => a.seed - b.seed).map(({ seconds: _, ...run }) => run),
      };
    }),
  });
}

/** Throws InputError naming the difference where two rules did not have the same task. */
function requireSameTask(
  pair: readonly [string, string],
  trainings: Readonly<Record<string, NamedTraining>>,
  rules: Readonly<Record<string, Rule>>,
): void {
  const shared = ({ trained }: NamedTraining) => {
    const { scenario, shape, classes, batch, runs, criterion, options } = trained;
    const { trainImages, data, trainSha256, testSha256, backend } = trained;
    const { stopsAtCriterion: _, ...asked } = criterion;
    const isKnownToBoth = (name: string) =>
      name !== 'learningRate' && pair.every((rule) => rules[rule].options.some((known) => known.name === name));
    return {
      scenario,
      layers: shape.join('-'),
      classes,
      batch,
      seeds: runs
        .map(({ seed }) => seed)
        .sort((a, b) => a - b)
        .join(','),
      trainImages,
      data,
      trainSha256,
      testSha256,
      backend,
      ...asked,
      options: Object.fromEntries(Object.entries(options).filter(([name]) => isKnownToBoth(name))),
    };
  };
  const [first, last] = pair.map((rule) => trainings[rule]);
  const difference = settingsDifference(shared(first), shared(last));
  if (difference !== '') {
    const said = difference.replaceAll(/ was ([^;]*), is ([^;]*)/g, ' $1 and $2');
    const titles = pair.map((rule) => rules[rule].label.title).join(' and ');
    throw new InputError(
      `${first.where} and ${last.where}: ${titles} did not have the same task: ${said}; train both alike`,
    );
  }
}

/** Wall time of the runs of a rule, added up. */
export function trainingSeconds({ runs }: TrainedRule): number {
  return runs.reduce((sum, { seconds }) => sum + seconds, 0);
}
