/** What a check says and where, by what users of other gates complain about. */

import { describe, expect, test, vi } from 'vitest';
import { sumsOf, usedKernels } from '../../support/sources/kernel-folder.ts';

const kernels = usedKernels();

test('reports are written before the check fails, and name the setting and the machine', async () => {
  await kernels.change({ one: 4 }, { one: 5 });
  const files = ['--markdown', 'report.md', '--junit', 'report.xml', '--smaller-is-better', 'chart.json'];
  const { code, stdout, stderr } = await kernels.check(...files);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^odometer: check failed; where it is meant, run odometer check --accept CASE --reason TEXT/);
  expect(kernels.folder.read('report.md')).toContain(
    '| a.odometer.mjs \\> one | FAILED | reads | 6 | 8 | +2 (+33 %) | +0 |',
  );
  expect(kernels.folder.read('report.xml')).toContain('<testsuites name="odometer check" tests="1" failures="1">');
  expect(JSON.parse(kernels.folder.read('chart.json'))).toHaveLength(3);
  for (const report of [stdout, kernels.folder.read('report.md')]) {
    expect(report).toMatch(
      /tensor-odometer [\d.]+, tfjs [\d.]+, eager semantics, scalar granularity, 4 bytes an element, seed 0; node v/,
    );
  }
});

test('text, Markdown and JSON come from one statement', async () => {
  await kernels.change({ one: 4, two: 4, three: 4 }, { one: 5, two: 4, fresh: 4 });
  const { stdout } = await kernels.check('--markdown', 'report.md');
  const statement =
    'Failed (2 of 4 cases): 4 cases against odometer.baseline.txt: 1 removed, 1 new, 1 worse, 1 the same.';
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(statement);
  expect(kernels.folder.read('report.md')).toContain(statement);
  const { cases, passed } = JSON.parse((await kernels.check('--json')).stdout);
  expect(passed).toBe(false);
  expect(cases.map(({ verdict, failed }: { verdict: string; failed: boolean }) => [verdict, failed])).toEqual([
    ['new', false],
    ['worse', true],
    ['removed', true],
    ['same', false],
  ]);
});

test('--min-change hides what is small, and lets nothing pass', async () => {
  await kernels.change({ large: 200, small: 4 }, { large: 199, small: 3 });
  const { code, stdout } = await kernels.check('--min-change', '5%');
  expect(code).toBe(0);
  expect(stdout).not.toContain('> large');
  expect(stdout).toContain('1 changed by no more than 5% and are not shown.');
  kernels.folder.write('a.odometer.mjs', sumsOf({ large: 201, small: 4 }));
  const failed = await kernels.check('--min-change', '5%');
  expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining('FAILED  a.odometer.mjs > large')]);
});

test('on GitHub each failure is marked at its file, below the folder of the repository', async () => {
  const marks = async () => (await kernels.check('--json')).stderr.split('\n').filter((line) => line.startsWith('::'));
  await kernels.change({ one: 4 }, { one: 5 });
  expect(await marks()).toEqual([]);
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_WORKSPACE', '');
  expect(await marks()).toEqual([expect.stringMatching(/^::error file=a\.odometer\.mjs,title=one::cost /)]);
  vi.stubEnv('GITHUB_WORKSPACE', `${kernels.folder.path}/..`);
  expect((await marks())[0]).toMatch(/^::error file=odometer-kernels-\w+\/a\.odometer\.mjs,title=one::cost /);
});

describe('flags that say nothing together are refused', () => {
  test.each([
    [['--update', '--accept', 'one', '--reason', 'x'], '--update and --accept: give one of them'],
    [['--accept', 'one'], '--accept one: needs a reason; add --reason TEXT'],
    [['--accept', 'one', '--reason', ' '], '--reason: is empty; say why the figures may change'],
    [['--reason', 'x'], '--reason: says why of --accept; add it'],
    [['--accept', 'two', '--reason', 'x'], '--accept two: no case that was run is called so; odometer bench --list'],
    [['--exact', '--limit', '* cost +1'], '--exact and --limit: no change is within both; give one of them'],
    [['--limit', 'two* cost +1'], 'limit "two* cost +1": no case is like "two*"'],
    [['--limit', 'one'], 'limit "one": is no limit; give a case or pattern'],
    [['--budget', 'one'], 'budget "one": is no budget; write CASE <= N'],
    [['--min-change', 'much'], '--min-change: "much" is neither an integer nor a percentage; give one like 100 or 1%'],
    [['--markdown', ''], 'odometer: --markdown: is empty; name a file or folder'],
    [['--baseline', '.'], '.: is a directory; name a file in it'],
  ])('%o', async (args, message) => {
    await kernels.change({ one: 4 }, { one: 5 });
    const { code, stderr } = await kernels.check(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('an accepted case that did not change', async () => {
    await kernels.change({ one: 4 }, { one: 4 });
    expect(await kernels.check('--accept', 'one', '--reason', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('> one: none of its figures has changed; leave it out'),
    });
  });
});
