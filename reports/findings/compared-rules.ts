import { SCENARIOS } from '../../scenarios/catalog.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import type { RuleLabel } from '../../scenarios/rule/rule-label.ts';
import { descriptionOf, type ScenarioDescription } from '../../scenarios/rule/scenario-description.ts';
import type { ScenarioResult } from '../results/result.ts';
import { capitalised } from '../writing/format.ts';

/** One thing for each of two rules: the one that is compared, and the reference that it is held against. */
export interface Pair<One> {
  readonly compared: One;
  readonly reference: One;
}

interface OfRule {
  readonly algorithm: Algorithm;
}

/** Of `ones`, those of the two rules of a scenario; the last that was measured is the reference. null: one is missing. */
export function pairOf<One extends OfRule>({ updates }: ScenarioResult, ones: readonly One[]): Pair<One> | null {
  const [first, last] = [updates[0], updates[updates.length - 1]];
  const compared = ones.find(({ algorithm }) => algorithm === first.algorithm);
  const reference = ones.find(({ algorithm }) => algorithm === last.algorithm);
  return first === last || compared === undefined || reference === undefined ? null : { compared, reference };
}

/**
 * What a scenario says of itself: in its results where it is one of the user's, else in the catalog. undefined: neither
 * knows it.
 */
export function descriptionIn({ id, described }: ScenarioResult): ScenarioDescription | undefined {
  if (described !== undefined) return described;
  const scenario = SCENARIOS.find((known) => known.id === id);
  return scenario === undefined ? undefined : descriptionOf(scenario);
}

/** How a rule of a scenario is called and drawn: by its name and place, where nothing is known of it. */
export function ruleLabel(scenario: ScenarioResult, algorithm: Algorithm): RuleLabel {
  const known = descriptionIn(scenario)?.labels[algorithm];
  if (known !== undefined) return known;
  const place = scenario.updates.findIndex((update) => update.algorithm === algorithm);
  return { title: algorithm, shortName: algorithm, colour: Math.max(0, place) };
}

/** The title of a rule as it stands alone, or begins a sentence. */
export function ruleTitle(scenario: ScenarioResult, algorithm: Algorithm): string {
  return capitalised(ruleLabel(scenario, algorithm).title);
}

/** The labels of the two rules of a scenario, whether or not both were measured. */
export function pairLabels(scenario: ScenarioResult): Pair<RuleLabel> {
  const { updates } = scenario;
  return {
    compared: ruleLabel(scenario, updates[0].algorithm),
    reference: ruleLabel(scenario, updates[updates.length - 1].algorithm),
  };
}

/** What the ratios of a pair of rules are called: `FF / BP`. */
export function ratioTitle({ compared, reference }: Pair<RuleLabel>): string {
  return `${compared.shortName} / ${reference.shortName}`;
}

/** The labels that all of these scenarios have in common; null where they compare different rules. */
export function commonLabels(scenarios: readonly ScenarioResult[]): Pair<RuleLabel> | null {
  const [first, ...others] = scenarios.map(pairLabels);
  const isSame = ({ compared, reference }: Pair<RuleLabel>) =>
    compared.title === first.compared.title && reference.title === first.reference.title;
  return others.every(isSame) ? first : null;
}
