import type { Argv } from 'yargs';
import { InputError, quoted } from '../../../core/input-error.ts';
import { LEVEL_BYTES, requireCapacities } from '../../../core/levels/memory-levels.ts';
import { numberFlag, textFlag } from '../valued-flags.ts';

/** The flags that say what else is measured on the same reads. */
export interface MeterFlags {
  levels: string | undefined;
}

/** Adds those flags to a command. */
export function meterFlags<T>(yargs: Argv<T>): Argv<T & MeterFlags> {
  return yargs.option(
    'levels',
    textFlag('Memories, smallest first, whose traffic is told; 1KB,32KB,1MB,32MB where nothing else is named'),
  );
}

/** The flag of cache lines. */
export interface LineFlag {
  line: number | undefined;
}

/** Adds it to a command. */
export function lineFlag<T>(yargs: Argv<T>): Argv<T & LineFlag> {
  return yargs.option(
    'line',
    numberFlag('Bytes of a cache line, as 64, whole ones of which are what memories load; element by element'),
  );
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** The capacities of `--levels` in bytes. Throws InputError on what is no list of rising sizes. */
export function parseLevels({ levels }: MeterFlags): readonly number[] {
  if (levels === undefined) return LEVEL_BYTES;
  const capacities = levels.split(',').map((text) => {
    const [, digits, unit = 'B'] = /^(\d{1,9})(B|KB|MB|GB)?$/.exec(text) ?? [];
    if (digits === undefined) throw new InputError(`--levels: ${quoted(text)} is no size; give a list like 16KB,1MB`);
    return Number(digits) * UNITS[unit];
  });
  requireCapacities(`--levels ${levels}`, capacities);
  return capacities;
}
