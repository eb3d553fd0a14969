import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { nameOfWay } from './comparison.ts';
import type { Exercised } from './exercised.ts';
import { EXERCISED_WORDS } from './exercised.ts';
import type { Finding, Progress, Share } from './random-worker.ts';

/**
 * `npm run test:random`: prices random programs by every engine, under every semantics, at both granularities, cold and
 * in steady operation, and fails where one does not give what the oracle gives. Programs that fail are made small and
 * saved in `out-random`.
 */
const OPTIONS = {
  programs: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '0' },
  seconds: { type: 'string', default: 'Infinity' },
  threads: { type: 'string', default: String(availableParallelism()) },
} as const;

const FOLDER = 'out-random';
const TOLD_EVERY_MS = 10_000;

/** So much that what a program leaves behind is mostly gone before it is collected. */
const YOUNG_MB = 64;

const { values } = parseArgs({ options: OPTIONS });
const programs = numberOf('programs');
const seed = numberOf('seed');
const threads = numberOf('threads');
const code = await workerCode();
const deadline = Date.now() + numberOf('seconds') * 1000;
const progress: Progress[] = [];
let failures = 0;

const teller = setInterval(() => process.stderr.write(`${summary()}\n`), TOLD_EVERY_MS);
await Promise.all(Array.from({ length: threads }, (_, thread) => share(thread)));
clearInterval(teller);
process.stdout.write(`${summary()}\n`);
if (failures > 0 || total('programs') === 0) process.exitCode = 1;

function share(thread: number): Promise<void> {
  const workerData: Share = { seed, first: thread, step: threads, programs, deadline };
  return new Promise((resolve, reject) => {
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
    const worker = new Worker(code, { eval: true, execArgv: [], workerData, resourceLimits });
    worker.on('message', (message: Progress | Finding) => {
      if (message.kind === 'progress') progress[thread] = message;
      else save(message);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

function save({ program, disagreement, trace }: Finding): void {
  failures++;
  const { way, engine, what } = disagreement;
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `random-${seed}-${program}.json`);
  writeFileSync(file, `${JSON.stringify(trace)}\n`);
  const flags = `--semantics ${way.semantics} --granularity ${way.granularity} --engine ${engine} --verify`;
  process.stdout.write(
    `program ${program}, ${nameOfWay(way)}: ${engine}: ${what}\n  odometer price ${file} ${flags}\n`,
  );
}

function total(what: Exclude<keyof Progress, 'kind'>): number {
  return progress.reduce((sum, one) => sum + (one?.[what] ?? 0), 0);
}

function summary(): string {
  const exercised = (Object.keys(EXERCISED_WORDS) as (keyof Exercised)[]).map(
    (what) => `${total(what)} ${EXERCISED_WORDS[what]}`,
  );
  const [compared, steady, derived] = [total('compared'), total('steady'), total('derived')];
  return [
    `seed ${seed}: ${total('programs')} programs, ${compared} comparisons (${steady} steady), ${derived} derived`,
    `${total('reads')} reads`,
    `run engine: ${exercised.join(', ')}`,
    `${failures} failures`,
  ].join('; ');
}

/**
 * The worker and all it imports, as one script: a thread does not inherit the loader that this one runs under, and what
 * that makes of a source names each function anew whenever it is made, which took a third of the time.
 */
async function workerCode(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./random-worker.ts', import.meta.url))],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

function numberOf(name: keyof typeof OPTIONS): number {
  const value = Number(values[name]);
  if (value >= (name === 'seed' ? 0 : 1)) return value;
  throw new RangeError(`--${name}: must be a number, got ${values[name]}`);
}
