import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { nameOfWay } from './comparison.ts';
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

/** Runs the worker under the loader that this thread runs under: a thread does not inherit it. */
const START = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./random-worker.ts', import.meta.url).href)});
})`;

const { values } = parseArgs({ options: OPTIONS });
const programs = numberOf('programs');
const seed = numberOf('seed');
const threads = numberOf('threads');
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
    const worker = new Worker(START, { eval: true, execArgv: [], workerData });
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
  const [bodies, events, loops, iterations] = [
    total('bodies'),
    total('events'),
    total('skippedLoops'),
    total('skippedIterations'),
  ];
  return [
    `seed ${seed}: ${total('programs')} programs, ${total('compared')} comparisons (${total('steady')} steady)`,
    `${total('reads')} reads`,
    `run engine: ${bodies} bodies, ${events} calls by element, ${loops} loops skipped over ${iterations} iterations`,
    `${failures} failures`,
  ].join('; ');
}

function numberOf(name: keyof typeof OPTIONS): number {
  const value = Number(values[name]);
  if (value >= (name === 'seed' ? 0 : 1)) return value;
  throw new RangeError(`--${name}: must be a number, got ${values[name]}`);
}
