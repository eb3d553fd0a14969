import { expect, test } from 'vitest';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { SiteParts } from '../../../core/parts/site-parts.ts';
import type { Access, Node } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder } from '../../support/kernel-traces/kernel-trace-builder.ts';

/** y[i] = a * x[i] + t, twice, t a local; the second time by another kernel. */
function scaled(): Trace {
  const builder = new KernelTraceBuilder();
  const x = builder.argument(1, 3);
  const a = builder.argument(1, 1);
  builder.values[a] = { ...builder.values[a], name: 'a' };
  const ys = [builder.computed(1, 3), builder.computed(1, 3)];
  const at = (slot: number, ...strides: number[]): Access => ({ slot, base: 0, strides });
  const body: Node[] = [
    {
      trip: 3,
      body: [
        { op: 'mul', reads: [at(1), at(0, 1)], write: { local: 0 }, source: 1 },
        { op: 'add', reads: [{ local: 0 }], write: at(2, 1) },
      ],
    },
  ];
  builder.call('Scale', [x, a, ys[0]], body);
  builder.call('ScaleAgain', [ys[0], a, ys[1]], body);
  builder.calls[1] = { ...builder.calls[1], source: 0 };
  return { ...builder.finish('scaled', [ys[1]]), sources: ['k.ts:1', 'k.ts:2'] };
}

const trace = scaled();
const priced = priceByElement(trace, { semantics: 'eager', granularity: 'scalar' });
const parts = new SiteParts(trace, priced);

test('operands are told apart by kernel and by the name of the value', () => {
  expect(parts.operands().map(({ kernel, operand, reads, cost }) => [kernel, operand, reads, cost[1]])).toEqual([
    // x lies above a at first; whatever is read next is 3 or 4 deep, and a, read every time, 2.
    ['Scale', 'a', 3, 2 + 2 + 2],
    ['Scale', 'activations[3]', 3, 2 + 2 + 2],
    ['Scale', 'local', 3, 3],
    ['ScaleAgain', 'a', 3, 2 + 2 + 2],
    ['ScaleAgain', 'activations[3]', 3, 2 + 2 + 2],
    ['ScaleAgain', 'local', 3, 3],
  ]);
});

test('operations are counted and priced together, whoever executes them', () => {
  expect(parts.ops().map(({ op, reads, instructions }) => [op, reads, instructions])).toEqual([
    ['mul', 12, 6],
    ['add', 6, 6],
  ]);
});

test("an instruction's own line goes before that of its call, and no line is a part of its own", () => {
  expect(parts.lines()?.map(({ line, reads, instructions }) => [line, reads, instructions])).toEqual([
    ['k.ts:2', 12, 6],
    [null, 3, 3],
    ['k.ts:1', 3, 3],
  ]);
  const { sources: _, ...without } = trace;
  expect(new SiteParts(without, priced).lines()).toBeUndefined();
});

test('places are the finest parts, and what is returned is read at one of its own', () => {
  expect(
    parts
      .places()
      .map(({ phase, layer, kernel, operand, line, reads }) => [phase, layer, kernel, operand, line, reads]),
  ).toEqual([
    ['forward', null, 'Scale', 'a', 'k.ts:2', 3],
    ['forward', null, 'Scale', 'activations[3]', 'k.ts:2', 3],
    ['forward', null, 'Scale', 'local', null, 3],
    ['forward', null, 'ScaleAgain', 'a', 'k.ts:2', 3],
    ['forward', null, 'ScaleAgain', 'activations[3]', 'k.ts:2', 3],
    ['forward', null, 'ScaleAgain', 'local', 'k.ts:1', 3],
  ]);
  const twoStack = new SiteParts(trace, priceByElement(trace, { semantics: 'two-stack', granularity: 'scalar' }));
  expect(twoStack.places().at(-1)).toMatchObject({
    phase: 'epilogue',
    kernel: null,
    operand: 'activations[3]',
    reads: 3,
  });
});
