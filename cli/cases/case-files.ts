import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { InputError } from '../../core/input-error.ts';
import { asShown, isLoadable } from '../modules/module-names.ts';

/** How case files are called, where none is named. */
const CASE_FILES = '**/*.odometer.{ts,mts,js,mjs}';

const LEFT_OUT = ['**/node_modules/**', '**/.git/**'];

/**
 * The case files that are named by files, folders and glob patterns, or all below the current folder where none is named:
 * relative to the current folder, with forward slashes, sorted, each once. Throws InputError where something named is
 * not there or holds no case file.
 */
export function findCaseFiles(named: readonly string[]): string[] {
  const found = named.length === 0 ? filesOf('.') : named.flatMap(filesOf);
  return [...new Set(found)].sort();
}

function filesOf(named: string): string[] {
  const stats = statSync(named, { throwIfNoEntry: false });
  if (stats?.isFile()) {
    if (!isLoadable(named)) throw new InputError(`${named}: is no case file; name a .ts, .mts, .js or .mjs file`);
    return [asShown(named)];
  }
  const pattern = stats === undefined ? named : CASE_FILES;
  const files = globSync(pattern, {
    cwd: stats === undefined ? process.cwd() : resolve(named),
    ignore: LEFT_OUT,
    absolute: true,
    expandDirectories: false,
  });
  if (files.length > 0) return files.map(asShown);
  const advice = stats === undefined ? 'check the path' : `give one a name like matmul.odometer.ts`;
  throw new InputError(`${named}: ${stats === undefined ? 'no such file' : 'holds no case file'}; ${advice}`);
}
