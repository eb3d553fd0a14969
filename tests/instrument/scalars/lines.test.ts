import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { measure } from '../../../core/measurement/measure.ts';
import { parseVectors, programJson } from '../../../core/programs/program-format.ts';
import { sourceOf } from '../../../core/programs/program-source.ts';
import type { Scalar } from '../../../instrument/scalars/scalar.ts';
import { sumOf } from '../../../instrument/scalars/scalar-folds.ts';
import { traceScalars } from '../../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';

const FILE = 'tests/instrument/scalars/lines.test.ts';
const SOURCE = readFileSync(new URL(import.meta.url), 'utf8').split('\n');

/** The place of the line that ends like this, which one line does. */
function lineOf(ending: string): string {
  const [line, ...others] = SOURCE.flatMap((text, index) => (text.endsWith(ending) ? [index + 1] : []));
  expect(others).toEqual([]);
  return `${FILE}:${line}`;
}

function dot(a: TensorProxy, b: TensorProxy, bound: Scalar): Scalar {
  let sum = a.get(0).mul(b.get(0)); // first
  for (let i = 1; i < 3; i++) {
    const product = a.get(i).mul(b.get(i)); // product
    sum = sum.add(product).max(bound); // sum
  }
  b.set(0, sum, { copy: true }); // copy
  return sumOf([sum, b.get(0)]); // folded
}

const args = (): [TensorProxy, TensorProxy, number] => [
  new TensorProxy('float32', [3], [1, 2, 3]),
  new TensorProxy('float32', [3], [4, 5, 6]),
  1,
];

describe('where lines are asked for', () => {
  const { program } = traceScalars(dot, args(), { lines: true });

  test('each operation has the line that asks for it, from folds and containers too', () => {
    const lines = sourceOf(program).events.map(({ op, source = -1 }) => [op, program.sources?.[source]]);
    const [sum, folded] = [lineOf('// sum'), lineOf('// folded')];
    const step = [
      ['mul', lineOf('// product')],
      ['add', sum],
      ['gt', sum],
      ['bool', sum],
    ];
    expect(lines).toEqual([
      ['mul', lineOf('// first')],
      ...step,
      ...step,
      ['copy', lineOf('// copy')],
      ['add', folded],
      ['add', folded],
    ]);
    expect(program.sources).toEqual(['first', 'product', 'sum', 'copy', 'folded'].map((text) => lineOf(`// ${text}`)));
  });

  test('reads and cost are told by line, which add up', () => {
    const { lines = [], reads, cost } = measure(program, { semantics: 'two-stack' });
    expect(lines.map(({ line }) => line)).toEqual([null, ...(program.sources ?? [])]);
    expect(lines.map((part) => part.reads)).toEqual([1, 2, 4, 2 * (2 + 2 + 1), 1, 3]);
    expect(lines.reduce((sum, part) => sum + part.reads, 0)).toBe(reads);
    for (const bytes of [1, 2, 4, 8]) {
      expect(lines.reduce((sum, part) => sum + Number(part.cost[bytes]), 0)).toBe(cost.cold[bytes]);
    }
  });

  test('they are saved with the program', () => {
    expect(parseVectors(JSON.parse(JSON.stringify(programJson(program))), 'saved')).toEqual([program]);
  });

  test('the program is the same otherwise', () => {
    const { sources, eventSources, ...rest } = program;
    expect(traceScalars(dot, args()).program).toEqual(rest);
    expect(eventSources).toBeInstanceOf(Uint8Array);
    expect(measure(rest).lines).toBeUndefined();
  });
});

test('a name may stand among the options', () => {
  expect(traceScalars((a) => a, [1], { name: 'own' }).program.name).toBe('own');
  expect(traceScalars(dot, args(), {}).program.name).toBe('dot');
  for (const options of [{ name: 3 }, { lines: 1 }, { line: true }, []]) {
    expect(() => traceScalars(dot, args(), options as never)).toThrow(InputError);
  }
});

test('a source that there is not is refused with its place', () => {
  const event = { op: 'neg', in: [0], out: [1], source: 1 };
  const program = { name: 'negated', args: [0], arg_groups: [[0]], events: [event], returns: [], sources: ['a.ts:1'] };
  expect(() => parseVectors({ format: 'bytedmd-vectors/1', programs: [program] }, 'file')).toThrow(
    'file: programs[0] "negated": events[0] (neg): there is no source 1; give the index of one of sources',
  );
});
