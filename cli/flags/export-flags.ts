import type { Argv } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import { numberFlag, textFlag } from './valued-flags.ts';

/** The flags that say on what a function of a user's module is traced. */
export interface ExportFlags {
  inputs: string | undefined;
  computed: boolean;
  seed: number | undefined;
}

/** Adds those flags to a command. */
export function exportFlags<T>(yargs: Argv<T>): Argv<T & ExportFlags> {
  const group = 'Of a function of a file:';
  return yargs
    .option('inputs', {
      ...textFlag('Shapes of its inputs, as in 4x28x28x1,10:int32,scalar; float32 where nothing is said'),
      group,
    })
    .option('computed', {
      type: 'boolean',
      default: false,
      describe:
        'Compute values, too, for addresses that depend on them; floats in 0 .. 1, integers 0 to 9, drawn by --seed',
      group,
    })
    .option('seed', { ...numberFlag('Of what is drawn at random; default 0'), group });
}

/** The value of `--seed`, 0 where it is not given. Throws InputError unless it is an integer of 32 bits. */
export function parseSeed(seed: number | undefined): number {
  if (seed === undefined) return 0;
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new InputError(`--seed: got ${seed}; give an integer in 0 .. 4294967295`);
}
