import type { EvaluationGrid } from '../../scenarios/evaluations/evaluation-grid.ts';
import { isMedianBound } from '../../scenarios/training/criterion.ts';
import { comparedRules, type Pair, pairLabels, pairOf } from '../findings/compared-rules.ts';
import { type ReachedRatio, type ReachedTotal, ratioOf } from '../findings/totals-to-accuracy.ts';
import { criterionRatios } from '../findings/training-findings.ts';
import { updateCost } from '../findings/update-figures.ts';
import type { ScenarioResult } from '../results/result.ts';
import { totalCost } from '../results/total-result.ts';
import { gridOf } from '../results/training-result.ts';
import { marked, shortRatio } from '../writing/format.ts';

/** What a ratio of totals is made of: `updates` x `reads` x `costPerRead`. Each is that of a rule over the reference's. */
export interface Factors {
  /** To the criterion; null: not trained, not met by every seed, or both bounds. */
  readonly total: ReachedRatio | null;
  /** What the total is over that of one update: the updates, and the fitting of a readout where there is one. */
  readonly updates: ReachedRatio | null;
  /** Whether a readout that one of them fits is in `updates`. */
  readonly hasReadout: boolean;
  /** Cost of one update. */
  readonly update: number;
  /** Reads of one update. */
  readonly reads: number;
  readonly costPerRead: number;
  /** null of one seed, or where an end is of two bounds. */
  readonly seeds: SeedRange | null;
}

/** The ratio of totals of the best seed over the worst of the reference, and the other way round. */
export interface SeedRange {
  readonly least: ReachedRatio;
  readonly most: ReachedRatio;
}

/** What a rule moves to the criterion with one seed. */
export type SeedTotal = Pick<ReachedTotal, 'total' | 'bound'>;

/** A rule held against the reference of its scenario. */
export interface Contest {
  readonly scenario: ScenarioResult;
  /** Id of the rule. */
  readonly rule: string;
  readonly labels: ReturnType<typeof pairLabels>;
  readonly factors: Factors;
}

/** Every rule of every scenario against its reference, the largest ratio of totals first, those without one last. */
export function contests(scenarios: readonly ScenarioResult[]): Contest[] {
  const found = scenarios.flatMap((scenario) =>
    comparedRules(scenario).flatMap((rule, index): Contest[] => {
      const factors = factorsOf(scenario, rule, criterionRatios('total', scenario)[index]);
      return factors === null ? [] : [{ scenario, rule, labels: pairLabels(scenario, rule), factors }];
    }),
  );
  const rank = ({ factors: { total } }: Contest): number => total?.value ?? 0;
  return found.sort((a, b) => rank(b) - rank(a) || b.factors.update - a.factors.update);
}

/** null where one of the rules was not measured, or moves nothing. */
function factorsOf(scenario: ScenarioResult, rule: string, total: ReachedRatio | null): Factors | null {
  const pair = pairOf(scenario, rule, scenario.updates);
  if (pair === null) return null;
  const { compared, reference } = pair;
  const update = updateCost(compared) / updateCost(reference);
  const reads = compared.reads / reference.reads;
  if (!(Number.isFinite(update) && Number.isFinite(reads) && update > 0 && reads > 0)) return null;
  return {
    total,
    updates: total === null ? null : { ...total, value: total.value / update },
    hasReadout: total !== null && hasReadout(scenario, rule),
    update,
    reads,
    costPerRead: update / reads,
    seeds: total === null ? null : seedRange(scenario, rule),
  };
}

function hasReadout({ totals = [], reference }: ScenarioResult, rule: string): boolean {
  return totals.some((one) => [rule, reference].includes(one.algorithm) && one.readout !== null);
}

function seedRange(scenario: ScenarioResult, rule: string): SeedRange | null {
  const { training, totals = [] } = scenario;
  if (training === undefined) return null;
  const ofRules = training.rules.map((one, index) => {
    const { costPerUpdate, readout } = totals[index];
    const cost = (updates: number): number | bigint | null => totalCost(updates, costPerUpdate, readout?.cost ?? 0);
    const perSeed = one.runs.map(({ updatesToCriterion }) => updatesToCriterion);
    return { algorithm: one.algorithm, perSeed: seedTotals(perSeed, gridOf(training, one), cost) };
  });
  const pair = pairOf(scenario, rule, ofRules);
  return pair && rangeOfSeeds({ compared: pair.compared.perSeed, reference: pair.reference.perSeed });
}

/** The totals of the seeds that met the criterion, `cost` each; those that met it at the first evaluation that counts are bounds. */
export function seedTotals(
  perSeed: readonly (number | null)[],
  grid: EvaluationGrid,
  cost: (updates: number) => number | bigint | null,
): SeedTotal[] {
  return perSeed.flatMap((updates): SeedTotal[] => {
    const total = updates === null ? null : cost(updates);
    if (total === null) return [];
    return [{ total, bound: isMedianBound([updates], grid) ? 'at most' : 'exact' }];
  });
}

/** null of one seed, or where an end is of two bounds. */
export function rangeOfSeeds({ compared, reference }: Pair<readonly SeedTotal[]>): SeedRange | null {
  if (compared.length < 2) return null;
  const [first, second] = [byTotal(compared), byTotal(reference)];
  const least = ratioOf('total', { compared: first[0], reference: second[second.length - 1] });
  const most = ratioOf('total', { compared: first[first.length - 1], reference: second[0] });
  return least === null || most === null ? null : { least, most };
}

function byTotal(totals: readonly SeedTotal[]): SeedTotal[] {
  return [...totals].sort((a, b) => Number(a.total) - Number(b.total));
}

/** `4.0 to 65`, `31 to ≥ 103` */
export function seedRangeText({ least, most }: SeedRange): string {
  const end = ({ value, bound }: ReachedRatio): string => marked(bound, shortRatio(value, bound));
  return `${end(least)} to ${end(most)}`;
}
