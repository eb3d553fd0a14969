import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { saveFile } from '../../../cli/files/saved-file.ts';
import { InputError } from '../../../core/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-save-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const save = (name: string) => saveFile('--save', at(name), 'new');

test('a file is replaced, and a new one is made', async () => {
  writeFileSync(at('old'), 'old');
  await save('old');
  await save('fresh');
  expect(['old', 'fresh'].map((name) => readFileSync(at(name), 'utf8'))).toEqual(['new', 'new']);
});

test.each<[string, () => void, string]>([
  ['a file', () => writeFileSync(at('target'), 'old'), 'target'],
  ['a file that is not there yet', () => {}, 'later'],
  ['a link to a file', () => symlinkSync('target', at('second')), 'second'],
])('a link to %s stays a link, and its target is written', async (_, make, target) => {
  make();
  const link = at(`link-to-${target}`);
  symlinkSync(target, link);
  await saveFile('--save', link, `for ${target}`);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(at(target), 'utf8')).toBe(`for ${target}`);
  expect(lstatSync(at(target)).isSymbolicLink()).toBe(target === 'second');
});

describe.skipIf(process.platform === 'win32')('what is no regular file stays what it is', () => {
  test('a pipe gets the text', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')]);
    const [read] = await Promise.all([text(reader.stdout), save('pipe'), once(reader, 'exit')]);
    expect(read).toBe('new');
    expect(statSync(at('pipe')).isFIFO()).toBe(true);
  });

  test('a device gets the text, also by a link', async () => {
    symlinkSync('/dev/null', at('null'));
    await save('null');
    await saveFile('--save', '/dev/null', 'new');
    expect(lstatSync(at('null')).isSymbolicLink()).toBe(true);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('a device that takes nothing is named', async () => {
    await expect(saveFile('--save', '/dev/full', 'new')).rejects.toThrow(
      '--save /dev/full: cannot be written (ENOSPC); name a file in a folder that exists',
    );
  });

  test('a folder is refused', async () => {
    mkdirSync(at('folder'));
    await expect(save('folder')).rejects.toThrow(/^--save .*: folder is no regular file; name a file$/);
  });
});

test.each([
  ['kernel.odometer.ts', 'export default 1;\n', 'source code'],
  ['odometer.config.mjs', '', 'source code'],
  ['odometer.baseline.txt', '# odometer-baseline/1\n', 'a baseline'],
])('a report takes the place of no %s', async (name, content, kind) => {
  writeFileSync(at(name), content);
  await expect(saveFile('--markdown', at(name), 'new')).rejects.toThrow(
    `--markdown ${at(name)}: is ${kind}, which would be lost; name another file`,
  );
  expect(readFileSync(at(name), 'utf8')).toBe(content);
});

test('an empty file, and the baseline by its own flag, are written', async () => {
  writeFileSync(at('summary.md'), '');
  await save('summary.md');
  await saveFile('--baseline', at('odometer.baseline.txt'), 'new');
  expect(['summary.md', 'odometer.baseline.txt'].map((name) => readFileSync(at(name), 'utf8'))).toEqual(['new', 'new']);
});

test.each([250, 255])('a name of %d characters is as good as any', async (length) => {
  const name = 'n'.repeat(length);
  await save(name);
  expect(readFileSync(at(name), 'utf8')).toBe('new');
});

test('a name that is too long, and a folder that is not there, are refused', async () => {
  await expect(save('n'.repeat(256))).rejects.toThrow(InputError);
  await expect(save('n'.repeat(256))).rejects.toThrow(/cannot be written \(ENAMETOOLONG\); name a file in a folder/);
  await expect(save(join('no', 'such'))).rejects.toThrow(/cannot be written \(ENOENT\)/);
});

test('what a killed process left beside a file is cleared away after an hour', async () => {
  const left = at('.odometer-0123456789ab.new');
  writeFileSync(left, '');
  vi.useFakeTimers({ now: Date.now() + 3_700_000, toFake: ['Date'] });
  await save('old');
  vi.useRealTimers();
  expect(existsSync(left)).toBe(false);
});

test('nothing is left beside the files', () => {
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});
