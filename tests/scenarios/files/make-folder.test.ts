import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../scenarios/files/make-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odometer-folder-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('makeFolder', () => {
  it('makes all that is missing, and nothing the second time', async () => {
    const deep = join(folder, 'a', 'b', 'c');
    await makeFolder(deep);
    await makeFolder(deep);
    expect((await stat(deep)).isDirectory()).toBe(true);
  });

  it('rejects where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(makeFolder(join(folder, 'file'))).rejects.toThrow(/^EEXIST/);
    await expect(makeFolder(join(folder, 'file', 'b'))).rejects.toThrow(/^ENOTDIR/);
  });

  it('rejects, and ends, where a link to nothing is in the way', async () => {
    await symlink(join(folder, 'nothing'), join(folder, 'link'));
    await expect(makeFolder(join(folder, 'link'))).rejects.toThrow(/^EEXIST/);
  });

  it.skipIf(!existsSync('/proc/self'))('rejects, and ends, where the system makes no folders', async () => {
    await expect(makeFolder('/proc/odometer/cache')).rejects.toThrow(/^ENOENT/);
  });
});
