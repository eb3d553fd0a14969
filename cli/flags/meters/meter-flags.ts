import type { Argv } from 'yargs';
import { InputError, quoted } from '../../../core/input-error.ts';
import { LEVEL_BYTES, requireCapacities } from '../../../core/levels/memory-levels.ts';
import { LINE_LAYOUTS, type LineLayout } from '../../../core/lines/line-layout.ts';
import { requireLineBytes } from '../../../core/lines/line-traffic.ts';
import type { CaseSettings } from '../../../instrument/cases/case-figures.ts';
import { listedValues, numberFlag, textFlag } from '../valued-flags.ts';

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

/** The flags of cache lines. */
export interface LineFlags {
  line: number | undefined;
  layout: LineLayout | undefined;
}

/** Adds them to a command. */
export function lineFlags<T>(yargs: Argv<T>): Argv<T & LineFlags> {
  return yargs
    .option(
      'line',
      numberFlag('Bytes of a cache line, as 64, whole ones of which are what memories load; element by element'),
    )
    .option('layout', {
      requiresArg: true,
      choices: LINE_LAYOUTS,
      describe: 'With --line: elements packed, as without it, or every row of a tensor padded to whole lines',
    });
}

/** The lines that flags ask for; missing: none. Throws InputError on a layout of none, and on lines that do not fill memories. */
export function parseLines({ line, layout, levels }: LineFlags & MeterFlags): Pick<CaseSettings, 'line' | 'layout'> {
  if (layout !== undefined && line === undefined) throw new InputError('--layout: is of lines; add --line 64');
  if (line !== undefined) requireLineBytes('--line', line, parseLevels({ levels }));
  return { line, layout };
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** The capacities of `--levels` in bytes. Throws InputError on what is no list of rising sizes. */
export function parseLevels({ levels }: MeterFlags): readonly number[] {
  if (levels === undefined) return LEVEL_BYTES;
  const capacities = listedValues('--levels', levels).map((text) => {
    const [, digits, unit = 'B'] = /^(\d{1,9})(B|KB|MB|GB)?$/.exec(text) ?? [];
    if (digits === undefined) throw new InputError(`--levels: ${quoted(text)} is no size; give a list like 16KB,1MB`);
    return Number(digits) * UNITS[unit];
  });
  requireCapacities(`--levels ${levels}`, capacities);
  return capacities;
}
