import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeQuietly } from '../../scenarios/files/whole-file.ts';

/** In a folder while a process replaces files in it. */
const TURN = '.odometer-turn';
/** A turn is a few renames; one that is older was left by a process that was killed. */
const LEFT_MS = 10_000;
const LOOK_AGAIN_MS = 10;

/**
 * Runs `work`, which replaces files of the folder, while no other process does: waits for the turn of another, and takes
 * one over that nobody ends (D39).
 */
export function inTurn(folder: string, work: () => void): void {
  const turn = join(folder, TURN);
  while (!isTaken(turn)) {
    const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > LEFT_MS) removeQuietly(turn);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  try {
    work();
  } finally {
    removeQuietly(turn);
  }
}

/** Whether the turn is ours from now on. */
function isTaken(turn: string): boolean {
  try {
    writeFileSync(turn, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
