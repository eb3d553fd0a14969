import { resolve } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { CaseList, type KernelCase } from '../../instrument/cases/case-list.ts';
import { loadModule } from '../modules/user-module.ts';

/** A case, and the file that it is of. */
export interface LoadedCase {
  /** As results name it. */
  readonly file: string;
  /** Where it lies. */
  readonly path: string;
  readonly one: KernelCase;
}

/**
 * The cases that a file exports, in its order; `file` is relative to the current folder, or what results are to call the file at `path`.
 * TypeScript needs no build step,
 * and what the file imports as `tensor-odometer` and `@tensorflow/tfjs-core` is what runs. Throws InputError, with the place in the file, where it cannot be loaded,
 * throws, or exports no cases.
 */
export async function loadCases(file: string, path = resolve(file)): Promise<LoadedCase[]> {
  const module = await loadModule(file, path);
  const lists = [...new Set(Object.values(module))].filter((value) => value instanceof CaseList);
  const found = lists.flatMap(({ cases }) => cases);
  if (found.length === 0) {
    throw new InputError(`${file}: exports no cases; export default cases({ name, sizes, body }, ...)`);
  }
  const labels = new Set<string>();
  for (const { label } of found) {
    if (labels.has(label)) throw new InputError(`${file}: there are two cases "${label}"; give one another name`);
    labels.add(label);
  }
  return found.map((one) => ({ file, path, one }));
}
