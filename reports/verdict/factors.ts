import { comparedRules, type Pair, pairLabels, pairOf } from '../findings/compared-rules.ts';
import type { ReachedRatio } from '../findings/totals-to-accuracy.ts';
import { criterionRatios } from '../findings/training-findings.ts';
import { updateCost } from '../findings/update-figures.ts';
import type { ScenarioResult } from '../results/result.ts';
import { totalCost } from '../results/total-result.ts';

/** What a ratio of totals is made of: `updates` x `reads` x `costPerRead`. Each is that of a rule over the reference's. */
export interface Factors {
  /** To the criterion; null: not trained, not met by every seed, or both bounds. */
  readonly total: ReachedRatio | null;
  /** What the total is over that of one update: the updates, and the fitting of a readout where there is one. */
  readonly updates: ReachedRatio | null;
  /** Cost of one update. */
  readonly update: number;
  /** Reads of one update. */
  readonly reads: number;
  readonly costPerRead: number;
  /** The ratio of totals of the best seed over the worst of the reference, and the other way round; null of one seed. */
  readonly seeds: SeedRange | null;
}

export interface SeedRange {
  readonly least: number;
  readonly most: number;
}

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
    update,
    reads,
    costPerRead: update / reads,
    seeds: total === null ? null : seedRange(scenario, rule),
  };
}

function seedRange(scenario: ScenarioResult, rule: string): SeedRange | null {
  const { training, totals = [] } = scenario;
  const ofRules = (training?.rules ?? []).map(({ algorithm, runs }, index) => {
    const { costPerUpdate, readout } = totals[index];
    const perSeed = runs.map((run) => Number(totalCost(run.updatesToCriterion, costPerUpdate, readout?.cost ?? 0)));
    return { algorithm, perSeed };
  });
  const pair = pairOf(scenario, rule, ofRules);
  return pair && rangeOfSeeds({ compared: pair.compared.perSeed, reference: pair.reference.perSeed });
}

/** Of totals by seed: the best of one over the worst of the other, and the other way round; null of one seed. */
export function rangeOfSeeds({ compared, reference }: Pair<readonly number[]>): SeedRange | null {
  if (compared.length < 2) return null;
  return {
    least: Math.min(...compared) / Math.max(...reference),
    most: Math.max(...compared) / Math.min(...reference),
  };
}
