import { isMedianBound, medianUpdates } from '../../scenarios/training/criterion.ts';
import { comparedRules, type Pair, pairOf } from '../findings/compared-rules.ts';
import { type ReachedRatio, type ReachedTotal, ratioOf } from '../findings/totals-to-accuracy.ts';
import { CHOICES, type Choice, type ProtocolChoice } from '../results/protocol-updates.ts';
import type { ScenarioResult } from '../results/result.ts';
import { totalCost } from '../results/total-result.ts';
import { gridOf } from '../results/training-result.ts';
import { rangeOfSeeds, type SeedRange, type SeedTotal, seedTotals } from './factors.ts';

/** A rule over the reference, to the criterion, by the protocol and at a choice of learning rates. */
export interface ProtocolRatio {
  readonly choice: Choice;
  readonly seeds: readonly number[];
  readonly learningRates: Pair<number>;
  /** By seed; null: the criterion was not met. */
  readonly updates: Pair<ChosenRule['updatesToCriterion']>;
  /** Medians of these; null where the rule has none. */
  readonly reached: Pair<ReachedTotal | null>;
  /** Of totals, the medians over the seeds; null where a rule has none, or both are bounds. */
  readonly ratio: ReachedRatio | null;
  readonly range: SeedRange | null;
}

type ChosenRule = ProtocolChoice['rules'][number];

/** Of each rule that is held against the reference, the ratios at both choices of rates, those that are tuned first; empty without a protocol. */
export function protocolRatios(scenario: ScenarioResult, rule: string): ProtocolRatio[] {
  const { protocol } = scenario;
  if (protocol === undefined || !comparedRules(scenario).includes(rule)) return [];
  return [...CHOICES].reverse().flatMap((choice): ProtocolRatio[] => {
    const chosen = protocol[choice];
    const pair = chosen && pairOf(scenario, rule, chosen.rules);
    if (chosen === null || pair === null) return [];
    const both = <One>(of: (one: ChosenRule) => One): Pair<One> => ({
      compared: of(pair.compared),
      reference: of(pair.reference),
    });
    const reached = both((one) => reachedBy(scenario, one));
    const { compared, reference } = reached;
    const ratio = compared === null || reference === null ? null : ratioOf('total', { compared, reference });
    return [
      {
        choice,
        seeds: chosen.seeds,
        learningRates: both(({ learningRate }) => learningRate),
        updates: both(({ updatesToCriterion }) => updatesToCriterion),
        reached,
        ratio,
        range: ratio === null ? null : rangeOfSeeds(both((one) => totalsBySeed(scenario, one))),
      },
    ];
  });
}

function reachedBy(scenario: ScenarioResult, one: ChosenRule): ReachedTotal | null {
  const { algorithm, updatesToCriterion: perSeed } = one;
  const updates = medianUpdates(perSeed);
  const total = totalAfter(scenario, one, updates);
  if (updates === null || total === null || scenario.training === undefined) return null;
  const isBound = isMedianBound(perSeed, gridOf(scenario.training, one));
  return { algorithm, updates, total, bound: isBound ? 'at most' : 'exact' };
}

function totalsBySeed(scenario: ScenarioResult, one: ChosenRule): SeedTotal[] {
  const { training } = scenario;
  if (training === undefined) return [];
  return seedTotals(one.updatesToCriterion, gridOf(training, one), (updates) => totalAfter(scenario, one, updates));
}

function totalAfter({ totals = [] }: ScenarioResult, { algorithm }: ChosenRule, updates: number | null) {
  const found = totals.find((one) => one.algorithm === algorithm);
  return found === undefined ? null : totalCost(updates, found.costPerUpdate, found.readout?.cost ?? 0);
}
