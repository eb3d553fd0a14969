import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import { pairLabels, ratioTitle, ruleLabel, ruleTitle } from '../findings/compared-rules.ts';
import { ratioCell } from '../findings/totals-to-accuracy.ts';
import { criterionRatio, criterionTotal, medianPercent } from '../findings/training-findings.ts';
import { partCost } from '../findings/update-figures.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { ReadoutResult } from '../results/total-result.ts';
import type { RunResult } from '../results/training-result.ts';
import { accuracyPercent, exactDigits, marked, significant } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

const NONE = '—';

/** What it cost to meet the criterion, as cells of text; null where nothing was trained. */
export function totalCells(scenario: ScenarioResult): TextCells | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const criterion = accuracyPercent(training.criterion.testAccuracy);
  const rows: string[][] = [];
  const add = (label: string, cells: readonly string[], ratio = NONE): void => {
    rows.push([label, ...cells, ratio]);
  };
  const addReached = (label: string, figure: 'total' | 'updates'): void => {
    const cells = totals.map((one) => {
      const reached = criterionTotal(scenario, one);
      return reached === null ? NONE : marked(reached.bound, exactDigits(reached[figure]));
    });
    add(label, cells, ratioCell(criterionRatio(figure, scenario)));
  };
  addReached(`Total ByteDMD cost to ${criterion}`, 'total');
  addReached('Updates to it, median', 'updates');
  const perSeed = training.rules.map(({ runs }) => runs.map(updatesText).join(' / '));
  add(`… seeds ${training.rules[0].runs.map(({ seed }) => seed).join(' / ')}`, perSeed);
  const costs = totals.map(({ costPerUpdate }) => costPerUpdate);
  add('ByteDMD cost per update, cold', costs.map(exactDigits), ratioText(costs.map(Number)));
  if (totals.some(({ readout }) => readout !== null)) {
    add(
      'Fitting the readout, once',
      totals.map(({ readout }) => (readout === null ? NONE : exactDigits(readout.cost))),
    );
  }
  add(
    'All test images, median',
    training.rules.map(({ runs }) => medianPercent(runs, ({ testAccuracy }) => testAccuracy)),
  );
  return { header: [`to ${criterion}`, ...titles(scenario, totals), ratioTitle(pairLabels(scenario))], rows };
}

function updatesText({ updatesToCriterion, bestAccuracy }: RunResult): string {
  if (updatesToCriterion !== null) return exactDigits(updatesToCriterion);
  return bestAccuracy === null ? 'not met' : `not met, best ${accuracyPercent(bestAccuracy)}`;
}

/** What predicting one image costs; null where it was not measured. */
export function inferenceCells(scenario: ScenarioResult): TextCells | null {
  const { inference = [] } = scenario;
  if (inference.length === 0) return null;
  const rows = [
    ['ByteDMD cost', ...compared(inference.map((one) => partCost(one) / one.images))],
    ['Reads', ...compared(inference.map(({ reads, images }) => reads / images))],
    ['Multiply-accumulates (MACs)', ...compared(inference.map(({ macs, images }) => macs / images))],
  ];
  const ratio = inference.length === 2 ? [ratioTitle(pairLabels(scenario))] : [];
  return { header: ['to predict one image', ...titles(scenario, inference), ...ratio], rows };
}

function compared(figures: readonly number[]): string[] {
  const ratio = figures.length === 2 ? [ratioText(figures)] : [];
  return [...figures.map((figure) => exactDigits(Math.round(figure))), ...ratio];
}

/** Accuracy on all test images by every way of prediction, median over the seeds; null where nothing was trained. */
export function predictionCells(scenario: ScenarioResult): TextCells | null {
  const { training } = scenario;
  if (training === undefined) return null;
  const rows = training.rules.flatMap(({ algorithm, runs }) =>
    Object.keys(runs[0].byMode).map((mode) => [
      ruleTitle(scenario, algorithm),
      mode,
      medianPercent(runs, ({ byMode }) => byMode[mode]),
    ]),
  );
  return { header: ['rule', 'prediction by', 'test accuracy'], rows };
}

/** Accuracy by class, median over the seeds; null where nothing was trained. */
export function classCells(scenario: ScenarioResult): TextCells | null {
  const { training } = scenario;
  if (training === undefined) return null;
  const { rules } = training;
  const rows = rules[0].runs[0].perClass.map((_, label) => [
    String(label),
    ...rules.map(({ runs }) => medianPercent(runs, ({ perClass }) => perClass[label])),
  ]);
  return { header: ['class', ...titles(scenario, rules)], rows };
}

/** What fitting a readout runs, in words. */
export function readoutText({ parts }: ReadoutResult): string {
  return parts.map(({ work, batch, times }) => `${exactDigits(times)} x ${work} of ${batch}`).join(', ');
}

/** How the rules were trained and judged, in one line; null where nothing was trained. */
export function trainingLine(scenario: ScenarioResult): string | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const { data, trainImages, criterion, rules } = training;
  const rates = rules.map(
    ({ algorithm, learningRate }) => `${ruleLabel(scenario, algorithm).shortName} ${learningRate}`,
  );
  const readouts = totals.flatMap(({ readout }) => (readout === null ? [] : [readout]));
  return [
    `Trained on ${exactDigits(trainImages)} images of ${data}, learning rate ${rates.join(', ')}`,
    `criterion ${accuracyPercent(criterion.testAccuracy)} of ${exactDigits(criterion.evaluationImages)} test images, ` +
      `mean of ${criterion.evaluationsAveraged} evaluations, one every ${criterion.evaluateEvery} updates, which the ` +
      'total does not count',
    ...readouts.map(
      (readout) =>
        `fitting the readout, which every evaluation repeats and the total counts once: ${readoutText(readout)}`,
    ),
  ].join('; ');
}

function titles(scenario: ScenarioResult, ones: readonly { readonly algorithm: Algorithm }[]): string[] {
  return ones.map(({ algorithm }) => ruleTitle(scenario, algorithm));
}

/** The figure of the rule compared over that of the reference. */
function ratioText([figure, reference]: readonly number[]): string {
  return reference === undefined || reference === 0 ? NONE : significant(figure / reference);
}
