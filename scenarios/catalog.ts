import { didYouMean, InputError } from '../core/input-error.ts';
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

/** The built-in scenarios by their ids. */
export const tasks = {
  'label-in-input': labelInInput,
  hybrid,
  recurrent,
  'locally-connected': locallyConnected,
  'disk-ring': diskRing,
} as const;

/** Their rules, by scenario and id: `rules['disk-ring'].bp`. */
export const rules = {
  'label-in-input': labelInInput.rules,
  hybrid: hybrid.rules,
  recurrent: recurrent.rules,
  'locally-connected': locallyConnected.rules,
  'disk-ring': diskRing.rules,
} as const;

/** Every option of every rule of these scenarios, each once. */
export const RULE_OPTIONS: readonly RuleOption[] = [
  ...new Map(
    SCENARIOS.flatMap(({ rules }) => Object.values(rules).flatMap(({ options }) => options)).map((option) => [
      option.name,
      option,
    ]),
  ).values(),
];

/** The file of a user's that defines a rule or a task. */
export interface DefinitionSource {
  readonly id: string;
  /** As results name it, without its folders: `feedback-alignment.ts`, `rules.ts#direct`. */
  readonly file: string;
  /** Where it lies. */
  readonly path: string;
  /** What it is called among the file's exports. */
  readonly exported: string;
  /** Of its text and that of the files below it that it imports. */
  readonly sha256: string;
  /** SHA-256 of the text of each of these, by its path from the file. */
  readonly imports: Readonly<Record<string, string>>;
  /** Address of a module whose default export, given this, makes the same known in a thread. */
  readonly loader: string;
}

/** A definition, and where it comes from; null: it was made in this process, and no thread can make it again. */
interface Own<Definition> {
  readonly definition: Definition;
  readonly source: DefinitionSource | null;
}

/** What users define, by id, in this process or thread. */
const ownScenarios = new Map<string, Own<Scenario>>();
const ownRules = new Map<string, Own<Rule>>();

/** Makes a scenario of a user's known by its id. Throws InputError where another has it. */
export function registerScenario(scenario: Scenario, source: DefinitionSource | null = null): void {
  const { id } = scenario;
  const known = SCENARIOS.find((other) => other.id === id) ?? ownScenarios.get(id)?.definition;
  if (known !== undefined && known !== scenario) {
    throw new InputError(`task ${id}: there is one of this name already; name it otherwise`);
  }
  ownScenarios.set(id, { definition: scenario, source });
}

/** Makes a rule of a user's known by an id, to every scenario. Throws InputError where another has it. */
export function registerRule(id: string, rule: Rule, source: DefinitionSource | null = null): void {
  const known = ownRules.get(id)?.definition ?? rule;
  if (known !== rule || SCENARIOS.some(({ rules }) => Object.hasOwn(rules, id))) {
    throw new InputError(`rule ${id}: there is one of this name already; name the file otherwise`);
  }
  ownRules.set(id, { definition: rule, source });
}

/** The files that define a scenario and a rule, where users do: none, one or two; null for what no file defines. */
export function sourcesOf(scenario: string, rule: string): (DefinitionSource | null)[] {
  const [task, own] = [ownScenarios.get(scenario), ownRules.get(rule)];
  const isOfTask = Object.hasOwn(task?.definition.rules ?? {}, rule);
  return [task, isOfTask ? undefined : own].filter((one) => one !== undefined).map(({ source }) => source);
}

/** The scenario of this id. Throws InputError naming the known ones. */
export function findScenario(id: string): Scenario {
  const scenarios = [...SCENARIOS, ...[...ownScenarios.values()].map(({ definition }) => definition)];
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) {
    const known = scenarios.map((scenario) => scenario.id);
    throw new InputError(`Unknown scenario ${id}: use one of ${known.join(', ')}${didYouMean(id, known)}`);
  }
  return found;
}

/** The rule of this id, of a scenario or of a user's. Throws InputError naming the known ones. */
export function findRule({ id: scenario, rules }: Scenario, id: string): Rule {
  const found = Object.hasOwn(rules, id) ? rules[id] : ownRules.get(id)?.definition;
  if (found !== undefined) return found;
  const known = [...Object.keys(rules), ...ownRules.keys()];
  const choices = known.length === 0 ? 'name' : `use one of ${known.join(', ')}, or`;
  throw new InputError(`${scenario}: has no rule ${id}; ${choices} the file of one of your own`);
}
