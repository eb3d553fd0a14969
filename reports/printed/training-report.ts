import { EVALUATIONS_AVERAGED, medianUpdates } from '../../scenarios/training/criterion.ts';
import type { StopRule, TrainingOutcome } from '../../scenarios/training/training-loop.ts';
import { ruleOf, type TrainingSettings } from '../../scenarios/training/training-settings.ts';
import { toolVersion } from '../results/tool-version.ts';
import { TRAINING_SCHEMA } from '../results/trained-rule.ts';
import { exactDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';

/** What training yielded, as JSON. `seconds` of a run is volatile, all else is not. */
export function trainingReport(settings: TrainingSettings, stop: StopRule, outcomes: readonly TrainingOutcome[]) {
  const { shape, evaluateEvery, evaluationImages, ...rest } = settings;
  const toCriterion = outcomes.map((outcome) => outcome.updatesToCriterion);
  const headUpdates = headUpdatesOf(settings);
  return {
    schema: TRAINING_SCHEMA,
    version: toolVersion(),
    ...rest,
    shape: shape.layers,
    classes: shape.classes,
    criterion: {
      testAccuracy: stop.criterion,
      stopsAtCriterion: stop.stopsAtCriterion,
      evaluateEvery,
      evaluationImages,
      evaluationsAveraged: EVALUATIONS_AVERAGED,
    },
    ...(headUpdates === undefined ? {} : { headUpdatesPerEvaluation: headUpdates }),
    epochsAsked: stop.epochs,
    runs: outcomes.map(({ epochs, final, ...outcome }) => ({
      ...outcome,
      epochs: epochs.map(({ reported, ...epoch }) => ({ ...epoch, ...reported })),
      ...final,
    })),
    medianUpdatesToCriterion: medianUpdates(toCriterion),
  };
}

/** What runs of one setting learned, for a terminal: a table, a line a run, and what the runs say together. */
export function trainingReportText(
  settings: TrainingSettings,
  stop: StopRule,
  outcomes: readonly TrainingOutcome[],
): string {
  const { scenario, algorithm, shape, batch, learningRate, data, evaluateEvery, evaluationImages } = settings;
  const criterion = percentage(stop.criterion);
  const rows = outcomes.map(({ seed, updates, epochs, updatesToCriterion, bestAccuracy, final, seconds }) => [
    String(seed),
    exactDigits(updates),
    epochs
      .at(-1)
      ?.loss.map((loss) => loss.toFixed(3))
      .join(' ') ?? '',
    percentage(final.testAccuracy),
    updatesToCriterion === null ? `not met, best ${percentage(bestAccuracy)}` : exactDigits(updatesToCriterion),
    seconds.toFixed(1),
  ]);
  const modes = outcomes.flatMap(({ seed, final }) =>
    Object.entries(final.byMode).map(([mode, accuracy]) => [String(seed), mode, percentage(accuracy)]),
  );
  const median = medianUpdates(outcomes.map((outcome) => outcome.updatesToCriterion));
  const headUpdates = headUpdatesOf(settings);
  return [
    `${scenario} ${algorithm}, ${shape.layers.join('-')}, ${data}, batch ${batch}, learning rate ${learningRate}`,
    `Criterion: ${criterion} of ${evaluationImages} test images, mean of ${EVALUATIONS_AVERAGED} evaluations, one every ${evaluateEvery} updates`,
    ...(headUpdates === undefined
      ? []
      : [
          `Each evaluation first fits the softmax head anew, in ${exactDigits(headUpdates)} updates of the head alone.`,
        ]),
    '',
    textTable(['seed', 'updates', 'loss a layer', 'all test images', `updates to ${criterion}`, 'seconds'], rows),
    textTable(['seed', 'prediction by', 'all test images'], modes),
    median === null
      ? `No median of updates to ${criterion}: not every run met it.`
      : `Median of updates to ${criterion}: ${exactDigits(median)}.`,
    '',
  ].join('\n');
}

function headUpdatesOf(settings: TrainingSettings): number | undefined {
  return ruleOf(settings).rule.readoutUpdates?.(settings.trainImages);
}

function percentage(accuracy: number | null): string {
  return accuracy === null ? '-' : `${(100 * accuracy).toFixed(2)} %`;
}
