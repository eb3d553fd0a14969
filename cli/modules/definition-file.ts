import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { type DefinitionSource, registerRule, registerScenario } from '../../scenarios/catalog.ts';
import { isRule, type Rule } from '../../scenarios/rule/rule.ts';
import { isScenario, type Scenario } from '../../scenarios/rule/scenario.ts';
import { asShown, isLoadable } from './module-names.ts';
import { importHashes, sourceHash } from './source-hash.ts';
import { sayOnStderr } from './user-code.ts';
import { loadModule } from './user-module.ts';

/** What a file of a user's defines, under the id by which it is known from now on. */
export type Definition = { readonly id: string; readonly source: DefinitionSource } & (
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'task'; readonly scenario: Scenario }
);

/** Address of what loads a definition in a thread. */
const LOADER = new URL(`thread-definition${import.meta.url.endsWith('.js') ? '.js' : '.ts'}`, import.meta.url).href;

/**
 * Loads what `FILE#EXPORT` defines, a rule or a task, and makes it known by an id: of the default export the file's name,
 * of another its own, of a task that which it states. Without `#EXPORT` it is the default export, or the only one. Throws
 * InputError, naming the file, where there is none, and where another has its id.
 */
export async function loadDefinition(named: string): Promise<Definition> {
  const exported = await definedExports(named);
  const chosen = exported.names.map((name) => `${exported.file}#${name}`).join(', ');
  const definitions = madeKnown(exported);
  if (definitions.length === 1) return definitions[0];
  if (definitions.length > 1) {
    throw new InputError(`${named}: exports several rules and tasks; name one of ${chosen}`);
  }
  const advice = chosen === '' ? 'export default defineRule({ ... }) or defineTask({ ... })' : `choose ${chosen}`;
  throw new InputError(`${named}: exports no rule or task${chosen === '' ? '' : ' of this name'}; ${advice}`);
}

/** All that the text may mean of a file's rules and tasks, made known: none where it exports neither. */
export async function loadDefinitions(named: string): Promise<Definition[]> {
  return madeKnown(await definedExports(named));
}

/** The rules and tasks among a module's exports; `name` is that which is asked for. */
interface DefinedExports {
  readonly file: string;
  readonly path: string;
  readonly sha256: string;
  readonly imports: Readonly<Record<string, string>>;
  readonly name: string | undefined;
  readonly names: readonly string[];
  readonly module: Readonly<Record<string, unknown>>;
}

async function definedExports(named: string): Promise<DefinedExports> {
  const [, file, , name] = /^([^#]*)(#(.*))?$/s.exec(named) ?? [];
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new InputError(`${file}: no such file; name one that exports a rule or a task, like feedback-alignment.ts`);
  }
  if (!isLoadable(file)) throw new InputError(`${file}: is no module; name a .ts, .mts, .js or .mjs file`);
  const path = resolve(file);
  const sha256 = sourceHash(path);
  const imports = importHashes(path);
  sayOnStderr();
  const module = await loadModule(asShown(file), path);
  const names = Object.keys(module).filter((known) => isRule(module[known]) || isScenario(module[known]));
  return { file, path, sha256, imports, name, names, module };
}

function madeKnown({ file, path, sha256, imports, name, names, module }: DefinedExports): Definition[] {
  const asked = name ?? (names.includes('default') ? 'default' : undefined);
  const chosen = names.filter((known) => asked === undefined || known === asked);
  // A file of several is asked about each; which of them is meant would not be told by the file's name.
  return chosen.map((exported) => {
    const value = module[exported];
    const isAlone = exported === 'default' || (name === undefined && chosen.length === 1);
    const shown = isAlone ? basename(file) : `${basename(file)}#${exported}`;
    const id = isScenario(value) ? value.id : slug(isAlone ? basename(file).replace(/\.\w+$/, '') : exported);
    return registered(value, { id, file: shown, path, exported, sha256, imports, loader: LOADER });
  });
}

/** Makes what a module exports known as what a file defines. */
export function registered(value: unknown, source: DefinitionSource): Definition {
  const { id } = source;
  try {
    if (isRule(value)) {
      registerRule(id, value, source);
      return { kind: 'rule', id, rule: value, source };
    }
    if (!isScenario(value)) throw new InputError(`${source.exported}: is no rule or task`);
    registerScenario(value, source);
    return { kind: 'task', id, scenario: value, source };
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${source.file}: ${error.message}`) : error;
  }
}

/** `direct-feedback` of `directFeedback` and of `Direct feedback`. */
function slug(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'rule';
}
