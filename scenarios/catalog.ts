import { InputError } from '../core/input-error.ts';
import { diskRing } from './disk-ring/scenario.ts';
import { hybrid } from './hybrid/scenario.ts';
import { labelInInput } from './label-in-input/scenario.ts';
import { locallyConnected } from './locally-connected/scenario.ts';
import { recurrent } from './recurrent/scenario.ts';
import { ALGORITHMS } from './rule/algorithm.ts';
import type { RuleOption } from './rule/rule-option.ts';
import type { Scenario } from './rule/scenario.ts';

/** Every scenario there is, in the order in which they are listed. */
export const SCENARIOS: readonly Scenario[] = [labelInInput, hybrid, recurrent, locallyConnected, diskRing];

/** Every option of every rule, each once. */
export const RULE_OPTIONS: readonly RuleOption[] = [
  ...new Map(
    SCENARIOS.flatMap(({ algorithms }) => ALGORITHMS.flatMap((algorithm) => algorithms[algorithm].options)).map(
      (option) => [option.name, option],
    ),
  ).values(),
];

/** The scenario of this id. Throws InputError naming the known ones. */
export function findScenario(id: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.id === id);
  if (found === undefined) {
    const known = SCENARIOS.map((scenario) => scenario.id).join(', ');
    throw new InputError(`Unknown scenario ${id}: use one of ${known}`);
  }
  return found;
}
