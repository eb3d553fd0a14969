import { median } from '../../core/numbers/statistics.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { RuleResult, RunResult } from '../results/training-result.ts';
import { accuracyPercent, capitalised, exactDigits, inWords } from '../writing/format.ts';
import { type Pair, pairLabels, pairOf, ruleLabel, ruleTitle } from './compared-rules.ts';
import { costFinding, muchAs } from './findings.ts';

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
  const pair = totalPair(scenario);
  if (pair !== null) {
    const { compared, reference } = pairLabels(scenario);
    return (
      `To reach ${goal}, ${compared.title} moves ${muchAs(pair.compared, pair.reference)} data as ${reference.title}: ` +
      `a ByteDMD cost of ${inWords(pair.compared)} against ${inWords(pair.reference)}.`
    );
  }
  return [
    `No ratio of totals to ${goal}.`,
    ...training.rules.map((rule) => {
      const total = totals.find(({ algorithm }) => algorithm === rule.algorithm)?.total ?? null;
      const name = ruleTitle(scenario, rule.algorithm);
      return total === null ? missedFinding(name, rule) : `${name} moves a ByteDMD cost of ${inWords(total)}.`;
    }),
  ].join(' ');
}

/** The total of the rule compared over that of the reference; null where one of them has none. */
export function totalRatio(scenario: ScenarioResult): number | null {
  const pair = totalPair(scenario);
  return pair === null ? null : Number(pair.compared) / Number(pair.reference);
}

/** The totals of both rules, where they have a ratio. */
function totalPair(scenario: ScenarioResult): Pair<number | bigint> | null {
  const pair = pairOf(scenario, scenario.totals ?? []);
  if (pair === null || pair.compared.total === null || pair.reference.total === null) return null;
  return Number(pair.reference.total) === 0 ? null : { compared: pair.compared.total, reference: pair.reference.total };
}

/** Which seeds did not meet the criterion, and the best they did: no total is made up for them. */
function missedFinding(name: string, { runs }: RuleResult): string {
  const missed = runs.filter(({ updatesToCriterion }) => updatesToCriterion === null);
  const each = missed.map(
    ({ seed, updates, bestAccuracy }) =>
      `seed ${seed} reached ${bestAccuracy === null ? 'no evaluation of three' : accuracyPercent(bestAccuracy)} at best in ${exactDigits(updates)} updates`,
  );
  return `${name} did not get there with every seed, so it has no total: ${each.join(', ')}.`;
}

/** What makes up the total: updates and cost per update, for each rule; null where nothing was trained. */
export function updatesFinding(scenario: ScenarioResult): string | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const parts = totals.map(({ algorithm, updates, costPerUpdate, readout }) => {
    const extra = readout === null ? '' : `, and ${inWords(readout.cost)} for fitting the readout once`;
    const many = updates === null ? 'no median of updates' : `${exactDigits(updates)} updates (median)`;
    return `${ruleTitle(scenario, algorithm)}: ${many}, ${inWords(costPerUpdate)} each${extra}`;
  });
  return `${parts.join('; ')}. ${earliestFinding(scenario)}`.trimEnd();
}

/** Which rules met the criterion as early as evaluations could tell, so that their totals are upper bounds; else ''. */
export function earliestFinding(scenario: ScenarioResult): string {
  const { training } = scenario;
  if (training === undefined) return '';
  const { evaluateEvery, evaluationsAveraged } = training.criterion;
  const earliest = evaluateEvery * evaluationsAveraged;
  const early = training.rules.filter(({ medianUpdatesToCriterion: updates }) => updates === earliest);
  if (early.length === 0) return '';
  const names = capitalised(early.map(({ algorithm }) => ruleLabel(scenario, algorithm).title).join(' and '));
  const bound = early.length === 1 ? `, and its total is at most this` : `, and the totals are at most these`;
  return `${names} met it at the first evaluation that counts, after ${exactDigits(earliest)} updates: fewer may do${bound}.`;
}

/** How good the networks are on all test images at the end, for each rule. */
export function accuracyFinding(scenario: ScenarioResult): string {
  const parts = scenario.training?.rules.map(({ algorithm, runs, medianUpdatesToCriterion: updates }) => {
    const reached =
      updates === null
        ? 'the criterion was not met by every seed'
        : `met after ${exactDigits(updates)} updates (median)`;
    return `${ruleTitle(scenario, algorithm)}: ${reached}, ${medianPercent(runs, ({ testAccuracy }) => testAccuracy)} of all test images at the end`;
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
