import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import yargs from 'yargs';
import { InputError, quoted } from '../core/input-error.ts';
import { toolVersion } from '../reports/results/tool-version.ts';
import { visibleText } from '../reports/writing/visible-text.ts';
import { TERMINAL_WIDTH } from '../reports/writing/wrapped-text.ts';
import { addCommands, COMMAND_NAMES } from './commands/commands.ts';
import { OutputError } from './files/standard-output.ts';
import { unknownIn, usageMessage, writtenFlags } from './usage-message.ts';

/** Exit codes: 0 success, 1 a failed check or an unexpected error, 2 wrong usage, bad input, or no room for output. */
export const EXIT_FAILED = 1;
export const EXIT_BAD_INPUT = 2;

/** A command line that yargs refused: unknown flag, missing argument, value outside its choices. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Arguments that are lists: their flags may be repeated. */
const LISTS: ReadonlySet<string> = new Set([
  '_',
  'files',
  'scenario',
  'trained',
  'rules',
  'option',
  'limit',
  'budget',
  'grid',
]);

/** Arguments that are no flags. */
const POSITIONALS: ReadonlySet<string> = new Set(['file', 'files']);

/** Arguments that name files and folders. An empty one would be the folder in which the command is run. */
const PATHS = [
  'file',
  'files',
  'trained',
  'out',
  'charts',
  'save',
  'baseline',
  'time-baseline',
  'markdown',
  'junit',
  'smaller-is-better',
  'speedscope',
  'trace-events',
  'data-dir',
  'checkpoint-dir',
] as const;

function refuseEmptyPaths(args: Record<string, unknown>): void {
  for (const name of PATHS) {
    const given = [args[name]].flat();
    const isEmpty = given.some((path) => path === false || (typeof path === 'string' && path.trim() === ''));
    if (!isEmpty) continue;
    throw new UsageError(`${POSITIONALS.has(name) ? name : `--${name}`}: is empty; name a file or folder`);
  }
}

/** Arguments that name files to write. One file of two would hold what is written last. */
const WRITTEN = ['save', 'markdown', 'junit', 'smaller-is-better', 'speedscope', 'trace-events'] as const;

function refuseSharedFiles(args: Record<string, unknown>): void {
  const flagOf = new Map<string, string>();
  for (const flag of WRITTEN) {
    const file = args[flag];
    if (typeof file !== 'string') continue;
    const path = resolve(file);
    const other = flagOf.get(path);
    if (other !== undefined) throw new UsageError(`--${flag} ${file}: is the file of --${other}, too; name another`);
    flagOf.set(path, flag);
  }
}

/** The words that flags take in place of a number (`numberOrWordFlag`). */
const OR_WORD: ReadonlyMap<string, string> = new Map([['evaluate-every', 'log']]);

/** Of a flag that takes a number, and is given none, a middleware says what is written: its value is NaN by now. */
function refusingNoNumbers(written: readonly string[]): (args: Record<string, unknown>) => void {
  return (args) => {
    const flag = Object.keys(args).find((name) => !/[A-Z]/.test(name) && Number.isNaN(args[name]));
    if (flag === undefined) return;
    const place = written.findLastIndex((text) => text === `--${flag}` || text.startsWith(`--${flag}=`));
    const given = written[place] === `--${flag}` ? written[place + 1] : written[place]?.slice(flag.length + 3);
    const word = OR_WORD.get(flag);
    const kind = word === undefined ? 'a number' : `a number or ${word}`;
    throw new InputError(`--${flag}: must be ${kind}, got ${quoted(given ?? '')}`);
  };
}

/** Of a flag that is given twice, and is no list, one value would be passed over in silence. */
function refuseRepeated(written: readonly string[]): void {
  const given = new Set<string>();
  for (const { name } of writtenFlags(written)) {
    // In camel case it is the same flag.
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (given.has(flag) && !LISTS.has(flag)) throw new UsageError(`--${flag}: is given twice; give it once`);
    given.add(flag);
  }
}

/**
 * The parser of `odometer`, with every command registered. Parsing rejects with UsageError on a refused command line
 * and with the command's own error otherwise; nothing is printed for either.
 */
export function commandLine(args: readonly string[]): Argv {
  if (args.includes('-')) throw new UsageError('-: names no file; name one, such as /dev/stdin');
  refuseRepeated(args);
  const parser = yargs([...args])
    .scriptName('odometer')
    // Or --batch.x would be the flag --batch, with an object as its value.
    .parserConfiguration({ 'dot-notation': false })
    .middleware([refuseEmptyPaths, refuseSharedFiles], true)
    .middleware(refusingNoNumbers(args))
    .usage('$0 <command> [options]\n\nMeasures how far data travels while a program computes (ByteDMD cost, exact).');
  return addCommands(parser)
    .demandCommand(1, 'name a command')
    .strict()
    .completion('completion', 'Print the shell completion script for bash or zsh')
    .example('$0 list', 'the scenarios, their algorithms and shapes')
    .example('$0 compare label-in-input --no-train --out out', 'one update of each rule, as tables and a page')
    .example('$0 trace label-in-input --algorithm ff --batch 2 --json', 'one update measured, as JSON on stdout')
    .example('$0 price programs.json --semantics all --json', 'the cost of scalar programs written in a file')
    .version(toolVersion())
    .help()
    .alias('help', 'h')
    .wrap(Math.min(TERMINAL_WIDTH, process.stdout.columns ?? TERMINAL_WIDTH))
    .fail((message: string | null, error: unknown) => {
      // What the parser itself refuses comes with a message beside the error; an error of a command comes alone.
      if (message === null && error instanceof Error && !isRefusal(error)) throw error;
      const { argv = { _: [] }, aliases = {} } = parser.parsed || {};
      const command = argv._[0]?.toString();
      const line = { written: args, command, known: Object.keys(aliases), commands: COMMAND_NAMES };
      const said = message ?? String(error);
      throw new UsageError(unknownIn(line, said) ?? said);
    });
}

/** Most of a message, and its end, which says what to do: names in files can be of any length. */
const MOST_SAID = 800;
const MOST_ADVISED = 200;

function shortened(message: string): string {
  if (message.length <= MOST_SAID + MOST_ADVISED) return message;
  return `${message.slice(0, MOST_SAID)} … ${message.slice(-MOST_ADVISED)}`;
}

/** Whether a command line was refused: by us, or by yargs, some of whose errors do not come by way of `fail`. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && (error.name === 'UsageError' || error.name === 'YError');
}

/** What to print on stderr for an error, '' for nothing, and the exit code it calls for. `debug` adds the stack of unexpected errors. */
export function describeFailure(error: unknown, debug: boolean): { text: string; exitCode: number } {
  // A reader that stops early (`odometer list --json | head -1`) is no failure of ours.
  if (error instanceof OutputError && error.isReaderGone) return { text: '', exitCode: 0 };
  const message = error instanceof Error ? error.message : String(error);
  const said = isRefusal(error) ? usageMessage(message.trim()) : message.trim();
  const sentences = said.replace(/:\s*\n\s*/g, ': ').replace(/\s*\n\s*/g, '; ');
  const line = `odometer: ${visibleText(shortened(sentences))}`;
  if (isRefusal(error)) return { text: `${line} (see odometer --help)`, exitCode: EXIT_BAD_INPUT };
  if (error instanceof InputError) return { text: line, exitCode: EXIT_BAD_INPUT };
  const stack = debug && error instanceof Error ? (error.stack ?? '').split('\n').map(visibleText) : [];
  return { text: [line, ...stack].join('\n'), exitCode: EXIT_FAILED };
}
