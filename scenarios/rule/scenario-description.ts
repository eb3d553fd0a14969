import type { Question } from './question.ts';
import type { Scenario } from './scenario.ts';

/** What reports have to know of a scenario, beside its figures. */
export interface ScenarioDescription {
  readonly questions: readonly Question[];
  /** Id of the scenario that its questions hold it against. */
  readonly heldAgainst?: string;
}

/** What a scenario says of itself to reports. */
export function descriptionOf({ questions = [], heldAgainst }: Scenario): ScenarioDescription {
  return {
    questions,
    ...(heldAgainst === undefined ? {} : { heldAgainst }),
  };
}
