import { SCENARIOS } from '../../scenarios/catalog.ts';
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
  readonly algorithm: string;
}

type Named = Pick<ScenarioResult, 'rules' | 'reference'>;

/** The ids of the rules of a scenario that are held against its reference, in order. */
export function comparedRules({ rules, reference }: Named): string[] {
  return rules.map(({ algorithm }) => algorithm).filter((algorithm) => algorithm !== reference);
}

/** Of `ones`, that of this rule beside that of the reference. null: one is missing. */
export function pairOf<One extends OfRule>({ reference }: Named, rule: string, ones: readonly One[]): Pair<One> | null {
  const compared = ones.find(({ algorithm }) => algorithm === rule);
  const theirs = ones.find(({ algorithm }) => algorithm === reference);
  return compared === undefined || theirs === undefined ? null : { compared, reference: theirs };
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

/** How a rule of a scenario is called and drawn. */
export function ruleLabel({ rules }: Named, algorithm: string): Required<RuleLabel> {
  const found = rules.find((rule) => rule.algorithm === algorithm);
  if (found === undefined) throw new Error(`internal: the results name no rule ${algorithm}`);
  return found;
}

/** The title of a rule as it stands alone, or begins a sentence. */
export function ruleTitle(scenario: Named, algorithm: string): string {
  return capitalised(ruleLabel(scenario, algorithm).title);
}

/** The labels of a rule and of the reference. */
export function pairLabels(scenario: Named, rule: string): Pair<Required<RuleLabel>> {
  return { compared: ruleLabel(scenario, rule), reference: ruleLabel(scenario, scenario.reference) };
}

/** What the ratios of a rule to the reference are called: `FF / BP`. */
export function ratioTitle(scenario: Named, rule: string): string {
  const { compared, reference } = pairLabels(scenario, rule);
  return `${compared.shortName} / ${reference.shortName}`;
}

/** What the ratios of all rules that are held against the reference are called, in order. */
export function ratioTitles(scenario: Named): string[] {
  return comparedRules(scenario).map((rule) => ratioTitle(scenario, rule));
}

/** Whether all of these scenarios compare the same rules, under the same names. */
export function haveSameRules([first, ...others]: readonly ScenarioResult[]): boolean {
  const namesOf = ({ rules, reference }: ScenarioResult) =>
    JSON.stringify([rules.map(({ algorithm, title, shortName }) => [algorithm, title, shortName]), reference]);
  return others.every((other) => namesOf(other) === namesOf(first));
}
