import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tracedKernels } from '../../../instrument/kernel-models/traced-kernels.ts';
import { odometer } from '../../support/sources/command.ts';

const all = tracedKernels();
const untraced = all.filter(({ traced }) => traced === 'out of scope' || traced === 'missing');

test('lists every kernel by how it can be traced, as JSON', async () => {
  const { counts, kernels, ...about } = JSON.parse(await odometer('kernels', '--json'));
  expect(about).toEqual({ schema: 'odometer-kernels/1', tool: expect.any(String), tfjs: '4.22.0', backend: 'cpu' });
  expect(kernels).toEqual(all);
  expect(counts['needs none']).toBe(3);
  expect(counts['out of scope']).toBe(5);
  expect(Object.values<number>(counts).reduce((sum, count) => sum + count, 0)).toBe(kernels.length);
});

test('says so as a table, kind by kind, with what there is to note', async () => {
  const text = await odometer('kernels');
  expect(text).toMatch(/^needs none +3 /m);
  expect(text).toMatch(/^Select +from shapes +all branches, where\n +values are not known$/m);
  expect(text).toMatch(/^GatherV2 +with computed values$/m);
  expect(text.indexOf('\nXor')).toBe(-1);
  expect(text.indexOf('\nDraw ')).toBeGreaterThan(text.indexOf('\nFill '));
});

test('--missing lists what no trace can have alone, and counts all', async () => {
  const { counts, kernels } = JSON.parse(await odometer('kernels', '--missing', '--json'));
  expect(kernels).toEqual(untraced);
  expect(counts['from shapes']).toBeGreaterThan(0);
  const text = await odometer('kernels', '--missing');
  expect(text).toMatch(/^StringSplit +out of scope +works on strings$/m);
  expect(text).not.toContain('\nRelu ');
});

test('lists the kernels that the configuration registers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-kernels-'));
  const here = process.cwd();
  writeFileSync(
    join(folder, 'odometer.config.mjs'),
    `import { getKernel, registerKernel } from '@tensorflow/tfjs-core';
import { defineConfig, registerKernelModel } from 'tensor-odometer';
const { kernelFunc } = getKernel('Relu', 'cpu');
for (const kernelName of ['Configured', 'Unmodelled']) registerKernel({ kernelName, backendName: 'cpu', kernelFunc });
registerKernelModel('Configured', (plan, { x }) => plan.make(x.shape, x.dtype));
export default defineConfig({});
`,
  );
  try {
    process.chdir(folder);
    const text = await odometer('kernels');
    expect(text).toMatch(/^Configured +from shapes +its model was\n +registered$/m);
    expect(text).toMatch(/^Unmodelled +missing +give its model by\n +registerKernelModel$/m);
  } finally {
    process.chdir(here);
    rmSync(folder, { recursive: true });
  }
});
