import { median } from '../../core/numbers/statistics.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { TotalResult } from '../results/total-result.ts';
import type { RuleResult, RunResult } from '../results/training-result.ts';
import { accuracyPercent, exactDigits, inWords, significant } from '../writing/format.ts';
import { ALGORITHM_NAMES, costFinding } from './findings.ts';

/** Sentences about what the rules learned and what it cost, made from the results alone. */

/** The answer: the total to the criterion where both rules were trained, else the cost of one update. */
export function answer(scenario: ScenarioResult): string {
  return totalFinding(scenario) ?? costFinding(scenario);
}

/** How much data moves until the criterion is met; null where nothing was trained. */
export function totalFinding(scenario: ScenarioResult): string | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const goal = `${accuracyPercent(training.criterion.testAccuracy)} on ${training.data}`;
  const [ff, bp] = [totalOf(totals, 'ff'), totalOf(totals, 'bp')];
  const ratio = totalRatio(scenario);
  if (ratio !== null) {
    const compared = ff === bp ? 'exactly as much' : `${significant(ratio)} times as much`;
    return (
      `To reach ${goal}, Forward-Forward moves ${compared} data as backprop: ` +
      `a ByteDMD cost of ${inWords(ff ?? 0)} against ${inWords(bp ?? 0)}.`
    );
  }
  return [
    `No ratio of totals to ${goal}.`,
    ...training.rules.map((rule) => {
      const total = totalOf(totals, rule.algorithm);
      const name = ALGORITHM_NAMES[rule.algorithm];
      return total === null ? missedFinding(rule) : `${name} moves a ByteDMD cost of ${inWords(total)}.`;
    }),
  ].join(' ');
}

/** Forward-Forward's total over backprop's; null where one of them has none. */
export function totalRatio({ totals = [] }: ScenarioResult): number | null {
  const [ff, bp] = [totalOf(totals, 'ff'), totalOf(totals, 'bp')];
  return ff === null || bp === null || Number(bp) === 0 ? null : Number(ff) / Number(bp);
}

function totalOf(totals: readonly TotalResult[], algorithm: Algorithm): number | bigint | null {
  return totals.find((one) => one.algorithm === algorithm)?.total ?? null;
}

/** Which seeds did not meet the criterion, and the best they did: no total is made up for them. */
function missedFinding({ algorithm, runs }: RuleResult): string {
  const missed = runs.filter(({ updatesToCriterion }) => updatesToCriterion === null);
  const each = missed.map(
    ({ seed, updates, bestAccuracy }) =>
      `seed ${seed} reached ${bestAccuracy === null ? 'no evaluation of three' : accuracyPercent(bestAccuracy)} at best in ${exactDigits(updates)} updates`,
  );
  return `${ALGORITHM_NAMES[algorithm]} did not get there with every seed, so it has no total: ${each.join(', ')}.`;
}

/** What makes up the total: updates and cost per update, for each rule; null where nothing was trained. */
export function updatesFinding(scenario: ScenarioResult): string | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const parts = totals.map(({ algorithm, updates, costPerUpdate, readout }) => {
    const extra = readout === null ? '' : `, and ${inWords(readout.cost)} for fitting the readout once`;
    const many = updates === null ? 'no median of updates' : `${exactDigits(updates)} updates (median)`;
    return `${ALGORITHM_NAMES[algorithm]}: ${many}, ${inWords(costPerUpdate)} each${extra}`;
  });
  return `${parts.join('; ')}. ${earliestFinding(scenario)}`.trimEnd();
}

/** Which rules met the criterion as early as evaluations could tell, so that their totals are upper bounds; else ''. */
export function earliestFinding({ training }: ScenarioResult): string {
  if (training === undefined) return '';
  const { evaluateEvery, evaluationsAveraged } = training.criterion;
  const earliest = evaluateEvery * evaluationsAveraged;
  const early = training.rules.filter(({ medianUpdatesToCriterion: updates }) => updates === earliest);
  if (early.length === 0) return '';
  const names = early.map(({ algorithm }) => ALGORITHM_NAMES[algorithm]).join(' and ');
  const bound = early.length === 1 ? `, and its total is at most this` : `, and the totals are at most these`;
  return `${names} met it at the first evaluation that counts, after ${exactDigits(earliest)} updates: fewer may do${bound}.`;
}

/** How good the networks are on all test images at the end, for each rule. */
export function accuracyFinding({ training }: ScenarioResult): string {
  const parts = training?.rules.map(({ algorithm, runs, medianUpdatesToCriterion: updates }) => {
    const reached =
      updates === null
        ? 'the criterion was not met by every seed'
        : `met after ${exactDigits(updates)} updates (median)`;
    return `${ALGORITHM_NAMES[algorithm]}: ${reached}, ${medianPercent(runs, ({ testAccuracy }) => testAccuracy)} of all test images at the end`;
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
