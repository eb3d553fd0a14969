import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { ProtocolResult, ProtocolRun } from '../../reports/protocol/protocol-result.ts';
import { parseTrainedRule, type TrainedRule } from '../../reports/results/trained-rule.ts';
import type { NamedTraining } from '../../reports/results/training-result.ts';
import type { EvaluationGrid } from '../../scenarios/evaluations/evaluation-grid.ts';

/**
 * Updates between evaluations where one costs as much as 20 to 300 updates, for every label is tried, or a readout is
 * fitted: 4 to 8 % of the median of updates to the criterion at the documented rate.
 */
const OWN_STEPS: Readonly<Record<string, number>> = { 'recurrent ff': 10, 'hybrid ff': 100, 'locally-connected ff': 5 };
/** A run made before is taken where its steps are at most this share of its updates to the criterion, as on the grid. */
const GREATEST_STEP = 0.05;

/** Where the runs of a rule are evaluated. */
export function gridOf(scenario: string, algorithm: string): EvaluationGrid {
  return OWN_STEPS[`${scenario} ${algorithm}`] ?? 'log';
}

/** What a run says of its evaluations where they are not on the protocol's grid. */
export function ownStep(evaluateEvery: EvaluationGrid): { evaluateEvery?: number } {
  return evaluateEvery === 'log' ? {} : { evaluateEvery };
}

/** A training as `odometer train --json` printed it. Throws InputError naming the file where it is none. */
export function readTraining(where: string): NamedTraining {
  return { where, trained: parseTrainedRule(JSON.parse(readFileSync(where, 'utf8')), where) };
}

/** The run as a file of an earlier training holds it, of the same task and evaluated closely enough; null: none does. */
export function madeBefore(
  trainings: readonly NamedTraining[],
  protocol: ProtocolResult,
  { algorithm, learningRate, seed }: Pick<ProtocolRun, 'algorithm' | 'learningRate' | 'seed'>,
): ProtocolRun | null {
  const { scenario, criterion, trainImages, trainSha256, testSha256, shape, batch } = protocol;
  const task = { scenario, algorithm, learningRate, trainImages, trainSha256, testSha256, shape, batch };
  for (const { trained, where } of trainings) {
    const { evaluateEvery } = trained.criterion;
    const wanted = { ...task, criterion: { ...criterion, evaluateEvery, stopsAtCriterion: true } };
    if (!isDeepStrictEqual(wanted, pickedLike(wanted, trained))) continue;
    const run = trained.runs.find((one) => one.seed === seed);
    if (run === undefined || run.updatesToCriterion === null) continue;
    if (evaluateEvery !== 'log' && evaluateEvery > GREATEST_STEP * run.updatesToCriterion) continue;
    console.error(`${scenario} ${algorithm} at ${learningRate}, seed ${seed}: taken from ${where}`);
    const { version, backend, platform } = trained;
    const made = { algorithm, learningRate, version, backend, platform, ...run };
    return { ...made, mostUpdates: null, ...ownStep(evaluateEvery), cpuSeconds: null };
  }
  return null;
}

/** The keys of `like`, as `trained` has them. */
function pickedLike(like: Partial<TrainedRule>, trained: TrainedRule): Partial<TrainedRule> {
  return Object.fromEntries(Object.entries(trained).filter(([key]) => key in like));
}
