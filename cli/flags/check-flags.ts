import type { Argv } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { OdometerConfig } from '../../instrument/cases/odometer-config.ts';
import { parseBudget } from '../../reports/gate/budget.ts';
import type { GateRules } from '../../reports/gate/check.ts';
import { type Bound, parseLimit, parseUnsignedBound } from '../../reports/gate/limit.ts';
import type { CaseFlags } from './case-flags.ts';
import { textFlag, textsFlag } from './valued-flags.ts';

/** The flags that say what a check is held against, what it lets pass, and where it is written. */
export interface CheckFlags {
  baseline: string | undefined;
  update: boolean;
  accept: string | undefined;
  reason: string | undefined;
  exact: boolean;
  budget: string[];
  limit: string[];
  'require-all': boolean;
  'allow-removed': boolean;
  json: boolean;
  markdown: string | undefined;
  junit: string | undefined;
  annotations: boolean | undefined;
  'smaller-is-better': string | undefined;
  'min-change': string | undefined;
}

const DEFAULT_BASELINE = 'odometer.baseline.txt';

/** Adds those flags to a command. */
export function checkFlags<T>(yargs: Argv<T>): Argv<T & CheckFlags> {
  const off = { type: 'boolean', default: false } as const;
  return yargs
    .option('baseline', baselineFlag())
    .option('update', { ...off, describe: 'Write the baseline of what is measured now; refused in CI' })
    .option('accept', textFlag('Take the figures of this one case into the baseline; refused in CI'))
    .option('reason', textFlag('With --accept: why, for the baseline'))
    .option('exact', { ...off, describe: 'Fail where a figure changed at all, also for the better' })
    .option('budget', textsFlag("Fail unless it holds: 'CASE <= N', 'CASE peak <= N', 'CASE <= 0.5 * CASE'"))
    .option('limit', textsFlag("What a metric of cases may change by: 'matmul* cost +1%', '* peak +1024 -50%'"))
    .option('require-all', { ...off, describe: 'Fail where a case is not in the baseline' })
    .option('allow-removed', { ...off, describe: 'Pass where a case of the baseline is no longer there' })
    .option('json', { ...off, describe: 'Print JSON' })
    .option('markdown', textFlag('Write the report to this file, for a summary or a comment'))
    .option('junit', textFlag('Write JUnit XML to this file'))
    .option('annotations', { type: 'boolean', describe: 'Mark failures for GitHub Actions; the default there' })
    .option('smaller-is-better', textFlag('Write customSmallerIsBetter JSON to this file, for a chart'))
    .option('min-change', textFlag('Show no change of less than an integer or a percentage; failures always'));
}

/** The flag that names the baseline. */
export function baselineFlag() {
  return textFlag(`The committed baseline; ${DEFAULT_BASELINE}, where nothing else is configured`);
}

/** The baseline that flags or the configuration name. */
export function baselineOf({ baseline }: Pick<CheckFlags, 'baseline'>, config: OdometerConfig): string {
  return baseline ?? config.baseline ?? DEFAULT_BASELINE;
}

/**
 * What is to hold, by the flags and by the configuration, whose limits those of flags override. Throws InputError on a
 * limit or a budget that is none, and on limits that --exact would void.
 */
export function parseGateRules(flags: CheckFlags, { limits = [] }: OdometerConfig): GateRules {
  const { exact, limit, budget } = flags;
  if (exact && limit.length > 0)
    throw new InputError('--exact and --limit: no change is within both; give one of them');
  return {
    limits: [...limits, ...limit].map(parseLimit),
    budgets: budget.map(parseBudget),
    isExact: exact,
    requireAll: flags['require-all'],
    allowRemoved: flags['allow-removed'],
  };
}

/** The changes that are too small to be shown; null: none is. */
export function parseMinChange({ 'min-change': text }: CheckFlags): Bound | null {
  return text === undefined ? null : parseUnsignedBound('--min-change', text);
}

/** Throws InputError where the baseline is to change in CI, in two ways, or without a reason. */
export function requireMeantChange({ update, accept, reason }: CheckFlags): void {
  if (update && accept !== undefined) throw new InputError('--update and --accept: give one of them');
  if (accept !== undefined && reason === undefined) {
    throw new InputError(`--accept ${accept}: needs a reason; add --reason TEXT`);
  }
  if (reason !== undefined && accept === undefined) throw new InputError('--reason: says why of --accept; add it');
  if (!isInCi() || (!update && accept === undefined)) return;
  throw new InputError(
    `--${update ? 'update' : 'accept'}: is refused where the environment variable CI is set; run it on your own ` +
      'machine, look at the change, and commit the baseline',
  );
}

/** How a command of odometer check begins that a message advises. */
const ADVISED = 'odometer check --';

/** The flags and files that say what a command of odometer holds against which baseline. */
type HeldFlags = Pick<CheckFlags, 'baseline'> & Partial<CaseFlags>;

/**
 * The error; a command of odometer check that it advises has the files and flags that the user gave, too: without them it would
 * be of other cases, measured otherwise, or of another baseline.
 */
export function withGivenFlags(error: unknown, { files = [], baseline, ...flags }: HeldFlags): unknown {
  if (!(error instanceof Error) || !error.message.includes(ADVISED)) return error;
  const { filter, semantics, granularity, bytes, seed } = flags;
  const given = Object.entries({ filter, semantics, granularity, bytes, seed, baseline });
  const words = [...files, ...given.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, `${value}`]))];
  if (words.length === 0) return error;
  const message = error.message.replaceAll(ADVISED, `${ADVISED.slice(0, -2)}${words.map(shellWord).join(' ')} --`);
  return error instanceof InputError ? new InputError(message) : new Error(message, { cause: error });
}

/** A word as it is typed in a shell. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Whether this is a machine of continuous integration, as such machines say it. */
export function isInCi(): boolean {
  const { CI: value = '' } = process.env;
  return value !== '' && value !== 'false';
}
