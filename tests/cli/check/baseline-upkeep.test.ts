/** What becomes of a baseline, and which is refused, by what users of other gates complain about. */

import { describe, expect, test, vi } from 'vitest';
import { BASELINE, linesOf, sumsOf, usedKernels } from '../../support/sources/kernel-folder.ts';

const kernels = usedKernels();

test('a change is accepted case by case, with a reason, and no other line is touched', async () => {
  await kernels.change({ one: 4, two: 4 }, { one: 5, two: 5 });
  const before = kernels.folder.read(BASELINE);
  expect(await kernels.check('--accept', 'one', '--reason', 'sums a bias, too; see the notes')).toMatchObject({
    code: 0,
  });
  const after = kernels.folder.read(BASELINE);
  expect(linesOf(after, 'two')).toEqual(linesOf(before, 'two'));
  expect(linesOf(after, 'one')[0]).toMatch(/; accepted: sums a bias, too; see the notes \| [0-9a-f]{6}$/);
  const { code, stdout } = await kernels.check();
  expect([code, stdout.match(/^FAILED/gm)?.length]).toEqual([1, 1]);
});

test('a reason stays where a later update leaves the figure as it is', async () => {
  await kernels.change({ one: 4, two: 4 }, { one: 5, two: 5 });
  await kernels.check('--accept', 'one', '--reason', 'meant');
  await kernels.check('--update');
  expect(linesOf(kernels.folder.read(BASELINE), 'one')[0]).toContain('; accepted: meant |');
  expect(linesOf(kernels.folder.read(BASELINE), 'two')[0]).not.toContain('accepted');
});

test('an update changes the lines of what changed alone', async () => {
  await kernels.change({ one: 4, two: 4 }, { one: 4, two: 5 });
  const before = kernels.folder.read(BASELINE);
  await kernels.check('--update');
  const after = kernels.folder.read(BASELINE).split('\n');
  const other = before.split('\n').filter((line, index) => line !== after[index]);
  expect(other.every((line) => line.includes('> two |'))).toBe(true);
  expect(other.length).toBe(3);
});

test('an update of some files leaves the lines of the others', async () => {
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
  kernels.folder.write('b.odometer.mjs', sumsOf({ two: 4 }));
  await kernels.check('--update');
  kernels.folder.write('a.odometer.mjs', sumsOf({ other: 5 }));
  expect((await kernels.check('a.odometer.mjs', '--update')).code).toBe(0);
  expect(linesOf(kernels.folder.read(BASELINE), 'two')).toHaveLength(3);
  expect(linesOf(kernels.folder.read(BASELINE), 'one')).toHaveLength(0);
  expect((await kernels.check()).code).toBe(0);
});

test('a run never touches the baseline, whether it passes or fails', async () => {
  await kernels.change({ one: 4 }, { one: 5 });
  const before = kernels.folder.read(BASELINE);
  await kernels.check();
  await kernels.check('--allow-removed', '--limit', '* cost +99%', '--limit', '* reads +99%');
  expect(kernels.folder.read(BASELINE)).toBe(before);
});

test('an update puts no baseline in the place of another file', async () => {
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
  kernels.folder.write('notes.txt', 'mine\n');
  expect(await kernels.check('--update', '--baseline', 'notes.txt')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('notes.txt: line 1: is not "# odometer-baseline/1"'),
  });
  expect(kernels.folder.read('notes.txt')).toBe('mine\n');
});

