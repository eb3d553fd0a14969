import { isMedianBound, medianUpdates } from '../../scenarios/training/criterion.ts';
import { comparedRules, ratioTitle, ruleTitle } from '../findings/compared-rules.ts';
import { CHOICES, type Choice } from '../results/protocol-updates.ts';
import type { ScenarioResult } from '../results/result.ts';
import { contests, seedRangeText } from '../verdict/factors.ts';
import { accuracyPercent, exactDigits, marked, shortRatio } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';
import type { ProtocolResult, ProtocolRule } from './protocol-result.ts';
import { rateOf, reportedRuns, scenarioBy } from './protocol-training.ts';

const NONE = '—';

/** A protocol, and the results that say what an update of its scenario costs. */
export interface ProtocolOf {
  readonly protocol: ProtocolResult;
  readonly scenario: ScenarioResult;
}

/** What each rate of each rule came to with the seeds of tuning, and which was taken. */
export function tuningCells(all: readonly ProtocolOf[]): TextCells {
  const rows = all.flatMap(({ protocol, scenario }) =>
    protocol.rules.map((rule) => [
      scenario.title,
      ruleTitle(scenario, rule.algorithm),
      String(rule.documentedRate),
      String(rateOf(protocol, rule, 'tuned') ?? NONE),
      rule.rates.map((rate) => `${rate}: ${tuningText(protocol, rule, rate)}`).join('; '),
      protocol.tuningSeeds.join(', '),
    ]),
  );
  return { header: ['scenario', 'rule', 'documented rate', 'cheapest', 'updates at each', 'seeds'], rows };
}

/** The updates with each seed: `115`, `> 115` where the run ended there, `never`, `diverged`; a dash for one not made. */
function tuningText(
  { tuningSeeds, runs, diverged }: ProtocolResult,
  { algorithm }: ProtocolRule,
  rate: number,
): string {
  const isOf = (one: { algorithm: string; learningRate: number; seed: number }, seed: number): boolean =>
    one.algorithm === algorithm && one.learningRate === rate && one.seed === seed;
  const perSeed = tuningSeeds.map((seed) => {
    if (diverged.some((one) => isOf(one, seed))) return 'diverged';
    const run = runs.find((one) => isOf(one, seed));
    if (run === undefined) return NONE;
    if (run.updatesToCriterion !== null) return exactDigits(run.updatesToCriterion);
    return run.mostUpdates === null ? 'never' : `> ${exactDigits(run.mostUpdates)}`;
  });
  return perSeed.join(', ');
}

/** Updates of each rule to the criterion with the reported seeds, at the documented and at the cheapest rate. */
export function updatesCells(all: readonly ProtocolOf[]): TextCells {
  const rows = all.flatMap(({ protocol, scenario }) =>
    protocol.rules.map((rule) => [
      scenario.title,
      ruleTitle(scenario, rule.algorithm),
      accuracyPercent(protocol.criterion.testAccuracy),
      ...CHOICES.flatMap((choice) => [
        String(rateOf(protocol, rule, choice) ?? NONE),
        reportedText(protocol, rule, choice),
      ]),
    ]),
  );
  const columns = CHOICES.flatMap((choice) => [`${choice} rate`, 'updates: median (each seed)']);
  return { header: ['scenario', 'rule', 'criterion', ...columns], rows };
}

function reportedText(protocol: ProtocolResult, rule: ProtocolRule, choice: Choice): string {
  const runs = reportedRuns(protocol, rule, choice);
  const perSeed = runs.map(({ updatesToCriterion }) => updatesToCriterion);
  if (perSeed.length === 0) return NONE;
  const median = medianUpdates(perSeed);
  const each = perSeed.map((updates) => (updates === null ? 'never' : exactDigits(updates))).join(', ');
  const bound = isMedianBound(perSeed, runs[0].evaluateEvery ?? protocol.criterion.evaluateEvery) ? 'at most' : 'exact';
  return `${median === null ? NONE : marked(bound, exactDigits(median))} (${each})`;
}

/**
 * How many times as much a rule moves as the reference to the criterion, both at the documented and both at the cheapest
 * rate: the ratio of totals, and that of the best seed of one over the worst of the other, and the other way round.
 */
export function ratiosCells(all: readonly ProtocolOf[]): TextCells {
  const rows = all.flatMap(({ protocol, scenario }) =>
    comparedRules(scenario).map((rule) => [
      `${scenario.title}, ${ratioTitle(scenario, rule)}`,
      accuracyPercent(protocol.criterion.testAccuracy),
      ...CHOICES.flatMap((choice) => ratioTexts(scenarioBy(scenario, protocol, choice), rule)),
    ]),
  );
  const columns = CHOICES.flatMap((choice) => [`${choice} rates`, 'of extreme seeds', 'seeds']);
  return { header: ['scenario', 'criterion', ...columns], rows };
}

function ratioTexts(scenario: ScenarioResult | null, rule: string): string[] {
  const factors =
    scenario === null ? undefined : contests([scenario]).find((contest) => contest.rule === rule)?.factors;
  const { total = null, seeds = null } = factors ?? {};
  return [
    total === null ? NONE : marked(total.bound, shortRatio(total.value, total.bound)),
    seeds === null ? NONE : seedRangeText(seeds),
    scenario?.training?.rules[0].runs.map(({ seed }) => seed).join(', ') ?? NONE,
  ];
}
