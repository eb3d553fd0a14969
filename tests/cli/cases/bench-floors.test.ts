import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { benchSchema } from '../../../reports/bench/bench-result.ts';
import { odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-floors-'));
afterAll(() => rmSync(folder, { recursive: true }));

const KERNELS = `import * as tf from '@tensorflow/tfjs-core';
import { cases, scalarProgram, tensorProgram } from 'tensor-odometer';
export default cases(
  { name: 'sum', body: () => scalarProgram((xs) => xs.reduce((a, b) => a.add(b)), [[1, 1, 1]]) },
  { name: 'square', body: () => tensorProgram((x) => tf.mul(x, x), [tf.zeros([8])]) },
);
`;
const kernels = join(folder, 'kernels.odometer.mjs');
writeFileSync(kernels, KERNELS);

/** A table without the line ends within its rows: figures stand below names that leave them no room. */
function rowsOf(table: string): string {
  return table.replaceAll(/\n {2,}/g, ' ');
}

test('a product has a floor, and where there is none the column says so', async () => {
  const file = join(folder, 'products.odometer.mjs');
  const product = 'tf.matMul(tf.reshape(x, [2, 4]), tf.reshape(tf.neg(x), [4, 2]))';
  writeFileSync(file, KERNELS.replace('tf.mul(x, x)', product));
  const [, square] = benchSchema.parse(JSON.parse(await odometer('bench', file, '--json'))).cases;
  expect(square.floor?.of).toContain('products follow one another');
  expect(Number(square.floor?.cost)).toBeLessThan(Number(square.cost));
  const table = rowsOf(await odometer('bench', file));
  expect(table).toMatch(/case times the floor /);
  expect(table).toMatch(/sum - /);
  expect(table).toMatch(
    /^Floor: of any order in which .*; - where none is proved: plain loops are not seen to add up products\.$/m,
  );
  expect(table).toMatch(
    /^MACs: - of plain loops, in which multiplications and additions are operations of their own\.$/m,
  );
  expect(await odometer('bench', file, '--csv')).toContain(',floor_bytedmd,floor_of');
});

test('plain loops alone are told why they have no floor and no multiply-accumulates', async () => {
  const loops = rowsOf(await odometer('bench', kernels, '--filter', 'sum'));
  expect(loops).toMatch(/^No floor: plain loops are not seen to add up products\.$/m);
  expect(loops).toMatch(/^MACs: - of plain loops, in which/m);
  expect(loops).not.toContain('times the floor');
  const square = rowsOf(await odometer('bench', kernels, '--filter', 'square'));
  expect(square).toMatch(/^Floor: of any order /m);
  expect(square).not.toContain('MACs: -');
});
