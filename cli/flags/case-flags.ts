import type { Argv } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import { GRANULARITIES, type Granularity, SEMANTICS, type Semantics } from '../../core/trace/trace.ts';

/** The flags of commands that measure the kernels of users. */
export interface CaseFlags {
  files: string[];
  filter: string | undefined;
  semantics: Semantics;
  granularity: Granularity;
  bytes: number | undefined;
  seed: number;
  lines: boolean;
}

/** Adds those flags, and the files themselves, to a command whose positional is `[files..]`. */
export function caseFlags<T>(yargs: Argv<T>): Argv<T & CaseFlags> {
  return yargs
    .positional('files', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Case files, folders or patterns; without any, every *.odometer.{ts,mts,js,mjs} below this folder',
    })
    .option('filter', { type: 'string', describe: 'Only cases with this in their name, or of this pattern with *' })
    .option('semantics', {
      choices: SEMANTICS,
      default: 'eager' as const,
      describe: 'Which meaning of the depth of a read',
    })
    .option('granularity', {
      choices: GRANULARITIES,
      default: 'scalar' as const,
      describe: 'Accumulators and temporaries on the stack (scalar) or in registers, where they cost nothing',
    })
    .option('bytes', { type: 'number', describe: 'Bytes an element, 1 or 4; 4 but under ir-live and ir-classic' })
    .option('seed', { type: 'number', default: 0, describe: 'Of what cases draw at random' })
    .option('lines', {
      type: 'boolean',
      default: false,
      describe: 'Note the source line of each operation of plain loops, too: several times slower',
    });
}

/** The settings that the flags ask for. Throws InputError on bytes that are not priced, and on a seed that is none. */
export function parseCaseSettings(args: CaseFlags): {
  semantics: Semantics;
  granularity: Granularity;
  bytes: 1 | 4;
  seed: number;
  lines: boolean;
} {
  const { semantics, granularity, seed, lines } = args;
  const isOfOneByte = semantics === 'ir-live' || semantics === 'ir-classic';
  const { bytes = isOfOneByte ? 1 : 4 } = args;
  if (bytes !== 1 && bytes !== 4) throw new InputError(`--bytes: got ${bytes}; give 1 or 4`);
  if (isOfOneByte && bytes !== 1) throw new InputError(`--bytes: got ${bytes}; ${semantics} is defined for 1 alone`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new InputError(`--seed: got ${seed}; give an integer in 0 .. 4294967295`);
  }
  return { semantics, granularity, bytes, seed, lines };
}
