import { gridText } from '../../scenarios/evaluations/evaluation-grid.ts';
import { comparedRules, pairOf, ratioTitles, ruleLabel, ruleTitle } from '../findings/compared-rules.ts';
import { ratioCell } from '../findings/totals-to-accuracy.ts';
import { criterionRatios, criterionTotal, medianPercent } from '../findings/training-findings.ts';
import { partCost } from '../findings/update-figures.ts';
import type { InferenceResult } from '../results/inference-result.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { ReadoutResult } from '../results/total-result.ts';
import type { RunResult } from '../results/training-result.ts';
import { accuracyPercent, exactDigits, marked, significant } from '../writing/format.ts';
import { layersFromOne } from '../writing/layer-names.ts';
import type { TextCells } from '../writing/text-table.ts';

const NONE = '—';
/** So many fit into 80 columns beside those of another rule. */
const SEEDS_A_ROW = 3;

/** What it cost to meet the criterion, as cells of text; null where nothing was trained. */
export function totalCells(scenario: ScenarioResult): TextCells | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const criterion = accuracyPercent(training.criterion.testAccuracy);
  const rows: string[][] = [];
  const none = comparedRules(scenario).map(() => NONE);
  const add = (label: string, cells: readonly string[], ratios: readonly string[] = none): void => {
    rows.push([label, ...cells, ...ratios]);
  };
  const addReached = (label: string, figure: 'total' | 'updates'): void => {
    const cells = totals.map((one) => {
      const reached = criterionTotal(scenario, one);
      return reached === null ? NONE : marked(reached.bound, exactDigits(reached[figure]));
    });
    add(label, cells, criterionRatios(figure, scenario).map(ratioCell));
  };
  addReached(`Total ByteDMD cost to ${criterion}`, 'total');
  addReached('Updates to it, median', 'updates');
  const seeds = training.rules[0].runs.map(({ seed }) => seed);
  for (let from = 0; from < seeds.length; from += SEEDS_A_ROW) {
    const some = <One>(all: readonly One[]): readonly One[] => all.slice(from, from + SEEDS_A_ROW);
    const perSeed = training.rules.map(({ runs }) => some(runs).map(updatesText).join(' / '));
    add(`… seeds ${some(seeds).join(' / ')}`, perSeed);
  }
  const costs = totals.map(({ costPerUpdate }) => costPerUpdate);
  const ratios = ratioTexts(scenario, totals, ({ costPerUpdate }) => Number(costPerUpdate));
  add('ByteDMD cost per update, cold', costs.map(exactDigits), ratios);
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
  return { header: [`to ${criterion}`, ...titles(scenario, totals), ...ratioTitles(scenario)], rows };
}

function updatesText({ updatesToCriterion, bestAccuracy }: RunResult): string {
  if (updatesToCriterion !== null) return exactDigits(updatesToCriterion);
  return bestAccuracy === null ? 'not met' : `not met, best ${accuracyPercent(bestAccuracy)}`;
}

/** What predicting one image costs; null where it was not measured. */
export function inferenceCells(scenario: ScenarioResult): TextCells | null {
  const { inference = [] } = scenario;
  if (inference.length === 0) return null;
  const row = (label: string, figure: (one: InferenceResult) => number): string[] => [
    label,
    ...inference.map((one) => exactDigits(Math.round(figure(one) / one.images))),
    ...ratioTexts(scenario, inference, (one) => figure(one) / one.images),
  ];
  return {
    header: ['to predict one image', ...titles(scenario, inference), ...ratioTitles(scenario)],
    rows: [
      row('ByteDMD cost', partCost),
      row('Reads', ({ reads }) => reads),
      row('Multiply-accumulates (MACs)', ({ macs }) => macs),
    ],
  };
}

/** Accuracy on all test images by every way of prediction, median over the seeds; null where nothing was trained. */
export function predictionCells(scenario: ScenarioResult): TextCells | null {
  const { training } = scenario;
  if (training === undefined) return null;
  const rows = training.rules.flatMap(({ algorithm, runs }) => {
    const modes = Object.keys(runs[0].byMode);
    const names = layersFromOne(modes);
    return modes.map((mode, index) => [
      ruleTitle(scenario, algorithm),
      names[index],
      medianPercent(runs, ({ byMode }) => byMode[mode]),
    ]);
  });
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
      `mean of ${criterion.evaluationsAveraged} evaluations, ${gridsText(scenario)}, which the ` +
      'total does not count',
    ...readouts.map(
      (readout) =>
        `fitting the readout, which every evaluation repeats and the total counts once: ${readoutText(readout)}`,
    ),
  ].join('; ');
}

/** How far evaluations lie apart, of a rule that has its own steps too. */
export function gridsText(scenario: ScenarioResult): string {
  const { training } = scenario;
  if (training === undefined) return NONE;
  const own = training.rules.flatMap(({ algorithm, evaluateEvery }) =>
    evaluateEvery === undefined ? [] : [` (${ruleLabel(scenario, algorithm).shortName} ${gridText(evaluateEvery)})`],
  );
  return `${gridText(training.criterion.evaluateEvery)}${own.join('')}`;
}

function titles(scenario: ScenarioResult, ones: readonly { readonly algorithm: string }[]): string[] {
  return ones.map(({ algorithm }) => ruleTitle(scenario, algorithm));
}

/** The figure of each rule over that of the reference. */
function ratioTexts<One extends { readonly algorithm: string }>(
  scenario: ScenarioResult,
  ones: readonly One[],
  figure: (one: One) => number,
): string[] {
  return comparedRules(scenario).map((rule) => {
    const pair = pairOf(scenario, rule, ones);
    if (pair === null || figure(pair.reference) === 0) return NONE;
    return significant(figure(pair.compared) / figure(pair.reference));
  });
}
