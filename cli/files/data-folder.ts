import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { type DatasetName, isMadeInCode } from '../../scenarios/data/catalog.ts';

/**
 * Where the files of a data set are, given the folder that all scenarios share: in its own folder of that name, or else
 * beside the others. Undefined for data made in code, which have no files.
 */
export function dataFolder(shared: string | undefined, name: DatasetName): string | undefined {
  if (shared === undefined || isMadeInCode(name)) return undefined;
  const own = join(shared, name);
  return statSync(own, { throwIfNoEntry: false })?.isDirectory() === true ? own : shared;
}

/** Throws InputError on a folder that none of the data sets would read. */
export function requireReadFolder(shared: string | undefined, names: readonly DatasetName[]): void {
  if (shared === undefined || !names.every(isMadeInCode)) return;
  throw new InputError(
    `--data-dir ${shared}: nothing reads it, ${[...new Set(names)].join(' and ')} being made in code; leave it out`,
  );
}
