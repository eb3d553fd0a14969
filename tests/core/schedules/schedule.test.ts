import { expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { withoutDeadCalls } from '../../../core/schedules/dead-calls.ts';
import { withFusedSweeps } from '../../../core/schedules/fused-sweeps.ts';
import { productName, productOf } from '../../../core/schedules/product-shape.ts';
import { FUSED, parseSchedule, type Schedule, scheduled } from '../../../core/schedules/schedule.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { checkTrace } from '../../../core/trace/trace-check.ts';
import { kernelTrace } from '../../support/kernel-traces/kernel-trace.ts';
import { KernelTraceBuilder, NAIVE_ORDERS, productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { productChain } from '../../support/kernel-traces/product-chain.ts';
import { interpretAlgebraically } from '../../support/schedules/algebraic-interpreter.ts';
import { randomTiles } from '../../support/schedules/random-tiles.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

const TRACES = Array.from({ length: 400 }, (_, seed) => (seed % 2 === 0 ? randomTrace(seed) : kernelTrace(seed, 5)));

function expectEqualResults(changed: Trace, trace: Trace, isEqualWork: boolean): void {
  checkTrace(changed, changed.name);
  const before = interpretAlgebraically(trace);
  const after = interpretAlgebraically(changed);
  expect(after.returned, changed.name).toEqual(before.returned);
  expect(after.host, changed.name).toEqual(before.host);
  if (isEqualWork) expect(after.macs, changed.name).toBe(before.macs);
  else expect(after.macs, changed.name).toBeLessThanOrEqual(before.macs);
}

test('dropping dead calls changes nothing that is returned or read by the host', () => {
  let dropped = 0;
  for (const trace of TRACES) {
    const alive = withoutDeadCalls(trace);
    if (alive.calls.length === 0) continue;
    dropped += trace.calls.length - alive.calls.length;
    expectEqualResults(alive, trace, false);
  }
  expect(dropped).toBeGreaterThan(200);
});

test.each(['elements', 'broadcasts'] as const)('fusing %s changes nothing that is returned', (fusion) => {
  let fused = 0;
  let locals = 0;
  for (const trace of TRACES) {
    const changed = withFusedSweeps(trace, fusion);
    fused += trace.calls.length - changed.calls.length;
    for (const { kernel, nest } of changed.calls) if (kernel === 'Fused') locals += changed.nests[nest].locals;
    expectEqualResults(changed, trace, true);
  }
  expect(fused).toBeGreaterThan(50);
  expect(locals).toBeGreaterThan(10);
});

test('a product is one in every order and in blocks, and keeps its results in any tiles', () => {
  const random = new Random(5);
  let tiled = 0;
  for (let seed = 0; seed < 80; seed++) {
    const trace = seed % 2 === 0 ? productChain(seed) : kernelTrace(seed, 9);
    const products: Record<string, string> = {};
    for (const call of trace.calls) {
      const product = productOf(trace, call);
      if (product !== null) products[productName(product)] = randomTiles(product, random);
    }
    tiled += Object.keys(products).length;
    const schedule: Schedule = { ...FUSED, deadCalls: 'kept', fused: 'nothing', products };
    expectEqualResults(scheduled(trace, schedule, 'tiles').trace, trace, true);
  }
  expect(tiled).toBeGreaterThan(200);
  for (const order of [...NAIVE_ORDERS, 4, 5]) {
    const trace = productTrace(10, order);
    const product = productOf(trace, trace.calls[0]);
    expect(product && productName(product)).toBe('10x10x10 a(10,1) b(10,1) c(10,1)');
  }
});

test('a call that only looks like a product is none', () => {
  const { nests, values, calls, ...trace } = productTrace(4, 'kij');
  const changed = (change: Partial<Trace>): Trace => ({ ...trace, nests, values, calls, ...change });
  const named = (of: Trace): boolean => productOf(of, of.calls[0]) !== null;
  expect(named(changed({}))).toBe(true);
  const filled = values.map(({ zeroFilled: _, ...value }) => value);
  expect(named(changed({ values: filled }))).toBe(false);
  expect(named(changed({ calls: [...calls, ...calls] }))).toBe(false);
  const text = JSON.stringify(nests);
  for (const [from, to] of [
    ['"op":"mul"', '"op":"sub"'],
    ['"op":"add"', '"op":"sub"'],
    [',"mac":true', ''],
    ['{"slot":2,"base":0,"strides":[0,4,1]},{"local":1}', '{"local":1},{"slot":2,"base":0,"strides":[0,4,1]}'],
    ['"strides":[4,0,1]', '"strides":[4,0,0]'],
    // out[i + j] += a[i, k] b[k, j]: an element is the sum of several products.
    ['"slot":2,"base":0,"strides":[0,4,1]', '"slot":2,"base":0,"strides":[0,1,1]'],
  ]) {
    expect(text, from).toContain(from);
    expect(named(changed({ nests: JSON.parse(text.replaceAll(from, to)) })), to).toBe(false);
  }
});

test('calls are not fused where one reads what another iteration of the other wrote', () => {
  const fused = (columnMajor: boolean): number => {
    const builder = new KernelTraceBuilder();
    const x = builder.argument(6, 4);
    const made = builder.sweep([x]);
    return withFusedSweeps(builder.finish('two', [builder.sweep([made, x], columnMajor)]), 'broadcasts').calls.length;
  };
  expect(fused(false)).toBe(1);
  expect(fused(true)).toBe(2);
});

test('a schedule that does not fit is refused with its place', () => {
  const trace = productTrace(12, 'ijk');
  const name = '12x12x12 a(12,1) b(12,1) c(12,1)';
  const tried = (products: Record<string, string>) => () => scheduled(trace, { ...FUSED, products }, 'tiles.json');
  expect(tried({ [name]: 'i5 j1 k1 i1' })).toThrow(
    `tiles.json: products: "${name}": i5 does not divide the 12 that are left of i; take a width that does`,
  );
  expect(tried({ [name]: 'i1 j1 k2' })).toThrow(`tiles.json: products: "${name}": leaves 2 of k; end with k1`);
  expect(tried({ other: 'i1 j1 k1' })).toThrow(
    `tiles.json: none of its products is one of matmul ijk 12, which has ${name}; search a schedule for it`,
  );
  const deep = [6, 3, 1].flatMap((width) => [`i${width}`, `j${width}`, `k${width}`]).join(' ');
  expect(tried({ [name]: deep })).not.toThrow();
  const parsed = (json: object) => () => parseSchedule({ ...FUSED, ...json }, 'f.json');
  expect(parsed({ products: { [name]: 'i4 q2' } })).toThrow(
    'f.json: products: "12x12x12 a(12,1) b(12,1) c(12,1)": loops',
  );
  expect(parsed({ fused: 'all' })).toThrow('f.json: fused: ');
  expect(parsed({ more: 1 })).toThrow('f.json: schedule: ');
});

test('tiles with partial sums, and only those, are said to add up in another order', () => {
  const trace = productTrace(8, 'ijk');
  const name = '8x8x8 a(8,1) b(8,1) c(8,1)';
  const isReassociated = (loops: string): boolean =>
    scheduled(trace, { ...FUSED, products: { [name]: loops } }, 'x').reassociates;
  expect(isReassociated('i2 j2 k2 k1 i1 j1')).toBe(false);
  expect(isReassociated('i2 j2 i1 j1 k2 k1')).toBe(false);
  expect(isReassociated('k4 i1 j1 k1')).toBe(true);
  expect(scheduled(productTrace(8, 4), { ...FUSED, products: { [name]: 'k1 i1 j1' } }, 'x').reassociates).toBe(true);
});
