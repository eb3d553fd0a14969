import { existsSync } from 'node:fs';
import { InputError } from '../../core/input-error.ts';
import type { Baseline } from '../../reports/gate/baseline.ts';
import { parseBaseline } from '../../reports/gate/baseline-text.ts';
import { readTextFile } from './text-file.ts';

/** The baseline that a file holds. Throws InputError where there is none, or it is not as it was written. */
export function readBaseline(path: string): Baseline {
  if (!hasBaseline(path)) {
    throw new InputError(`${path}: no such baseline; write one with odometer check --update, and commit it`);
  }
  return parseBaseline(readTextFile(path, 'a baseline'), path);
}

/** Whether there is a file of that name, be it a baseline or not. */
export function hasBaseline(path: string): boolean {
  return existsSync(path);
}
