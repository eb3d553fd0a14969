import { expect, test } from 'vitest';
import { logBins } from '../../../core/cost/curves.ts';
import { measureColdAndSteady } from '../../../core/measurement/cold-and-steady.ts';
import { ENGINES } from '../../../core/measurement/engines.ts';
import { traceUpdate } from '../../../instrument/tensors/trace-update.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';

const trace = traceUpdate(labelInInput.rules.ff.update({ layers: [24, 9, 7], classes: 10 }, 3));
const options = { semantics: 'eager', granularity: 'scalar' } as const;
const measured = measureColdAndSteady(trace, ENGINES.run, { ...options, kinds: true });
const kinds = measured.kinds ?? [];

test('what kernels read of each kind of tensor adds up to kernels, to kinds, and to every depth', () => {
  expect(kinds.length).toBeGreaterThan(10);
  for (const { kernel, reads, cost } of measured.kernels) {
    const ofKernel = kinds.filter((kind) => kind.kernel === kernel);
    expect([sum(ofKernel.map((kind) => kind.reads)), sum(ofKernel.map((kind) => kind.cost[4]))]).toEqual([
      reads,
      cost[4],
    ]);
  }
  for (const { role, reads, cost } of measured.roles) {
    const ofRole = kinds.filter((kind) => kind.role === role);
    expect([sum(ofRole.map((kind) => kind.reads)), sum(ofRole.map((kind) => kind.cost[4]))]).toEqual([reads, cost[4]]);
  }
  logBins(measured.histogram).forEach(({ reads }, bin) => {
    expect(sum(kinds.map(({ depths }) => depths[bin]))).toBe(reads);
  });
});

test('every engine tells the same of them', () => {
  for (const engine of [ENGINES.element, ENGINES.oracle]) {
    expect(measureColdAndSteady(trace, engine, { ...options, kinds: true }).kinds).toEqual(kinds);
  }
});

test('nothing is told of them where nobody asks, nor where elements have several sizes', () => {
  const { kinds: _, ...without } = measured;
  expect(measureColdAndSteady(trace, ENGINES.run, options)).toEqual(without);
  const values = trace.values.map((value, index) => (index === 0 ? { ...value, bytes: 1 } : value));
  expect(measureColdAndSteady({ ...trace, values }, ENGINES.run, { ...options, kinds: true }).kinds).toBeUndefined();
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
