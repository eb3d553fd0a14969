import { expect, test } from 'vitest';
import { selectCases } from '../../cli/cases/measured-cases.ts';
import { Random } from '../../core/numbers/random.ts';
import { iterativeFft, recursiveFft } from '../../examples/kernels/transforms/radix-2.ts';
import { ScalarBody } from '../../instrument/cases/case-body.ts';
import type { KernelCase } from '../../instrument/cases/case-list.ts';
import { KernelNest } from '../../instrument/nests/nest.ts';
import { traceScalars } from '../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../instrument/scalars/tensor-proxy.ts';
import { type Arrays, REFERENCES } from './references.ts';

const FAMILIES = ['attention', 'convolution', 'normalisation', 'sequences', 'stencils'];
const loaded = await selectCases({
  files: FAMILIES.map((family) => `examples/kernels/${family}`),
  filter: undefined,
  shard: null,
});
const kernels = loaded.map(({ one }) => one);
const ofName = (name: string): KernelCase[] => kernels.filter((one) => one.name === name);

/** What rounds differently, of sums of up to 1024 numbers in -1 .. 1 in single precision. */
const CLOSE = 1e-4;

/** Numbers in -1 .. 1. */
function drawn(size: number, stream: number): Float32Array {
  const random = new Random(1, stream);
  return Float32Array.from({ length: size }, () => 2 * random.uniform() - 1);
}

/** What a nest makes of drawn numbers: equal ones for kernels whose inputs have equal sizes, in their order. */
function run(kernel: KernelCase): { arrays: Arrays; result: number[] } {
  const body = kernel.build(0);
  if (!(body instanceof KernelNest)) throw new Error(`${kernel.label}: is no nest`);
  const inputs = Object.entries((body as KernelNest).tensors).filter(([, { use }]) => use === 'input');
  const arrays = Object.fromEntries(
    inputs.map(([name, { shape }], stream) => [
      name,
      drawn(
        shape.reduce((size, extent) => size * extent, 1),
        stream,
      ),
    ]),
  );
  const [result] = Object.values<ArrayLike<number>>(body.run(arrays));
  return { arrays, result: Array.from(result) };
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  const farthest = found.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i])), 0);
  expect(farthest).toBeLessThan(CLOSE);
}

const held = Object.keys(REFERENCES).flatMap((name) => {
  const found = ofName(name);
  if (found.length === 0) throw new Error(`no kernel of the gallery is called ${name}`);
  return found;
});

test.each(held)('$label computes what it says', (kernel) => {
  const { arrays, result } = run(kernel);
  expectClose(result, REFERENCES[kernel.name](arrays, kernel.sizes));
});

test('a stencil has the same result row by row and recursively', () => {
  expect(run(ofName('stencil naive')[0]).result).toEqual(run(ofName('stencil recursive')[0]).result);
});

test('both transforms give the same', () => {
  const signal = Array.from(drawn(64, 0));
  const [iterative, recursive] = [iterativeFft, recursiveFft].map(
    (fft) => traceScalars((x) => fft(x), [signal]).result,
  );
  expectClose(iterative, recursive);
});

test.each([16, 256])('both histograms of %i bins count the same, each number once', (bins) => {
  const [shared, privatised] = ['histogram shared', 'histogram privatised'].map((name) => {
    const body = ofName(name)
      .find(({ sizes }) => sizes.bins === bins)
      ?.build(0);
    const result = body instanceof ScalarBody ? body.trace(name, false).result : undefined;
    if (!(result instanceof TensorProxy)) throw new Error(`${name}: returns no tensor`);
    return [...result.toArray()];
  });
  expect(shared).toEqual(privatised);
  expect(shared.reduce((sum, count) => sum + count, 0)).toBe(4096);
});
