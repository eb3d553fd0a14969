import type { Argv } from 'yargs';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { InputError } from '../../core/input-error.ts';
import { isOfOneByte } from '../../core/measurement/program-pricing.ts';
import { GRANULARITIES, type Granularity, SEMANTICS, type Semantics, type Trace } from '../../core/trace/trace.ts';
import type { CaseSettings } from '../../instrument/cases/case-figures.ts';
import type { OdometerConfig } from '../../instrument/cases/odometer-config.ts';
import { defaultThreads } from '../../scenarios/threads/default-threads.ts';
import { parsePositiveInteger } from './training-flags.ts';
import { numberFlag, textFlag } from './valued-flags.ts';

/** The flags that say which cases are measured, and how. */
export interface MeasuredCaseFlags {
  filter: string | undefined;
  semantics: Semantics | undefined;
  granularity: Granularity | undefined;
  bytes: number | undefined;
  seed: number | undefined;
  lines: boolean;
  threads: number | undefined;
}

/** Those, and the files themselves. */
export interface CaseFlags extends MeasuredCaseFlags {
  files: string[];
}

/** How the cases of a run are measured, and from which seed what is random in them is drawn. */
export interface MeasuringSettings extends CaseSettings {
  readonly seed: number;
  /** How many are priced at a time, which changes no figure. */
  readonly threads: number;
  /** In which order cases are executed in place of their own, and its name. Missing: their own. */
  readonly schedule?: { readonly name: string; readonly order: (trace: Trace, prefix: string) => Trace } | undefined;
}

/** Adds those flags, and the files themselves, to a command whose positional is `[files..]`. */
export function caseFlags<T>(yargs: Argv<T>): Argv<T & CaseFlags> {
  return measuredCaseFlags(
    yargs.positional('files', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Case files, folders or patterns; without any, every *.odometer.{ts,mts,js,mjs} below this folder',
    }),
  );
}

/** Adds the flags without the files. */
export function measuredCaseFlags<T>(yargs: Argv<T>): Argv<T & MeasuredCaseFlags> {
  return yargs
    .option('filter', textFlag('Only cases with this in their name, or of this pattern with *'))
    .option('semantics', {
      requiresArg: true,
      choices: SEMANTICS,
      describe: 'Which meaning of the depth of a read; eager, where nothing else is configured',
    })
    .option('granularity', {
      requiresArg: true,
      choices: GRANULARITIES,
      describe:
        'Accumulators and temporaries on the stack (scalar, the default) or in registers, where they cost nothing',
    })
    .option('bytes', numberFlag('Bytes an element, 1 or 4; 4 but under ir-live and ir-classic'))
    .option('seed', numberFlag('Of what cases draw at random; 0, where nothing else is configured'))
    .option('lines', {
      type: 'boolean',
      default: false,
      describe: 'Note the source line of each operation of plain loops, too: several times slower',
    })
    .option('threads', numberFlag('Cases that are priced at a time; default: the number of processors, at most 8'));
}

/** The files, folders and patterns that the flags name, or the configuration where they name none. */
export function namedFiles({ files }: Pick<CaseFlags, 'files'>, config: OdometerConfig): readonly string[] {
  return files.length > 0 ? files : (config.files ?? []);
}

/**
 * The settings that the flags ask for, and the configuration where a flag is silent. Throws InputError on bytes that are
 * not priced, and on a seed that is none.
 */
export function parseCaseSettings(flags: MeasuredCaseFlags, config: OdometerConfig): MeasuringSettings {
  const semantics = flags.semantics ?? config.semantics ?? 'eager';
  const granularity = flags.granularity ?? config.granularity ?? 'scalar';
  const seed = flags.seed ?? config.seed ?? 0;
  const isOneByte = isOfOneByte(semantics);
  const bytes = flags.bytes ?? (isOneByte ? 1 : (config.bytes ?? ELEMENT_BYTES));
  if (bytes !== 1 && bytes !== ELEMENT_BYTES) throw new InputError(`--bytes: got ${bytes}; give 1 or ${ELEMENT_BYTES}`);
  if (isOneByte && bytes !== 1) throw new InputError(`--bytes: got ${bytes}; ${semantics} is defined for 1 alone`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new InputError(`--seed: got ${seed}; give an integer in 0 .. 4294967295`);
  }
  const threads = parsePositiveInteger('--threads', flags.threads) ?? defaultThreads();
  return { semantics, granularity, bytes, seed, lines: flags.lines, threads };
}
