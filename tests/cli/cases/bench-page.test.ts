import { expect, test } from 'vitest';
import { BASELINE, usedKernels } from '../../support/sources/kernel-folder.ts';

const kernels = usedKernels();

test('the page of a bench shows what changed against a baseline, and nothing fails by it', async () => {
  await kernels.change({ one: 4, two: 4, gone: 4 }, { one: 6, two: 4, fresh: 4 });
  expect(await kernels.folder.run('bench', '--out', 'report', '--baseline', BASELINE)).toMatchObject({ code: 0 });
  const page = kernels.folder.read('report/index.html');
  expect(page).toContain('<h1>4 cases against the baseline: 1 worse, 1 new, 1 removed. Worst: one, cost +');
  expect(page).toContain(`Baseline: ${BASELINE}.`);
  expect(kernels.folder.has('report/bench.json')).toBe(true);
});

test('of some cases only these are held against it', async () => {
  await kernels.change({ one: 4, two: 4 }, { one: 4, two: 4 });
  await kernels.folder.run('bench', '--filter', 'one', '--out', 'report', '--baseline', BASELINE);
  expect(kernels.folder.read('report/index.html')).toContain(
    '<h1>1 case against the baseline: no figure changed.</h1>',
  );
});

test('how deep the reads of each case go is drawn as SVG and PNG where that is asked for', async () => {
  await kernels.change({ one: 4, two: 4 }, { one: 4, two: 4 });
  const { code, stderr } = await kernels.folder.run('bench', '--charts', 'charts');
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('wrote charts: 2 charts, each as'),
  });
  expect(kernels.folder.read('charts/one-depths.svg')).toContain('How many reads go deeper than a size');
  expect(kernels.folder.has('charts/two-depths.png')).toBe(true);
});

test.each([
  [['--baseline', BASELINE], /--baseline: is shown on a page; add --out FOLDER/],
  [['--baseline', BASELINE, '--out', 'report', '--shard', '1/2'], /--baseline and --shard: a shard has no page/],
  [['--baseline', 'none.txt', '--out', 'report'], /none\.txt: no such baseline/],
])('bench %j is refused before anything is measured', async (args, message) => {
  await kernels.change({ one: 4 }, { one: 4 });
  const { code, stderr } = await kernels.folder.run('bench', ...args);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  expect(kernels.folder.has('report')).toBe(false);
});
