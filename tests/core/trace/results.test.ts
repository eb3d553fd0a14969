import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/measurement/measure.ts';
import { argumentStack, steadyStack, type Trace } from '../../../core/trace/trace.ts';
import { parseTrace } from '../../../core/trace/trace-format.ts';

/** y = x w, w' = -w: a result and a state, both of one element. */
function update(changes: Partial<Trace> = {}): Trace {
  const at = (slot: number) => ({ slot, base: 0, strides: [] });
  const value = (kind: 'argument' | 'computed') => ({ size: 1, kind, role: 'weights' }) as const;
  const call = (kernel: string, nest: number, values: number[]) => ({
    kernel,
    nest,
    values,
    phase: 'forward',
    layer: 0,
  });
  return {
    schema: 'odometer-trace/1',
    name: 'update',
    about: {},
    values: [value('argument'), value('argument'), value('computed'), value('computed')],
    nests: [
      { slots: 3, locals: 0, body: [{ op: 'mul', reads: [at(0), at(1)], write: at(2) }] },
      { slots: 2, locals: 0, body: [{ op: 'neg', reads: [at(0)], write: at(1) }] },
    ],
    tables: [],
    calls: [call('Multiply', 0, [0, 1, 2]), call('Neg', 1, [1, 3])],
    arguments: [0, 1],
    batchArguments: 1,
    returned: [2, 3],
    results: 1,
    layerNames: { 0: 'dense' },
    ...changes,
  };
}

describe('results of a trace', () => {
  it('replace no state argument', () => {
    const final = [2, 3].map((value) => ({ value, first: 0, stride: 1, count: 1 }));
    expect(steadyStack(update(), final)).toEqual([
      { value: 1, first: 0, stride: 1, count: 1 },
      ...argumentStack(update({ arguments: [0] })),
    ]);
    // x on top, w below it, then w below the product: 1 + 2 + 2.
    expect(measure(update()).cost.steady?.[1]).toBe(5);
    expect(measure(update({ results: 2 })).cost.steady).toBeNull();
  });

  it('are in the file, as are names of layers', () => {
    expect(parseTrace(JSON.parse(JSON.stringify(update())), 'update.json')).toEqual(update());
  });

  it.each([
    [{ results: 3 }, 'update.json: results: there are 2 returned values, got 3; save the trace again'],
    [{ results: 0 }, 'update.json: results: '],
    [{ layerNames: { first: 'dense' } }, 'update.json: layerNames.first: '],
    [{ layerNames: { 0: '' } }, 'update.json: layerNames.0: '],
  ])('%j is refused', (changes, message) => {
    const json: unknown = JSON.parse(JSON.stringify(update(changes as Partial<Trace>)));
    expect(() => parseTrace(json, 'update.json')).toThrow(message);
  });
});
