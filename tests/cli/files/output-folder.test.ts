import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileReplacement } from '../../../cli/files/file-replacement.ts';
import { requireWritableFolder, writeFolder } from '../../../cli/files/output-folder.ts';
import { InputError } from '../../../core/input-error.ts';

const root = mkdtempSync(join(tmpdir(), 'odometer-output-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder = '';
let made = 0;
beforeEach(() => {
  made += 1;
  folder = join(root, `out-${made}`);
});

const NAMES = ['results.json', 'a.csv', 'b.csv', 'c.md'];
const files = (text: string) => new Map(NAMES.map((name) => [name, `${name} ${text}`]));
const write = (text: string) => writeFolder('--out', folder, files(text), 'results.json');
const contents = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const whole = (text: string) => Object.fromEntries(files(text));

test('files are replaced, others stay, nothing is left beside them', () => {
  write('old');
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  write('new');
  expect(contents()).toEqual({ ...whole('new'), 'mine.txt': 'mine' });
});

describe('where a file cannot take its place, all stay as they were', () => {
  test.each<[string, (path: string) => void]>([
    ['a folder', (path) => mkdirSync(join(path, 'full'), { recursive: true })],
    ['a link to a folder', (path) => symlinkSync(root, path)],
    ['links in a circle', (path) => symlinkSync(path, path)],
  ])('%s', (_, obstruct) => {
    write('old');
    rmSync(join(folder, 'c.md'));
    obstruct(join(folder, 'c.md'));
    expect(() => write('new')).toThrow(InputError);
    expect(() => write('new')).toThrow(
      /^--out .*: c\.md (is no regular|leads to no) file; move it away, or name another/,
    );
    for (const name of NAMES.slice(0, 3)) expect(readFileSync(join(folder, name), 'utf8')).toBe(`${name} old`);
    expect(readdirSync(folder).sort()).toEqual([...NAMES].sort());
  });

  test.each([0, 1, 2, 3])('a failure after %d files are in their places', (placed) => {
    write('old');
    rmSync(join(folder, 'b.csv'));
    let calls = 0;
    const place = FileReplacement.prototype.place;
    const spy = vi.spyOn(FileReplacement.prototype, 'place').mockImplementation(function (this: FileReplacement) {
      calls += 1;
      if (calls > placed) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      place.call(this);
    });
    try {
      expect(() => write('new')).toThrow('cannot be written (EIO); name a folder that you may write');
    } finally {
      spy.mockRestore();
    }
    const { 'b.csv': _, ...before } = whole('old');
    expect(contents()).toEqual(before);
  });
});

test('a link to a file stays a link, and its target is replaced, keeping its mode', () => {
  write('old');
  const target = join(root, 'elsewhere.csv');
  writeFileSync(target, 'old');
  chmodSync(target, 0o600);
  rmSync(join(folder, 'a.csv'));
  symlinkSync(target, join(folder, 'a.csv'));
  write('new');
  expect(lstatSync(join(folder, 'a.csv')).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('a.csv new');
  if (process.platform !== 'win32') expect(statSync(target).mode & 0o777).toBe(0o600);
});

test("what a killed process left is cleared away after an hour; a user's own hidden files are not", () => {
  mkdirSync(join(folder, '.unfinished'), { recursive: true });
  writeFileSync(join(folder, '.unfinished', 'mine.txt'), 'mine');
  const left = ['.odometer-0123456789ab.new', '.odometer-0123456789ab.old'].map((name) => join(folder, name));
  for (const path of [...left, join(folder, '.odometer-notes.old')]) writeFileSync(path, '');
  write('new');
  expect(left.filter(existsSync)).toEqual(left);
  vi.useFakeTimers({ now: Date.now() + 3_700_000 });
  write('new');
  vi.useRealTimers();
  expect(readdirSync(folder).sort()).toEqual(['.odometer-notes.old', '.unfinished', ...NAMES].sort());
  expect(readFileSync(join(folder, '.unfinished', 'mine.txt'), 'utf8')).toBe('mine');
});

describe('of several processes that write into a folder', () => {
  test('one waits until the other has ended', async () => {
    mkdirSync(folder);
    const [turn, ended] = [join(folder, '.odometer-turn'), join(folder, 'ended')];
    writeFileSync(turn, '');
    const script = `setTimeout(() => { fs.writeFileSync(${JSON.stringify(ended)}, ''); fs.rmSync(${JSON.stringify(turn)}) }, 100)`;
    const other = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    write('new');
    expect(existsSync(ended)).toBe(true);
    expect(contents()).toEqual({ ...whole('new'), ended: '' });
    await once(other, 'exit');
  });

  test('one goes on where the other was killed', () => {
    mkdirSync(folder);
    const turn = join(folder, '.odometer-turn');
    writeFileSync(turn, '');
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(turn, longAgo, longAgo);
    write('new');
    expect(contents()).toEqual(whole('new'));
  });
});

test('a link to nothing is refused before anything is done', () => {
  symlinkSync(join(root, 'nowhere'), folder);
  expect(() => requireWritableFolder('--out', folder)).toThrow(/is a link to nothing; name another/);
  expect(() => requireWritableFolder('--out', join(folder, 'deeper'))).toThrow(/is a link to nothing; name another/);
});

test('a folder that cannot be made is refused, at first and at last', () => {
  writeFileSync(join(root, 'file'), '');
  folder = join(root, 'file', 'deeper');
  expect(() => requireWritableFolder('--out', folder)).toThrow(/is not a folder; name another/);
  expect(() => write('new')).toThrow(/^--out .*: cannot be written \(ENOTDIR\)/);
});
