/**
 * `npm run bench`: CPU time and memory of the cases of speed-cases.ts, each in a process of its own, as a table beside what
 * they are to stay within; with `--before COMMIT` beside that commit, too, case by case, built in a folder that is removed.
 * Pricing is timed alone, commands with all they do. With further words those cases alone that have one in their name,
 * with `--readme` those of README's table; what is measured with all of these is written to docs/speed.json, which the
 * table is made of by `npm run readme`. Takes some minutes, and what was slower its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { SPEED_CASES, type SpeedCase } from './speed-cases.ts';
import { parseTimed, README_CASES, SPEED_FIGURES, type SpeedFigures, speedTable, type Timed } from './speed-figures.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHILD = fileURLToPath(new URL('timed-case.ts', import.meta.url));

/** Makes a command tell through its fourth stream, at its end, what `timed-case.ts` prints. */
const TELL_USAGE = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }));
});`)}`;

const { values, positionals: words } = parseArgs({
  options: { before: { type: 'string' }, readme: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = SPEED_CASES.filter(({ name }) => {
  if (values.readme) return README_CASES.includes(name);
  return words.length === 0 || words.some((word) => name.includes(word));
});
const scratch = mkdtempSync(join(tmpdir(), 'odometer-bench-'));
/** The child as JavaScript. */
const child = join(scratch, 'timed-case.mjs');
try {
  const figures = measured(values.before ?? null);
  process.stdout.write(speedTable(figures));
  if (README_CASES.every((name) => figures.cases.some((one) => one.name === name))) {
    writeFileSync(SPEED_FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}

function measured(against: string | null): SpeedFigures {
  build(ROOT);
  buildSync({ entryPoints: [CHILD], outfile: child, format: 'esm' });
  const before = against === null ? null : checkedOut(against);
  const cases = chosen.map((one) => {
    const earlier = before === null ? null : timed(one, before);
    const now = timed(one, ROOT);
    process.stderr.write(`${one.name}: ${earlier === null ? '' : `${earlier.seconds} s before, `}${now.seconds} s\n`);
    return { name: one.name, before: earlier, now };
  });
  return { node: process.version, against, cases };
}

/** A copy of the sources as they were, built. */
function checkedOut(commit: string): string {
  const folder = join(scratch, 'before');
  run('git', ['clone', '--quiet', '--no-checkout', ROOT, folder], ROOT);
  run('git', ['checkout', '--quiet', commit], folder);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  build(folder);
  return folder;
}

function build(folder: string): void {
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], folder);
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

function timed({ work }: SpeedCase, folder: string): Timed {
  if ('command' in work) return timedCommand(work.command, folder);
  if ('scalars' in work) return timedChild([folder, String(work.scalars)]);
  const file = join(scratch, 'trace.json');
  // What is not priced was not always in a trace, and earlier commits refuse what they do not know.
  const { constantReads: _, values, ...priced } = work.trace();
  const known = values.map(({ row: _, ...value }) => value);
  writeFileSync(file, JSON.stringify({ ...priced, values: known }));
  return timedChild([folder, file, work.engine, work.semantics]);
}

/** In plain node, as users run the package: the loader of this process compiles the package anew, and makes it slower and larger. */
function timedChild(args: readonly string[]): Timed {
  const told = execFileSync(process.execPath, [child, ...args], { encoding: 'utf8' });
  return parseTimed(told);
}

function timedCommand(args: readonly string[], folder: string): Timed {
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', TELL_USAGE, join(folder, 'dist/cli/odometer.js'), ...args],
    { cwd: scratch, encoding: 'utf8', stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  if (status !== 0) throw new Error(`odometer ${args.join(' ')} exits with ${status}`);
  return parseTimed(output[3] ?? '');
}
