import { InputError } from '../core/input-error.ts';
import { diskRing } from './disk-ring/scenario.ts';
import { hybrid } from './hybrid/scenario.ts';
import { labelInInput } from './label-in-input/scenario.ts';
import { locallyConnected } from './locally-connected/scenario.ts';
import { recurrent } from './recurrent/scenario.ts';
import type { Rule } from './rule/rule.ts';
import type { RuleOption } from './rule/rule-option.ts';
import type { Scenario } from './rule/scenario.ts';

/** Every scenario there is, in the order in which they are listed. */
export const SCENARIOS: readonly Scenario[] = [labelInInput, hybrid, recurrent, locallyConnected, diskRing];

/** Every option of every rule of these scenarios, each once. */
export const RULE_OPTIONS: readonly RuleOption[] = [
  ...new Map(
    SCENARIOS.flatMap(({ rules }) => Object.values(rules).flatMap(({ options }) => options)).map((option) => [
      option.name,
      option,
    ]),
  ).values(),
];

/** What files of users define, by id, in this process or thread. */
const ownScenarios = new Map<string, Scenario>();
const ownRules = new Map<string, Rule>();

/** Makes a scenario of a user's known by its id. Throws InputError where another has it. */
export function registerScenario(scenario: Scenario): void {
  const { id } = scenario;
  const known = [...SCENARIOS, ...ownScenarios.values()].find((other) => other.id === id);
  if (known !== undefined && known !== scenario) {
    throw new InputError(`task ${id}: there is one of this name already; name it otherwise`);
  }
  ownScenarios.set(id, scenario);
}

/** Makes a rule of a user's known by an id, to every scenario. Throws InputError where another has it. */
export function registerRule(id: string, rule: Rule): void {
  const isTaken = SCENARIOS.some(({ rules }) => Object.hasOwn(rules, id)) || (ownRules.get(id) ?? rule) !== rule;
  if (isTaken) throw new InputError(`rule ${id}: there is one of this name already; name the file otherwise`);
  ownRules.set(id, rule);
}

/** The scenario of this id. Throws InputError naming the known ones. */
export function findScenario(id: string): Scenario {
  const scenarios = [...SCENARIOS, ...ownScenarios.values()];
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) {
    const known = scenarios.map((scenario) => scenario.id).join(', ');
    throw new InputError(`Unknown scenario ${id}: use one of ${known}`);
  }
  return found;
}

/** The rule of this id, of a scenario or of a user's. Throws InputError naming the known ones. */
export function findRule({ id: scenario, rules }: Scenario, id: string): Rule {
  const found = Object.hasOwn(rules, id) ? rules[id] : ownRules.get(id);
  if (found !== undefined) return found;
  const known = [...Object.keys(rules), ...ownRules.keys()].join(', ');
  throw new InputError(`${scenario}: has no rule ${id}; use one of ${known}, or the file of one of your own`);
}
