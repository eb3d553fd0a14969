import { median } from '../../core/numbers/statistics.ts';
import { updatesAtEvaluation } from '../../scenarios/evaluations/evaluation-grid.ts';
import type { ScenarioResult } from '../results/result.ts';
import { gridOf, type RuleResult, type RunResult } from '../results/training-result.ts';
import { accuracyPercent, capitalised, exactDigits, inWords, threeDigits, worded } from '../writing/format.ts';
import { comparedRules, pairLabels, pairOf, ruleLabel, ruleTitle } from './compared-rules.ts';
import { costFinding } from './findings.ts';
import {
  type ReachedRatio,
  type ReachedTotal,
  ratioOf,
  reachedTotals,
  timesAsMuch,
  totalInWords,
  totalsTo,
  updatesInWords,
} from './totals-to-accuracy.ts';

/** Sentences about what the rules learned and what it cost, made from the results alone. */

/** The answer: the total to the criterion where the rules were trained, else the cost of one update. */
export function answer(scenario: ScenarioResult): string {
  return totalFinding(scenario) ?? costFinding(scenario);
}

/** How much data these rules move until the criterion is met, and the reference; null where nothing was trained. */
export function totalFinding(
  scenario: ScenarioResult,
  rules: readonly string[] = comparedRules(scenario),
): string | null {
  const { training } = scenario;
  if (training === undefined) return null;
  const goal = `${accuracyPercent(training.criterion.testAccuracy)} on ${training.data}`;
  const pairs = rules.map((rule) => totalsTo(training.criterion.testAccuracy, scenario, rule));
  const ratios = pairs.map((pair) => ratioOf('total', pair));
  const said = rules.flatMap((rule, index) => {
    const [pair, ratio] = [pairs[index], ratios[index]];
    if (pair === null || ratio === null) return [];
    const { compared, reference } = pairLabels(scenario, rule);
    return [
      `To reach ${goal}, ${compared.title} moves ${timesAsMuch(ratio)} data as ${reference.title}: ` +
        `a ByteDMD cost of ${totalInWords(pair.compared)} against ${totalInWords(pair.reference)}.`,
    ];
  });
  if (said.length > 0 && said.length === rules.length) return said.join(' ');
  const without = training.rules.filter(
    ({ algorithm }) =>
      (said.length === 0 && algorithm === scenario.reference) ||
      (rules.includes(algorithm) && ratios[rules.indexOf(algorithm)] === null),
  );
  const areBounds =
    said.length === 0 &&
    pairs.length > 0 &&
    pairs.every((pair) => pair?.compared.bound === 'at most' && pair.reference.bound === 'at most');
  const every = rules.length === 1 ? 'both rules' : 'all rules';
  return [
    ...said,
    ...(rules.length === 0 || said.length > 0
      ? []
      : [`No ratio of totals to ${goal}${areBounds ? `: ${every} met it at the first evaluation that counts` : ''}.`]),
    ...without.map((rule) => {
      const total = criterionTotal(scenario, rule);
      const name = ruleTitle(scenario, rule.algorithm);
      const to = rules.length === 0 ? `To reach ${goal}, ${ruleLabel(scenario, rule.algorithm).title}` : name;
      return total === null ? missedFinding(name, rule) : `${to} moves a ByteDMD cost of ${totalInWords(total)}.`;
    }),
  ].join(' ');
}

/** The totals to the criterion of the rules that met it with every seed. */
function criterionTotals(scenario: ScenarioResult): ReachedTotal[] {
  const { training } = scenario;
  return training === undefined ? [] : reachedTotals(training.criterion.testAccuracy, scenario);
}

/** The total of a rule to the criterion; null where a seed did not meet it. */
export function criterionTotal(
  scenario: ScenarioResult,
  { algorithm }: Pick<ReachedTotal, 'algorithm'>,
): ReachedTotal | null {
  return criterionTotals(scenario).find((one) => one.algorithm === algorithm) ?? null;
}

/** The total, or the updates, of each rule over those of the reference; null where they have no ratio. */
export function criterionRatios(figure: 'total' | 'updates', scenario: ScenarioResult): (ReachedRatio | null)[] {
  const totals = criterionTotals(scenario);
  return comparedRules(scenario).map((rule) => ratioOf(figure, pairOf(scenario, rule, totals)));
}

