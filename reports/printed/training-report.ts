import { gridText } from '../../scenarios/evaluations/evaluation-grid.ts';
import { isMedianBound } from '../../scenarios/training/criterion.ts';
import type { TrainedRule } from '../results/trained-rule.ts';
import { counted, exactDigits } from '../writing/format.ts';
import { layersFromOne } from '../writing/layer-names.ts';
import { textTable } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

/** What training yielded, as a table for a terminal: a line a run, and what the runs say together. */
export function trainingReportText(trained: TrainedRule): string {
  const { scenario, algorithm, shape, batch, learningRate, data, runs } = trained;
  const { testAccuracy, evaluateEvery, evaluationImages, evaluationsAveraged } = trained.criterion;
  const criterion = percentage(testAccuracy);
  const rows = runs.map((run) => [
    String(run.seed),
    exactDigits(run.updates),
    run.epochs
      .at(-1)
      ?.loss.map((loss) => loss.toFixed(3))
      .join(' ') ?? '',
    percentage(run.testAccuracy),
    run.updatesToCriterion === null
      ? `not met${run.bestAccuracy === null ? '' : `, best ${percentage(run.bestAccuracy)}`}`
      : exactDigits(run.updatesToCriterion),
    run.seconds.toFixed(1),
  ]);
  const modes = runs.flatMap(({ seed, byMode }) => {
    const names = layersFromOne(Object.keys(byMode));
    return Object.values(byMode).map((accuracy, index) => [String(seed), names[index], percentage(accuracy)]);
  });
  const { medianUpdatesToCriterion: median, headUpdatesPerEvaluation: headUpdates } = trained;
  const perRun = runs.map(({ updatesToCriterion }) => updatesToCriterion);
  const isBound = isMedianBound(perRun, evaluateEvery);
  return [
    ...wrappedText(
      visibleText(
        `${scenario} ${algorithm}, ${shape.join('-')}, ${data}, batch ${batch}, learning rate ${learningRate}`,
      ),
      TERMINAL_WIDTH,
      '  ',
    ),
    ...wrappedText(
      `Criterion: ${criterion} of ${evaluationImages} test images, mean of ${evaluationsAveraged} evaluations, ${gridText(evaluateEvery)}`,
      TERMINAL_WIDTH,
      '  ',
    ),
    ...(headUpdates === undefined
      ? []
      : [`Each evaluation first fits the softmax head anew, in ${counted(headUpdates, 'update')} of the head alone.`]),
    '',
    textTable(['seed', 'updates', 'loss a layer', 'all test images', `updates to ${criterion}`, 'seconds'], rows),
    textTable(['seed', 'prediction by', 'all test images'], modes),
    median === null
      ? `No median of updates to ${criterion}: not every run met it.`
      : `Median of updates to ${criterion}: ${isBound ? 'at most ' : ''}${exactDigits(median)}.`,
    '',
  ].join('\n');
}

function percentage(accuracy: number): string {
  return `${(100 * accuracy).toFixed(2)} %`;
}
