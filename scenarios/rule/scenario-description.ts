import type { Algorithm } from './algorithm.ts';
import { perRule } from './algorithm.ts';
import type { Question } from './question.ts';
import type { RuleLabel } from './rule-label.ts';
import type { Scenario } from './scenario.ts';

/** What reports have to know of a scenario, beside its figures. */
export interface ScenarioDescription {
  readonly labels: Readonly<Record<Algorithm, RuleLabel>>;
  readonly questions: readonly Question[];
  /** Id of the scenario that its questions hold it against. */
  readonly heldAgainst?: string;
}

/** What a scenario says of itself to reports. */
export function descriptionOf({ algorithms, questions = [], heldAgainst }: Scenario): ScenarioDescription {
  return {
    labels: perRule((algorithm) => algorithms[algorithm].label),
    questions,
    ...(heldAgainst === undefined ? {} : { heldAgainst }),
  };
}
