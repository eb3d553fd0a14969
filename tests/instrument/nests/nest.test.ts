import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { checkTrace } from '../../../core/trace/trace-check.ts';
import { iteration, layer, phase } from '../../../instrument/labels/labels.ts';
import { type KernelNest, nest } from '../../../instrument/nests/nest.ts';
import { range } from '../../../instrument/nests/recording/loop-ranges.ts';
import { local } from '../../../instrument/nests/recording/nest-local.ts';
import type { NestTensor, ReadTensor } from '../../../instrument/nests/recording/nest-tensor.ts';
import { inout, input, output, scratch } from '../../../instrument/nests/tensor-declaration.ts';

const HERE = /^tests\/instrument\/nests\/nest\.test\.ts:\d+: /;

/** What a function is refused with, without the line of this file that leads it. */
function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message.replace(HERE, '');
  }
  return 'nothing was refused';
}

describe('statements of one phase and layer in a row are one call', () => {
  const attention = nest({ q: input([4]), k: input([4]), s: scratch([4, 4]), o: output([4]) }, ({ q, k, s, o }) => {
    phase(
      'scores',
      () => {
        for (const i of range(4)) for (const j of range(4)) s.set(i, j, q.get(i).mul(k.get(j)));
        for (const i of range(4)) s.set(i, i, s.get(i, i).exp());
      },
      'forward',
    );
    layer(1, () =>
      phase('sums', () => {
        for (const i of range(4)) for (const j of range(4)) o.set(i, o.get(i).add(s.get(i, j)));
      }),
    );
    iteration(2, () => o.set(0, o.get(1).mul(2)));
    o.set(1, o.get(0).mul(2));
  });

  test('with the name of the phase, or that of the trace', () => {
    const trace = attention.trace('attention');
    checkTrace(trace, 'attention');
    expect(trace.calls.map(({ kernel, phase, layer, iteration }) => [kernel, phase, layer, iteration])).toEqual([
      ['scores', 'scores', null, undefined],
      ['sums', 'sums', 1, undefined],
      ['attention', 'attention', null, 2],
      ['attention', 'attention', null, undefined],
    ]);
    expect(trace.nests.map(({ body }) => body.length)).toEqual([2, 1, 1, 1]);
    expect(trace.phaseRoles).toEqual({ scores: 'forward' });
    expect(measure(trace).kernels.map(({ kernel, reads }) => [kernel, reads])).toEqual([
      ['scores', 36],
      ['sums', 28],
      ['attention', 2],
    ]);
  });

  test('and each call names the line that it begins with', () => {
    const trace = attention.trace();
    const lines = trace.calls.map(({ source = -1 }) => Number(trace.sources?.[source]?.replace(/^.*:/, '')));
    expect(lines.every((line, index) => index === 0 || line > lines[index - 1])).toBe(true);
    expect(trace.sources?.every((place) => /^tests\/instrument\/nests\/nest\.test\.ts:\d+$/.test(place))).toBe(true);
  });
});

describe('what is declared', () => {
  const mixed = nest(
    {
      w: input([3, 4], { bytes: 1, role: 'weights' }),
      x: input([4]),
      s: inout([4], { role: 'optimiser state' }),
      y: output([3]),
    },
    ({ w, x, s, y }) => {
      for (const i of range(3)) {
        const sum = local();
        for (const j of range(4)) sum.set(sum.get().add(w.get(i, j).mul(x.get(j))));
        y.set(i, sum.get());
      }
      for (const j of range(4)) s.set(j, s.get(j).mul(0.9));
    },
  );

  test('is what the trace has: sizes, roles, what is given and what is handed on', () => {
    const trace = mixed.trace();
    expect(trace.values).toEqual([
      { size: 12, kind: 'argument', role: 'weights', name: 'w', bytes: 1, row: 4 },
      { size: 4, kind: 'argument', role: 'inputs', name: 'x', row: 4 },
      { size: 4, kind: 'argument', role: 'optimiser state', name: 's', row: 4 },
      { size: 3, kind: 'computed', role: 'activations', zeroFilled: true, name: 'y', row: 3 },
    ]);
    expect(trace).toMatchObject({ arguments: [0, 1, 2], returned: [2, 3], about: { w: [3, 4], y: [3] } });
    expect(measure(trace).roles.map(({ role, reads }) => [role, reads])).toContainEqual(['optimiser state', 4]);
  });

  test('locals are as wide as the widest tensor', () => {
    const double = nest({ x: input([2], { bytes: 8 }), y: output([2], { bytes: 1 }) }, ({ x, y }) => {
      for (const i of range(2)) y.set(i, x.get(i).mul(2).round());
    });
    expect(double.trace().nests[0].localBytes).toEqual([8]);
    expect(mixed.trace().nests[0].localBytes).toBeUndefined();
  });

  test('in place, an array is left as it was and what became of it is handed on', () => {
    const s = Float64Array.of(1, 2, 3, 4);
    const { s: changed, y } = mixed.run({ w: new Int8Array(12).fill(2), x: [1, 2, 3, 4], s });
    expect([...y]).toEqual([20, 20, 20]);
    expect(changed).toEqual(Float32Array.of(0.9, 1.8, 2.7, 3.6));
    expect([...s]).toEqual([1, 2, 3, 4]);
  });

  test('elements of 8 bytes are not rounded', () => {
    const third = nest({ x: input([1]), y: output([1], { bytes: 8 }) }, ({ x, y }) => {
      y.set(0, x.get(0).div(3));
    });
    expect(third.run({ x: [1] }).y).toEqual(Float64Array.of(1 / 3));
  });
});