/** Which seeds did not meet the criterion, and the best they did: no total is made up for them. */
function missedFinding(name: string, { runs }: RuleResult): string {
  const missed = runs.filter(({ updatesToCriterion }) => updatesToCriterion === null);
  const each = missed.map(({ seed, updates, bestAccuracy }) =>
    bestAccuracy === null
      ? `seed ${seed} ended after ${exactDigits(updates)} updates, before the three evaluations of which the mean counts`
      : `seed ${seed} reached ${accuracyPercent(bestAccuracy)} at best in ${exactDigits(updates)} updates`,
  );
  return `${name} did not get there with every seed, so it has no total: ${each.join(', ')}.`;
}

/** What makes up the total: updates and cost per update, for each rule; null where nothing was trained. */
export function updatesFinding(scenario: ScenarioResult): string | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const parts = totals.map((one) => {
    const { algorithm, costPerUpdate, readout } = one;
    const extra = readout === null ? '' : `, and ${inWords(readout.cost)} for fitting the readout once`;
    const reached = criterionTotal(scenario, one);
    const many = reached === null ? 'no median of updates' : `${updatesInWords(reached)} updates (median)`;
    return `${ruleTitle(scenario, algorithm)}: ${many}, ${inWords(costPerUpdate)} each${extra}`;
  });
  return `${parts.join('; ')}. ${earliestFinding(scenario)}`.trimEnd();
}

/** Which rules met the criterion as early as evaluations could tell, so that their totals are upper bounds; else ''. */
export function earliestFinding(scenario: ScenarioResult): string {
  const { training } = scenario;
  if (training === undefined) return '';
  const early = criterionTotals(scenario).filter(({ bound }) => bound === 'at most');
  if (early.length === 0) return '';
  const names = capitalised(early.map(({ algorithm }) => ruleLabel(scenario, algorithm).title).join(' and '));
  const earliest = early.map(({ algorithm }) => {
    const rule = training.rules.find((one) => one.algorithm === algorithm);
    return exactDigits(
      updatesAtEvaluation(training.criterion.evaluationsAveraged, gridOf(training, rule ?? training.rules[0])),
    );
  });
  const after = [...new Set(earliest)].join(' and ');
  const bound = early.length === 1 ? `, and its total is at most this` : `, and the totals are at most these`;
  return `${names} met it at the first evaluation that counts, after ${after} updates: fewer may do${bound}.`;
}

/** How many points below the criterion the ratio is looked at, too. */
const POINTS_BELOW = [10, 5, 3, 1];

/**
 * The ratio of totals of a rule to the criterion and to some accuracies below it but above chance, by the same runs; null
 * where they tell of one accuracy alone.
 */
export function accuraciesFinding(scenario: ScenarioResult, rule: string): string | null {
  const { training, classes } = scenario;
  if (training === undefined) return null;
  const { testAccuracy: criterion } = training.criterion;
  // In whole parts of 10,000, so that each is the number that it is written as.
  const below = POINTS_BELOW.map((points) => Math.round(1e4 * criterion - 100 * points) / 1e4);
  const parts = [...below.filter((accuracy) => accuracy > 1 / classes), criterion].flatMap((accuracy) => {
    const pair = totalsTo(accuracy, scenario, rule);
    return pair === null ? [] : [{ accuracy, pair, ratio: ratioOf('total', pair) }];
  });
  if (parts.length < 2) return null;
  const texts = parts.map(({ accuracy, pair: { compared, reference }, ratio }, index) => {
    const figure = ratio === null ? 'no ratio' : worded(ratio.bound, threeDigits(ratio.value, ratio.bound));
    const updates = `${updatesInWords(compared)}${index === 0 ? ' updates' : ''} against ${updatesInWords(reference)}`;
    return `to ${accuracyPercent(accuracy)} ${figure} (${updates})`;
  });
  const { compared, reference } = pairLabels(scenario, rule);
  return `${capitalised(compared.title)} over ${reference.title}, by the same runs: ${texts.join(', ')}.`;
}

/** How good the networks are on all test images at the end, for each rule. */
export function accuracyFinding(scenario: ScenarioResult): string {
  const parts = scenario.training?.rules.map((rule) => {
    const total = criterionTotal(scenario, rule);
    const reached =
      total === null
        ? 'the criterion was not met by every seed'
        : `met after ${updatesInWords(total)} updates (median)`;
    return `${ruleTitle(scenario, rule.algorithm)}: ${reached}, ${medianPercent(rule.runs, ({ testAccuracy }) => testAccuracy)} of all test images at the end`;
  });
  return parts?.join('; ') ?? '';
}

/** Median over the runs, as a percentage; an em dash without values. */
export function medianPercent(
  runs: readonly RunResult[],
  share: (run: RunResult) => number | null | undefined,
): string {
  const values = runs.map(share).filter((value) => value !== null && value !== undefined);
  return values.length === 0 ? '—' : accuracyPercent(median(values));
}
