import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, quoted } from '../../../core/input-error.ts';
import { type CaseBody, isCaseBody, TensorBody } from '../../../instrument/cases/case-body.ts';
import { CaseList, type KernelCase } from '../../../instrument/cases/case-list.ts';
import type { TensorFunction } from '../../../instrument/tensors/trace-function.ts';
import { asShown, isLoadable } from '../../modules/module-names.ts';
import { loadModule } from '../../modules/user-module.ts';

/** What can be traced of a user's module, under its name. */
export interface ModuleExport {
  /** As results name it, and where it lies. */
  readonly file: string;
  readonly path: string;
  /** `model.ts#predict`. */
  readonly label: string;
  /** A function is a body without inputs. */
  readonly found:
    | { readonly kind: 'function' | 'body'; readonly body: CaseBody }
    | { readonly kind: 'case'; readonly one: KernelCase };
}

/**
 * What `FILE#EXPORT` names: a function, the body of a case, or a case by its label; without `#EXPORT` the only one that
 * there is. Throws InputError where there is no such file or export, with those that there are.
 */
export async function moduleExport(named: string): Promise<ModuleExport> {
  const [, given, , name] = /^([^#]*)(#(.*))?$/s.exec(named) ?? [];
  if (statSync(given, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new InputError(`${given}: no such file; name a module, or one of its exports, like model.ts#predict`);
  }
  if (!isLoadable(given)) throw new InputError(`${given}: is no module; name a .ts, .mts, .js or .mjs file`);
  const [file, path] = [asShown(given), resolve(given)];
  const module = await loadModule(file, path);
  const offered = traceable(module);
  if (offered.size === 0 || (name !== undefined && !offered.has(name))) refuseModel(file, module, name);
  const [chosen, found] = chosenOf(file, offered, name);
  return { file, path, label: `${file}#${chosen}`, found };
}

/** Throws InputError where what is named, or any export of a file without functions, is a model of tfjs-layers. */
function refuseModel(file: string, module: Record<string, unknown>, name: string | undefined): void {
  const model = Object.keys(module).find((known) => (name ?? known) === known && isModel(module[known]));
  if (model === undefined) return;
  const written = model === 'default' ? 'model' : model;
  throw new InputError(
    `${file}: ${model} is a model, and no function; export one of its own, as in export const predict = (x) => ${written}.predict(x)`,
  );
}

/** A model of tfjs-layers or a graph model, known by what it does: this package depends on neither. */
function isModel(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { predict, execute, layers } = value as Readonly<Record<string, unknown>>;
  return typeof predict === 'function' && (Array.isArray(layers) || typeof execute === 'function');
}

type Found = ModuleExport['found'];

function chosenOf(file: string, offered: ReadonlyMap<string, Found>, name: string | undefined): [string, Found] {
  const names = [...offered.keys()].join(', ');
  if (offered.size === 0) {
    throw new InputError(`${file}: exports nothing to trace; export a function of tensors, or a case`);
  }
  if (name === undefined && offered.size > 1) {
    throw new InputError(`${file}: exports several to trace; name one as ${file}#NAME: ${names}`);
  }
  const [chosen = ''] = name === undefined ? offered.keys() : [name];
  const found = offered.get(chosen);
  if (found === undefined) throw new InputError(`${file}: exports no ${quoted(chosen)} to trace; choose ${names}`);
  return [chosen, found];
}

/** By the name of the export; cases by their labels. */
function traceable(module: Record<string, unknown>): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const [name, value] of Object.entries(module)) {
    if (isFunction(value)) found.set(name, { kind: 'function', body: new TensorBody(value, [], {}) });
    else if (value instanceof CaseList) for (const one of value.cases) found.set(one.label, { kind: 'case', one });
    else if (isCaseBody(value)) found.set(name, { kind: 'body', body: value });
  }
  return found;
}

function isFunction(value: unknown): value is TensorFunction {
  return typeof value === 'function';
}
