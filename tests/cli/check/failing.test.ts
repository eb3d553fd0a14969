/** What fails a check and what does not, by what users of other gates complain about. */

import { expect, test } from 'vitest';
import { BASELINE, sumsOf, usedKernels } from '../../support/sources/kernel-folder.ts';

const kernels = usedKernels();

test('a regression fails without a flag, an improvement never', async () => {
  await kernels.change({ worse: 4, better: 4 }, { worse: 5, better: 3 });
  const { code, stdout } = await kernels.check();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED {2}a\.odometer\.mjs > worse$/m);
  expect(stdout).toMatch(/^better {2}a\.odometer\.mjs > better$/m);
  expect((await kernels.check('--filter', 'better')).code).toBe(0);
  expect((await kernels.check('--filter', 'better', '--exact')).code).toBe(1);
});

test('limits are integers or percentages, up and down apart, for each metric and case', async () => {
  await kernels.change({ one: 10, two: 10 }, { one: 11, two: 9 });
  const code = async (...limits: string[]) =>
    (await kernels.check(...limits.flatMap((limit) => ['--limit', limit]))).code;
  expect(await code('one cost +30%', 'one reads +2', 'one peak +4')).toBe(0);
  expect(await code('one cost +30%', 'one reads +2', 'one peak +3')).toBe(1);
  expect(await code('one cost +30%', 'one reads +1', 'one peak +4')).toBe(1);
  expect(await code('one cost +1%', 'one reads +2', 'one peak +4')).toBe(1);
  expect(await code('* cost +30%', '* reads +12%', '* peak +10%', 'two reads -1')).toBe(1);
});

test('a new case is listed and passes, unless all are required', async () => {
  await kernels.change({ old: 4 }, { old: 4, fresh: 4 });
  const { code, stdout } = await kernels.check();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^new {5}a\.odometer\.mjs > fresh$/m);
  expect((await kernels.check('--require-all')).code).toBe(1);
});

test('a case that is in the baseline alone fails, unless that is allowed', async () => {
  await kernels.change({ old: 4, gone: 4 }, { old: 4 });
  const { code, stdout } = await kernels.check();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED {2}a\.odometer\.mjs > gone\n.*is in the baseline and was not found$/m);
  expect((await kernels.check('--allow-removed')).code).toBe(0);
});

test('a file that is gone is missed where its folder was run, and not where another file was', async () => {
  kernels.folder.write('kernels/a.odometer.mjs', sumsOf({ one: 4 }));
  kernels.folder.write('kernels/b.odometer.mjs', sumsOf({ two: 4 }));
  await kernels.check('--update');
  kernels.folder.remove('kernels/b.odometer.mjs');
  expect((await kernels.check('kernels/a.odometer.mjs')).code).toBe(0);
  for (const args of [[], ['kernels'], ['.']]) expect((await kernels.check(...args)).code).toBe(1);
  expect((await kernels.check('--filter', 'one')).code).toBe(0);
});

test('from a figure of 0 a percentage allows nothing, and no ratio is printed', async () => {
  await kernels.change({ one: 1 }, { one: 2 });
  const { code, stdout } = await kernels.check('--limit', '* cost +1000%', '--limit', '* reads +1000%');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ {8}reads 0 -> 2, \+2, limit \+1000%$/m);
  expect(stdout).not.toMatch(/NaN|Infinity/);
});

test('a failure names the kernel, the operand and the line that moved most, also where lines were put above it', async () => {
  const source = (top: string, product: string): string =>
    [
      `import * as tf from '@tensorflow/tfjs-core';`,
      `import { cases, tensorProgram } from 'tensor-odometer';${top}`,
      'const scale = (x) =>',
      '  tf.mul(x, x);',
      `const product = (x) => ${product};`,
      'const body = () => tensorProgram((x) => product(scale(x)), [tf.zeros([4, 4])]);',
      `export default cases({ name: 'chain', body });\n`,
    ].join('\n');
  kernels.folder.write('a.odometer.mjs', source('', 'tf.matMul(x, x)'));
  await kernels.check('--update');
  kernels.folder.write('a.odometer.mjs', source('\n// A line more.', 'tf.matMul(x, tf.relu(x))'));
  const { code, stdout } = await kernels.check('--markdown', 'report.md', '--annotations');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^ {8}moved most: kernel \w+ \+[\d,]+ .*; operand .* \+[\d,]+ .*; line a\.odometer\.mjs:6 \+/m,
  );
});

