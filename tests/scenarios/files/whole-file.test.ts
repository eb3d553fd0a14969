import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { partOf, removeParts, writeWholeFile } from '../../../scenarios/files/whole-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file is replaced by its new content, and nothing is left beside it', () => {
  const file = join(folder, 'a.txt');
  writeWholeFile(file, 'old, and longer');
  writeWholeFile(file, Uint8Array.of(110, 101, 119));
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('where a file cannot take its place the system says why, and nothing is left', () => {
  const file = join(folder, 'b');
  mkdirSync(join(file, 'full'), { recursive: true });
  expect(() => writeWholeFile(file, 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(() => writeWholeFile(join(folder, 'none', 'c'), 'text')).toThrow(/^ENOENT/);
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b']);
});

test('parts of this file alone are removed, of any process', () => {
  const file = join(folder, 'c.state');
  for (const part of [partOf(file), partOf(file), `${file}.4412.part`]) writeFileSync(part, '');
  const others = [partOf(join(folder, 'c.state2')), `${file}.part`, `${file}.mine.part`];
  for (const other of others) writeFileSync(other, '');
  removeParts(file);
  for (const other of others) rmSync(other);
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b']);
});
