import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { InputError, quoted } from '../../core/input-error.ts';
import { type DefinitionSource, registerRule, registerScenario } from '../../scenarios/catalog.ts';
import { isRule, type Rule } from '../../scenarios/rule/rule.ts';
import { isScenario, type Scenario } from '../../scenarios/rule/scenario.ts';
import { asShown, isLoadable } from './module-names.ts';
import { sourceHash } from './source-hash.ts';
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
  const definitions = await loadDefinitions(named);
  const [only] = definitions;
  if (definitions.length === 1) return only;
  const [file] = named.split('#');
  if (only === undefined) {
    throw new InputError(
      `${named}: exports no rule or task; export default defineRule({ ... }) or defineTask({ ... })`,
    );
  }
  const names = definitions.map(({ source }) => `${file}#${source.exported}`).join(', ');
  throw new InputError(`${named}: exports several rules and tasks; name one of ${names}`);
}

/**
 * All that a file defines which the text may mean: none where it exports neither rule nor task. Throws InputError where
 * the file cannot be loaded, or has no such export.
 */
export async function loadDefinitions(named: string): Promise<Definition[]> {
  const [, file, , name] = /^([^#]*)(#(.*))?$/s.exec(named) ?? [];
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new InputError(
      `${file}: no such file; name a module that exports a rule or a task, like feedback-alignment.ts`,
    );
  }
  if (!isLoadable(file)) throw new InputError(`${file}: is no module; name a .ts, .mts, .js or .mjs file`);
  const path = resolve(file);
  const sha256 = sourceHash(path);
  sayOnStderr();
  const exported = Object.entries(await loadModule(asShown(file), path));
  const defined = exported.filter(([, value]) => isRule(value) || isScenario(value));
  if (name !== undefined && exported.every(([known]) => known !== name)) {
    const names = defined.map(([known]) => known).join(', ');
    throw new InputError(
      `${file}: exports no ${quoted(name)}; ${names === '' ? 'no rule or task' : `choose ${names}`}`,
    );
  }
  const asked = name ?? (defined.some(([known]) => known === 'default') ? 'default' : undefined);
  const chosen = defined.filter(([known]) => asked === undefined || known === asked);
  return chosen.map(([known, value]) => {
    const isAlone = known === 'default' || (name === undefined && chosen.length === 1);
    const shown = isAlone ? basename(file) : `${basename(file)}#${known}`;
    const id = isScenario(value) ? value.id : slug(isAlone ? basename(file).replace(/\.\w+$/, '') : known);
    return registered(value, { id, file: shown, path, exported: known, sha256, loader: LOADER });
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
