import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { BASELINE, sumsOf, usedKernels } from '../../support/sources/kernel-folder.ts';

const kernels = usedKernels();

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    cwd: kernels.folder.path,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

const commit = (subject: string): void => {
  git('add', '--all');
  git('commit', '-m', subject);
};

const trend = (...args: string[]) => kernels.folder.run('trend', '--out', 'trend', ...args);

test('a trend has a version a commit of the baseline, also before it was renamed, with accepted reasons', async () => {
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4, two: 4 }));
  git('init');
  expect((await kernels.check('--update', '--baseline', 'old.txt')).code).toBe(0);
  commit('first <b>');
  git('mv', 'old.txt', BASELINE);
  commit('rename');
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 6, two: 4 }));
  expect((await kernels.check('--accept', 'one', '--reason', 'adds a bias')).code).toBe(0);
  commit('add a bias');
  expect(await trend()).toMatchObject({ code: 0 });

  const rows = kernels.folder.read('trend/trend.csv').trim().split('\n').slice(1);
  expect(rows).toHaveLength(3 * 2 * 3);
  const costs = rows.filter((row) => row.includes('> one,cost,')).map((row) => row.split(',').slice(2));
  expect(costs.map(([subject]) => subject)).toEqual(['first <b>', 'rename', 'add a bias']);
  expect(costs[1].at(-2)).toBe(costs[0].at(-2));
  expect(Number(costs[2].at(-2))).toBeGreaterThan(Number(costs[1].at(-2)));
  expect(costs.map((row) => row.at(-1))).toEqual(['', '', 'adds a bias']);

  const page = kernels.folder.read('trend/index.html');
  expect(page).toContain('Cases: 2, of which 1 changed over 3 versions');
  expect(page).toContain('<td>adds a bias</td>');
  expect(page).toContain('first &lt;b&gt;');
  expect(page.match(/<path /g)).toHaveLength(2);
  expect(page).not.toMatch(/<script|<link|src=|href=/);
});

test('a version that is no baseline is named and left out, and so is one that took the file away', async () => {
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
  git('init');
  await kernels.check('--update');
  const whole = kernels.folder.read(BASELINE);
  commit('whole');
  kernels.folder.write(BASELINE, whole.slice(0, -20));
  commit('cut short');
  kernels.folder.remove(BASELINE);
  commit('away');
  kernels.folder.write(BASELINE, whole);
  commit('whole again');
  const { code, stderr } = await trend();
  expect([code, stderr.match(/left out/g)?.length]).toEqual([0, 2]);
  const page = kernels.folder.read('trend/index.html');
  expect(page).toContain('over 2 versions');
  expect(page).toContain('<td>the file is not there</td>');
});

test('where git knows no version of the baseline nothing is written', async () => {
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
  expect(await trend()).toMatchObject({ code: 2, stderr: expect.stringContaining(`${BASELINE}: git has no history`) });
  git('init');
  commit('no baseline');
  expect(await trend()).toMatchObject({ code: 2, stderr: expect.stringContaining(`${BASELINE}: no commit holds`) });
  expect(kernels.folder.has('trend')).toBe(false);
});
