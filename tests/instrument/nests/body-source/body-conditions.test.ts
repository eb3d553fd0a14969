import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../../core/input-error.ts';
import { nest } from '../../../../instrument/nests/nest.ts';
import { range } from '../../../../instrument/nests/recording/loop-ranges.ts';
import type { NestTensor, ReadTensor } from '../../../../instrument/nests/recording/nest-tensor.ts';
import { input, output } from '../../../../instrument/nests/tensor-declaration.ts';

interface Given {
  readonly a: ReadTensor;
  readonly c: NestTensor;
}

interface Bodies {
  readonly bodyWith: (loop: typeof range) => (given: Given) => void;
}

/** Types, which loaders take out, and lines before the fault, which they keep or map back. */
const typescript = `
interface Sizes {
  readonly n: number;
}

export const bodyWith = (range: (n: number) => Iterable<unknown>) => {
  const sizes: Sizes = { n: 8 };
  return ({ a, c }: Record<string, any>): void => {
    for (const i of range(sizes.n)) {
      c.set(i, a.get(i));

      if (i === 3) c.set(i, 0);
    }
  };
};
`;
const javascript = `
export const bodyWith = (range) => ({ a, c }) => {
  for (const i of range(8)) {
    const twice = a.get(i).mul(2);
    c.set(
      i,
      twice ? 1 : 0,
    );
  }
};
`;

const helped = `
import { type } from 'node:os';

const firstOr = (k: any, other: number): any => {
  void type;
  return k === 0 ? k : k.plus(other);
};
const fill = (c: any, range: any): void => {
  for (const i of range(8)) if (i) c.set(i, 1);
};

export const bodyWith = (range: any) => ({ a, c }: any): void => {
  for (const i of range(8)) c.set(firstOr(i, 0), a.get(i));
};
export const fillWith = (range: any) => ({ c }: any): void => fill(c, range);
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'odometer-bodies-'));
  writeFileSync(join(folder, 'kernel.ts'), typescript);
  writeFileSync(join(folder, 'kernel.mjs'), javascript);
  writeFileSync(join(folder, 'helped.ts'), helped);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function refusalOf(body: (given: Given) => void): string {
  try {
    nest({ a: input([8]), c: output([8]) }, body);
  } catch (error) {
    if (error instanceof InputError) return error.message;
  }
  return 'nothing was refused';
}

describe('a condition on what stands for all iterations is refused with the line it is on', () => {
  test('in TypeScript that jiti loads', async () => {
    const { bodyWith } = await createJiti(import.meta.url, { fsCache: false }).import<Bodies>(
      join(folder, 'kernel.ts'),
    );
    expect(refusalOf(bodyWith(range))).toBe(
      `${join(folder, 'kernel.ts')}:12: \`i === 3\` is compared as an object: a loop index stands for all iterations at ` +
        'once; split the range, or write plain loops over TensorProxy',
    );
  });

  test('in JavaScript that node loads', async () => {
    const { bodyWith }: Bodies = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'kernel.mjs')).href);
    expect(refusalOf(bodyWith(range))).toBe(
      `${join(folder, 'kernel.mjs')}:7: \`twice\` is true in all of them: a value of a nest has no number yet; compute ` +
        'both and .select() one, or write plain loops over TensorProxy',
    );
  });

  test('in TypeScript that the test runner loads', () => {
    const refused = refusalOf(({ a, c }: Given) => {
      for (const i of range(8)) {
        if (!i) c.set(i, a.get(i));
      }
    });
    const own = 'tests/instrument/nests/body-source/body-conditions.test.ts';
    const line = readFileSync(own, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('if (!i)'));
    expect(refused).toContain(`${own}:${line + 1}: \`!i\` is true in all of them`);
  });
});

test('loops over numbers, and bodies whose source nobody knows, are left alone', () => {
  const record = (body: (given: Given) => void) => nest({ a: input([8]), c: output([8]) }, body).trace();
  const unrolled = ({ a, c }: Given): void => {
    for (const d of [0, 1]) {
      if (d === 1) for (const i of range(7)) c.set(i, a.get(i.plus(d)));
    }
  };
  expect(record(unrolled.bind(null))).toEqual(record(unrolled));
});

test('a condition is named before what it led to', () => {
  const stops = ({ a, c }: Given): void => {
    for (const i of range(8)) {
      c.set(i, a.get(i));
      if (i) break;
    }
  };
  expect(refusalOf(stops)).toContain('`i` is true in all of them');
});

describe('a condition in a function that the body calls is refused with the line it is on', () => {
  test('in TypeScript that jiti loads', async () => {
    const loaded = await createJiti(import.meta.url, { fsCache: false }).import<
      Bodies & { readonly fillWith: Bodies['bodyWith'] }
    >(join(folder, 'helped.ts'));
    expect(refusalOf(loaded.bodyWith(range))).toMatch(/helped\.ts:6: `k === 0` is compared as an object: a loop index/);
    expect(refusalOf(loaded.fillWith(range))).toMatch(/helped\.ts:9: `i` is true in all of them: a loop index/);
  });

  test('in a test of a test runner', () => {
    const half = (value: ReturnType<ReadTensor['get']>) => (value ? value.mul(0.5) : value);
    const body = ({ a, c }: Given): void => {
      for (const i of range(8)) c.set(i, half(a.get(i)));
    };
    expect(refusalOf(body)).toMatch(/body-conditions\.test\.ts:\d+: `value` is true in all of them/);
  });
});
