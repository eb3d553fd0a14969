import { InputError } from '../../../core/input-error.ts';
import { type TimeBaseline, timesOf } from '../../../reports/bench/time-comparison.ts';
import { readBenchFile } from '../../files/bench-file.ts';
import type { LoadedCase } from '../loaded-cases.ts';
import { idOf } from '../measured-cases.ts';

/** The flags of wall time. */
export interface TimeFlags {
  time: boolean;
  'time-baseline': string | undefined;
  'time-gate': boolean;
}

/**
 * The earlier times that the flags name; null: none. Throws InputError where one flag lacks another, and where the file has
 * the time of none of the cases.
 */
export function timeBaselineOf(flags: TimeFlags, selected: readonly LoadedCase[]): TimeBaseline | null {
  const { time, 'time-baseline': file, 'time-gate': isGated } = flags;
  if (isGated && file === undefined)
    throw new InputError('--time-gate: has nothing to hold times to; add --time-baseline');
  if (file === undefined) return null;
  if (!time) throw new InputError('--time-baseline: nothing is timed; add --time');
  const result = readBenchFile(file);
  const before = timesOf(result);
  if (selected.some((loaded) => before.has(idOf(loaded)))) return { file, result };
  throw new InputError(
    `--time-baseline ${file}: has the time of none of these cases; write it with odometer bench --json --time`,
  );
}
