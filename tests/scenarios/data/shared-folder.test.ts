import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadDatasets } from '../../../scenarios/data/shared-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-shared-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a data set that is named twice is loaded once', async () => {
  const [first, other, again] = await loadDatasets(['disk-ring', 'synthetic', 'disk-ring'], undefined);
  expect(again).toBe(first);
  expect([first.name, other.name]).toEqual(['disk-ring', 'synthetic']);
});

test('files are looked for in a folder of the name of their set, or else beside the others', async () => {
  await expect(loadDatasets(['disk-ring', 'mnist'], folder)).rejects.toThrow(`in ${folder} (ENOENT`);
  mkdirSync(join(folder, 'mnist'));
  await expect(loadDatasets(['disk-ring', 'mnist'], folder)).rejects.toThrow(`in ${join(folder, 'mnist')} (ENOENT`);
});

test('a folder that nothing would read is refused', async () => {
  await expect(loadDatasets(['disk-ring', 'synthetic', 'disk-ring'], folder)).rejects.toThrow(
    `--data-dir ${folder}: nothing reads it, disk-ring and synthetic being made in code; leave it out`,
  );
});
