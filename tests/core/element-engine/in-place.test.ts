import { describe, expect, test } from 'vitest';
import { priceByElement } from '../../../core/element-engine/element-engine.ts';
import { ENGINE_NAMES } from '../../../core/measurement/engines.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { Random } from '../../../core/numbers/random.ts';
import type { Access, Instruction, Node } from '../../../core/trace/nest.ts';
import type { Semantics, Trace } from '../../../core/trace/trace.ts';
import { GRANULARITIES, SEMANTICS } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';
import { KernelTraceBuilder, TERM } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { expectAgreement } from '../../support/traces/engine-agreement.ts';
import { interpret } from '../../support/traces/nest-interpreter.ts';

const at = (base: number, ...strides: number[]): Access => ({ slot: 0, base, strides });

/** One argument of so many elements, and what is done with it, one instruction after the other. */
function onArgument(elements: number, body: readonly Node[], isReturned = false): Trace {
  const builder = new KernelTraceBuilder();
  const a = builder.argument(1, elements);
  builder.call('InPlace', [a], body);
  return parseTrace(builder.finish('in place', isReturned ? [a] : []), 'in-place.json');
}

function depthsOf(trace: Trace, semantics: Semantics): number[] {
  const depths: number[] = [];
  expectAgreement(ENGINE_NAMES, trace, { semantics, granularity: 'scalar' }).histogram.forEach((depth, count) => {
    for (let read = 0; read < count; read++) depths.push(depth);
  });
  return depths;
}

describe('an argument that is written in place: depths by hand', () => {
  const sum: Instruction = { op: 'add', reads: [at(0), at(1)], write: at(0) };
  const read: Instruction = { op: 'copy', reads: [at(0)], write: null };

  // The first argument element on top under no semantics but by its place; the last one under eager. Then the sum is on top.
  test.each<[Semantics, number[]]>([
    ['eager', [1, 1, 2]],
    ['two-stack', [1, 1, 2]],
    ['ir-live', [1, 1, 2]],
    ['ir-classic', [1, 1, 2]],
  ])('under %s the new version is read where it was written', (semantics, depths) => {
    expect(depthsOf(onArgument(2, [sum, read]), semantics)).toEqual(depths);
  });

  const overwrite: Instruction = { op: 'copy', reads: [at(1)], write: at(0) };

  test.each<[Semantics, number[]]>([
    // What was overwritten unread had no place: the second element lies alone at first.
    ['eager', [1, 1]],
    // An argument has its place in the list, whoever uses the others; the copy is on top.
    ['two-stack', [1, 2]],
    ['ir-live', [1, 2]],
    ['ir-classic', [1, 2]],
  ])('under %s an element that is overwritten before it is read has no place', (semantics, depths) => {
    expect(depthsOf(onArgument(2, [overwrite, read]), semantics)).toEqual(depths);
  });

  test('under ir-classic the old version stays where it is', () => {
    const again: Instruction = { op: 'copy', reads: [at(1)], write: null };
    // a[0] 1, a[1] 2; above them the sum; then a[1] lies under the sum and nothing else was put above it.
    expect(depthsOf(onArgument(2, [sum, again, read]), 'ir-classic')).toEqual([1, 2, 2, 2]);
    // a[1] 2, a[0] 1, the sum of both above; then a[1] below a[0], which is dead, and the sum.
    const turned: Instruction = { op: 'add', reads: [at(1), at(0)], write: at(0) };
    expect(depthsOf(onArgument(2, [turned, again]), 'ir-classic')).toEqual([1, 2, 3]);
    expect(depthsOf(onArgument(2, [turned, again]), 'ir-live')).toEqual([1, 1, 2]);
  });
});

test('a state that is written in place starts the next update from where it was left', () => {
  const halve: Node = { trip: 3, body: [{ op: 'mul', reads: [at(0, 1)], write: at(0, 1) }] };
  const trace = { ...onArgument(3, [halve], true), batchArguments: 0 };
  // From the first to the last: 3 deep each time, for those before have come to the top; so in every update.
  const { cost, peakLiveElements } = measure(trace);
  expect(cost).toEqual({ cold: expect.objectContaining({ 1: 6 }), steady: expect.objectContaining({ 1: 6 }) });
  expect(peakLiveElements).toBe(3);
  const { finalStack } = priceByElement(trace, { semantics: 'eager', granularity: 'scalar' });
  expect(finalStack).toEqual([{ value: 0, first: 0, stride: 1, count: 3 }]);
});

/** The factors of a matrix in its place, without pivots: a triangle of updates below and right of each diagonal element. */
function factorisation(n: number): Trace {
  const rest = { base: n - 1, strides: [-1] };
  const column = at(n, n + 1, n);
  const body: Node[] = [
    {
      trip: n,
      body: [
        {
          trip: rest,
          body: [
            { op: 'div', reads: [column, at(0, n + 1)], write: column },
            {
              trip: rest,
              body: [
                { op: 'mul', reads: [column, at(1, n + 1, 0, 1)], write: TERM, mac: true },
                { op: 'sub', reads: [at(n + 1, n + 1, n, 1), TERM], write: at(n + 1, n + 1, n, 1) },
              ],
            },
          ],
        },
      ],
    },
  ];
  const builder = new KernelTraceBuilder();
  const a = builder.argument(n, n);
  builder.call('LU', [a], body);
  return parseTrace(builder.finish('LU', [a]), 'lu.json');
}

test('a factorisation in place gives the factors, and all engines price it alike', () => {
  const n = 6;
  const random = new Random(1);
  const matrix = Array.from({ length: n * n }, (_, k) => random.uniform() + (k % (n + 1) === 0 ? n : 0));
  const trace = factorisation(n);
  const [factors] = interpret(trace, [matrix]);
  const product = Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    let sum = 0;
    for (let m = 0; m <= Math.min(i, j); m++) sum += (m === i ? 1 : factors[i * n + m]) * factors[m * n + j];
    return sum;
  });
  for (let k = 0; k < n * n; k++) expect(product[k]).toBeCloseTo(matrix[k], 9);
  const updates = (n * (n - 1) * (2 * n - 1)) / 6;
  const divisions = (n * (n - 1)) / 2;
  for (const granularity of GRANULARITIES) {
    for (const semantics of SEMANTICS) {
      const { histogram } = expectAgreement(ENGINE_NAMES, trace, { semantics, granularity });
      const epilogue = semantics === 'eager' ? 0 : n * n;
      expect(histogram.reads).toBe(updates * (granularity === 'scalar' ? 4 : 3) + 2 * divisions + epilogue);
    }
  }
});
