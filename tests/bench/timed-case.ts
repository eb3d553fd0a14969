/**
 * One piece of work, timed, in a process of its own: `timed-case.ts PACKAGE TRACE ENGINE SEMANTICS` prices the trace of a
 * file, `timed-case.ts PACKAGE N` a product of N x N as plain loops, both by the package built in the folder PACKAGE, be it
 * of today or of an earlier commit.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { measure, TensorProxy } from '../../index.ts';

const [folder, what, engine, semantics] = process.argv.slice(2);
const api = await import(pathToFileURL(`${folder}/dist/index.js`).href);
const reads = engine === undefined ? timedLoops(Number(what)) : timedPricing();
process.stdout.write(JSON.stringify(reads));

function timedPricing(): object {
  const trace = api.parseTrace(JSON.parse(readFileSync(what, 'utf8')), what);
  return timed(() => api.ENGINES[engine](trace, { semantics, granularity: 'scalar' }).histogram.reads);
}

function timedLoops(n: number): object {
  const numbers = (): TensorProxy =>
    new api.TensorProxy(
      'float32',
      [n, n],
      Float32Array.from({ length: n * n }, (_, i) => i % 7),
    );
  return timed(() => {
    const { program } = api.traceScalars(product, [numbers(), numbers()]);
    // There was no `measure` at first.
    if (api.measure === undefined) return api.eagerTrace(program).length;
    return Number((api.measure as typeof measure)(program).reads);
  });
}

/** C = A B, each product added to what is in C. */
function product(a: TensorProxy, b: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const c: TensorProxy = new api.TensorProxy('float32', [n, n]);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
  return c;
}

/** CPU time, since wall time on a shared machine measures the neighbours too. */
function timed(work: () => number): object {
  const start = process.cpuUsage();
  const reads = work();
  const { user, system } = process.cpuUsage(start);
  return { reads, seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 };
}
