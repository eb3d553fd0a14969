import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { InputError } from '../../core/input-error.ts';
import type { Baseline } from '../../reports/gate/baseline.ts';
import { parseBaseline } from '../../reports/gate/baseline-text.ts';
import { readTextFile } from './text-file.ts';

/** Of a file so much is looked at for the first line of a baseline, which a merge conflict may have moved. */
const HEAD_BYTES = 4096;

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

/** Whether a file is a baseline, be it whole or damaged. */
export function holdsBaseline(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return /^# odometer-baseline\//m.test(head.toString('utf8', 0, readSync(file, head)));
  } finally {
    closeSync(file);
  }
}

/** Whether `check --update` may write a file anew that it cannot read: a baseline, or nothing. */
export function mayBecomeBaseline(path: string): boolean {
  return holdsBaseline(path) || (statSync(path).isFile() && statSync(path).size === 0);
}