describe('is refused', () => {
  const copy = nest({ x: input([2]), y: output([2]) }, ({ x, y }) => {
    for (const i of range(2)) y.set(i, x.get(i));
  });
  const kept: { x?: ReadTensor; y?: NestTensor } = {};
  nest({ x: input([2]), y: output([2]) }, ({ x, y }) => {
    Object.assign(kept, { x, y });
    y.set(0, x.get(0));
  });
  const record = (body: (given: { x: ReadTensor; y: NestTensor }) => void): KernelNest =>
    nest({ x: input([2]), y: output([2]) }, body);

  test.each<[string, () => unknown, string]>([
    [
      'an array that is missing',
      () => copy.run({} as never),
      'run: input x[2] needs 2 elements, got nothing; give all in row-major order',
    ],
    [
      'an array of another length',
      () => copy.run({ x: [1] }),
      'run: input x[2] needs 2 elements, got 1; give all in row-major order',
    ],
    [
      'an array that is not asked for',
      () => copy.run({ x: [1, 2], y: [1, 2] } as never),
      'run: there is no input y; give those that there are',
    ],
    ['an extent of 0', () => input([2, 0]), 'input[2,0]: extents must be whole numbers, at least 1, got 0'],
    ['a shape that is none', () => output(8 as never), 'output: must be given a list of extents as [8, 16], got 8'],
    [
      'an element of 9 bytes',
      () => scratch([2], { bytes: 9 }),
      'scratch[2]: option bytes must be a whole number in 1 .. 8, got 9',
    ],
    [
      'a role that there is not',
      () => inout([2], { role: 'weight' as never }),
      'inout[2]: role: got "weight"; choose inputs, weights, activations, gradients, optimiser state, temporaries',
    ],
    [
      'an option that there is not',
      () => input([2], { dtype: 'int8' } as never),
      'option of input: got "dtype"; choose bytes, role',
    ],
    [
      'a body that is none',
      () => nest({ x: input([2]) }, undefined as never),
      'nest: must be given a function that loops, got undefined',
    ],
    [
      'a body that does nothing',
      () => record(() => {}),
      'the body of the nest does nothing; set elements of an output in it',
    ],
    [
      'an output that is never set',
      () => nest({ x: input([2]), y: output([2]), z: output([2]) }, ({ x, y }) => y.set(0, x.get(0))),
      'output z is never set; set its elements, or leave it out',
    ],
    [
      'a range outside a nest',
      () => range(3),
      'range() is used outside the body of a nest; call it inside nest(tensors, body)',
    ],
    [
      'a local outside a nest',
      () => local(),
      'local() is used outside the body of a nest; call it inside nest(tensors, body)',
    ],
    [
      'a tensor outside its nest',
      () => kept.x?.get(0),
      'tensor x is used outside the body of a nest; call it inside nest(tensors, body)',
    ],
    [
      'a tensor of another nest',
      () => record(({ y }) => y.set(0, (kept.x as ReadTensor).get(0))),
      "tensor x is of another nest; use the tensors that this nest's body is given",
    ],
  ])('%s', (_name, run, message) => {
    expect(refusalOf(run)).toBe(message);
  });

  test('an asynchronous body', async () => {
    const refused = refusalOf(() => nest({ x: input([2]), y: output([2]) }, async ({ x, y }) => y.set(0, x.get(0))));
    expect(refused).toBe('nest: the traced function returned a promise; trace a synchronous function');
    await Promise.resolve();
  });

  test('a value or an index of another nest', () => {
    const taken: unknown[] = [];
    record(({ x, y }) => {
      for (const i of range(2)) {
        taken[0] = x.get(i).mul(2);
        taken[1] = i;
        y.set(i, x.get(i));
      }
    });
    const [value, index] = taken as never[];
    expect(refusalOf(() => record(({ y }) => y.set(0, value)))).toContain('y[2].set: got a value of another nest');
    expect(refusalOf(() => record(({ x, y }) => y.set(0, x.get(index))))).toContain('is a loop index of another nest');
  });
});