describe('no figures is no success', () => {
  test('no baseline', async () => {
    kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
    expect(await kernels.check()).toEqual({
      code: 2,
      stdout: '',
      stderr: `odometer: ${BASELINE}: no such baseline; write one with odometer check --update, and commit it`,
    });
    expect(kernels.folder.has(BASELINE)).toBe(false);
  });

  test('no baseline of the name that a flag has: what is advised writes it, of the same cases', async () => {
    kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
    const flags = ['a.odometer.mjs', '--filter', "it's", '--semantics', 'two-stack', '--baseline', 'own.txt'];
    const same = "odometer check a.odometer.mjs --filter 'it'\\''s' --semantics two-stack --baseline own.txt --update";
    for (const command of [['check'], ['bench', '--out', 'page']]) {
      const found = command[0] === 'bench' ? ['a.odometer.mjs', '--baseline', 'own.txt'] : flags;
      const advised = command[0] === 'bench' ? 'odometer check a.odometer.mjs --baseline own.txt --update' : same;
      expect(await kernels.folder.run(...command, ...found)).toEqual({
        code: 2,
        stdout: '',
        stderr: `odometer: own.txt: no such baseline; write one with ${advised}, and commit it`,
      });
    }
  });

  test('an empty baseline', async () => {
    kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
    kernels.folder.write(BASELINE, '');
    expect(await kernels.check()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${BASELINE}: is empty; write it`),
    });
  });

  test('no case file, and no case of the name', async () => {
    await kernels.change({ one: 4 }, { one: 4 });
    expect((await kernels.check('--filter', 'other')).code).toBe(2);
    kernels.folder.remove('a.odometer.mjs');
    expect((await kernels.check()).code).toBe(2);
    expect((await kernels.check('--update')).code).toBe(2);
    expect(linesOf(kernels.folder.read(BASELINE), 'one')).toHaveLength(3);
  });
});

test('a baseline of another setting is refused, field by field, and an update takes the new one', async () => {
  await kernels.change({ one: 4 }, { one: 4 });
  const { code, stderr } = await kernels.check('--bytes', '1', '--seed', '7');
  expect(code).toBe(2);
  expect(stderr).toContain(
    `${BASELINE}: was measured otherwise: bytes is 4 there and 1 here, seed is 0 there and 7 here; `,
  );
  expect((await kernels.check('--bytes', '1', '--update')).code).toBe(0);
  expect(kernels.folder.read(BASELINE)).toContain('\n# bytes 1\n');
});

test('an update of some files into a baseline of another setting is refused', async () => {
  kernels.folder.write('a.odometer.mjs', sumsOf({ one: 4 }));
  kernels.folder.write('b.odometer.mjs', sumsOf({ two: 4 }));
  await kernels.check('--update');
  const before = kernels.folder.read(BASELINE);
  expect(await kernels.check('a.odometer.mjs', '--bytes', '1', '--update')).toMatchObject({ code: 2 });
  expect(kernels.folder.read(BASELINE)).toBe(before);
});

test('a baseline edited by hand is refused with its line; a whole update writes it anew', async () => {
  await kernels.change({ one: 4 }, { one: 4 });
  const edited = kernels.folder.read(BASELINE).replace('| reads 6 |', '| reads 7 |');
  kernels.folder.write(BASELINE, edited);
  for (const args of [[], ['a.odometer.mjs', '--update']]) {
    const { code, stderr } = await kernels.check(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${BASELINE}: line 11: was edited by hand or damaged`)]);
  }
  expect(kernels.folder.read(BASELINE)).toBe(edited);
  expect((await kernels.check('--update')).code).toBe(0);
  expect((await kernels.check()).code).toBe(0);
});

describe('in CI', () => {
  test.each([['--update'], ['--accept', 'one', '--reason', 'why']])('%s is refused', async (...args) => {
    await kernels.change({ one: 4 }, { one: 5 });
    const before = kernels.folder.read(BASELINE);
    vi.stubEnv('CI', 'true');
    const { code, stderr } = await kernels.check(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^odometer: --(update|accept): is refused where the environment variable CI is set; /);
    expect(kernels.folder.read(BASELINE)).toBe(before);
    vi.stubEnv('CI', 'false');
    expect((await kernels.check(...args)).code).toBe(0);
  });

  test('a case that does not do the same twice is named', async () => {
    const source = `let runs = 2;\n${sumsOf({ steady: 3, drifting: '++runs' })}`;
    kernels.folder.write('a.odometer.mjs', source);
    await kernels.check('--update');
    vi.stubEnv('CI', 'true');
    const { code, stderr } = await kernels.check();
    expect(code).toBe(2);
    expect(stderr).toContain('a.odometer.mjs > drifting: did not do the same in two runs; draw what is random from');
  });
});
