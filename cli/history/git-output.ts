import { execFileSync } from 'node:child_process';

/** A long history, or a large baseline, is within this. */
const MAX_BYTES = 2 ** 29;

/** What git prints; null where it fails. */
export function gitOutput(args: readonly string[]): string | null {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: MAX_BYTES });
  } catch {
    return null;
  }
}