test('two loops of a nest swapped fail at the line of the product, and an update is a line a figure', async () => {
  const product = (
    outer: string,
    inner: string,
  ): string => `import { cases, input, local, nest, output, range } from 'tensor-odometer';
export default cases({ name: 'matmul', sizes: [{ n: 16 }], body: ({ n }) =>
  nest({ a: input([n, n]), b: input([n, n]), c: output([n, n]) }, ({ a, b, c }) => {
    for (const ${outer} of range(n)) for (const ${inner} of range(n)) {
      const sum = local();
      for (const k of range(n))
        sum.set(sum.get().add(a.get(i, k).mul(b.get(k, j))));
      c.set(i, j, sum.get());
    }
  }) });
`;
  kernels.folder.write('a.odometer.ts', product('j', 'i'));
  await kernels.check('--update');
  const before = kernels.folder.read(BASELINE).split('\n');
  kernels.folder.write('a.odometer.ts', product('i', 'j'));
  const { code, stdout } = await kernels.check();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ {8}moved most: operand b \+[\d,]+ .*; line a\.odometer\.ts:7 \+/m);
  expect(stdout).not.toMatch(/^ {8}(reads|peak)/m);
  await kernels.check('--update');
  const after = kernels.folder.read(BASELINE).split('\n');
  const changed = after.filter((line, index) => line !== before[index]);
  expect(changed).toEqual([
    expect.stringMatching(
      /^a\.odometer\.ts > matmul n=16 \| cost \d+ \| operand b \d+, a \d+, local \d+; line :7 \d+, :8 \d+ \|/,
    ),
  ]);
});

test('a change of comments alone changes nothing', async () => {
  await kernels.change({ one: 4 }, { one: 4 });
  kernels.folder.write('a.odometer.mjs', `// Said better.\n\n${sumsOf({ one: 4 })}`);
  kernels.folder.write('README.md', '# Kernels\n');
  const { code, stdout } = await kernels.check('--exact');
  expect([code, stdout]).toEqual([0, expect.stringContaining(': 1 case against odometer.baseline.txt: 1 the same.')]);
});

test('a budget holds a case to a number or to another case, and an update that breaks one writes nothing', async () => {
  await kernels.change({ flash: 4, naive: 8 }, { flash: 4, naive: 8 });
  const code = async (budget: string, ...args: string[]) => (await kernels.check('--budget', budget, ...args)).code;
  expect(await code('flash <= naive')).toBe(0);
  expect(await code('flash reads <= 0.4 * naive')).toBe(1);
  expect(await code('flash peak <= 16')).toBe(0);
  expect(await code('fash <= naive')).toBe(2);
  kernels.folder.write('a.odometer.mjs', sumsOf({ flash: 9, naive: 8 }));
  const before = kernels.folder.read(BASELINE);
  expect(await code('flash <= naive', '--update')).toBe(1);
  expect(kernels.folder.read(BASELINE)).toBe(before);
});

test('a configuration names files, baseline, limits and budgets; flags override it', async () => {
  await kernels.change({ flash: 4, naive: 8 }, { flash: 5, naive: 8 });
  const config = {
    baseline: BASELINE,
    limits: ['flash cost +99%', 'flash reads +2', 'flash peak +4'],
    budgets: ['flash <= naive'],
  };
  kernels.folder.write('package.json', JSON.stringify({ odometer: config }));
  const { code, stdout } = await kernels.check();
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 worse, 1 the same; the budget holds.')]);
  expect((await kernels.check('--limit', 'flash reads +1')).code).toBe(1);
  // Of a part of the cases the budget is not.
  expect((await kernels.check('--filter', 'flash')).code).toBe(0);
  expect((await kernels.check('--filter', 'flash', '--budget', 'flash <= naive')).code).toBe(2);
  kernels.folder.write('package.json', JSON.stringify({ odometer: { ...config, budgets: ['fash <= naive'] } }));
  expect(await kernels.check()).toMatchObject({
    code: 2,
    stderr: 'odometer: budget "fash <= naive": no case that was run is called "fash"; odometer bench --list names them',
  });
  kernels.folder.write('package.json', JSON.stringify({ odometer: { ...config, baseline: 'other.txt' } }));
  expect((await kernels.check()).stderr).toContain('other.txt: no such baseline');
});
