/**
 * Nanoseconds a read of the engines, and their ratios, in one process: products of square matrices, and whole
 * Forward-Forward updates. `npm run bench`. Ratios are to the element engine; where an update is too large for that,
 * to its nanoseconds a read on the update at the batch printed beside them.
 */

import type { PricedTrace } from '../../core/cost/tally.ts';
import { priceByElement } from '../../core/element-engine/element-engine.ts';
import { priceReads } from '../../core/measurement/program-pricing.ts';
import { priceByRuns } from '../../core/run-engine/run-engine.ts';
import { ListStack } from '../../core/stack/depth-stack.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { LoopOrder } from '../../instrument/kernel-models/model/loop-order.ts';
import { traceScalars } from '../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../instrument/scalars/tensor-proxy.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { productTrace } from '../support/kernel-traces/kernel-trace-builder.ts';

const OPTIONS = { semantics: 'eager', granularity: 'scalar' } as const;

/** CPU time, since wall time on a shared machine measures the neighbours too. */
function measure(price: () => Pick<PricedTrace, 'histogram'>): { seconds: number; reads: number; nanoseconds: number } {
  const start = process.cpuUsage();
  const { reads } = price().histogram;
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  return { seconds, reads, nanoseconds: (seconds * 1e9) / reads };
}

function forwardForward(batch: number, loops: LoopOrder): Trace {
  const { rules, defaultShape } = findScenario('label-in-input');
  return traceUpdate(rules.ff.update(defaultShape, batch), { loops });
}

/** C = A B, each product added to what is in C. */
function product(a: TensorProxy, b: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const c = new TensorProxy('float32', [n, n]);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
  return c;
}

/** What it takes to take down an operation, and to price a read of the program. */
function benchPlainLoops(n: number): void {
  const numbers = () =>
    new TensorProxy(
      'float32',
      [n, n],
      Float32Array.from({ length: n * n }, (_, i) => i % 7),
    );
  const start = process.cpuUsage();
  const { program } = traceScalars(product, [numbers(), numbers()]);
  const { user, system } = process.cpuUsage(start);
  const priced = measure(() => priceReads(program, 'eager', 'element'));
  console.log(
    `plain loops ${n}^3: ${(((user + system) * 1e3) / program.events.length).toFixed(0)} ns an operation traced, ` +
      `${priced.nanoseconds.toFixed(0)} ns a read priced`,
  );
}

const small = productTrace(16, 'ijk');
const oracle = measure(() => priceByElement(small, OPTIONS, () => new ListStack()));
console.log(`matmul ijk 16^3: oracle ${oracle.nanoseconds.toFixed(0)} ns a read`);

for (const n of [64, 128]) {
  const trace = productTrace(n, 'ijk');
  const run = measure(() => priceByRuns(trace, OPTIONS));
  const element = measure(() => priceByElement(trace, OPTIONS));
  console.log(
    `matmul ijk ${n}^3: element ${element.nanoseconds.toFixed(0)} ns, run ${run.nanoseconds.toFixed(2)} ns a read, ` +
      `${(element.seconds / run.seconds).toFixed(0)}x`,
  );
}

benchPlainLoops(128);

const affordable = measure(() => priceByElement(forwardForward(4, 'tfjs'), OPTIONS));
console.log(`ff 784-500-500 batch 4 as executed: element ${affordable.nanoseconds.toFixed(0)} ns a read`);
for (const [batch, loops] of [
  [128, 'ikj'],
  [128, 'ijk'],
  [128, 'tfjs'],
  [1280, 'tfjs'],
] as const) {
  const trace = forwardForward(batch, loops);
  const run = measure(() => priceByRuns(trace, OPTIONS));
  console.log(
    `ff 784-500-500 batch ${batch} ${loops}: ${run.reads} reads, run ${run.seconds.toFixed(1)} CPU s, ` +
      `${run.nanoseconds.toFixed(2)} ns a read, ${(affordable.nanoseconds / run.nanoseconds).toFixed(0)}x, ` +
      `${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB at most so far`,
  );
}
