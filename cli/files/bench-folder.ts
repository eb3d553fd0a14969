import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { type BenchResult, benchJson } from '../../reports/bench/bench-result.ts';
import type { Check } from '../../reports/gate/check-result.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { requireNoFile, writeNewFile } from './new-file.ts';
import { requireWritableFolder, writeFolder } from './output-folder.ts';
import { tell } from './standard-output.ts';

/** Of a bench, or of a sweep. */
const SHARD_FILE = /^(bench|sweep)-[1-9]\d*-of-[1-9]\d*\.json$/;

/** Throws InputError, before anything is measured, where the folder cannot take what it is to take. */
export function requireBenchFolder(folder: string, shard: BenchResult['shard']): void {
  requireWritableFolder('--out', folder);
  if (shard !== null) requireNoFile('--out', folder, shardFile(shard));
}

/**
 * Writes a whole bench into a folder as a page, tables and JSON, with what changed against a baseline where `check` holds it
 * against one; of a shard the JSON alone, under a name of its own.
 */
export async function writeBench(folder: string, result: BenchResult, check: Check | null): Promise<void> {
  if (result.shard !== null) {
    const name = shardFile(result.shard);
    writeNewFile('--out', folder, name, benchJson(result));
    tell(`odometer: wrote ${visibleText(join(folder, name))}`);
    return;
  }
  const { BENCH_FILE, benchFiles } = await import('../../reports/bench/page/kernel-page.ts');
  const files = benchFiles(result, check);
  writeFolder('--out', folder, files, BENCH_FILE);
  tell(`odometer: wrote ${visibleText(folder)}: ${[...files.keys()].join(', ')}`);
}

/** The files that are named, of folders the shards in them. Throws InputError where a folder holds none. */
export function shardFiles(named: readonly string[]): string[] {
  return named.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const found = readdirSync(path).filter((name) => SHARD_FILE.test(name));
    if (found.length > 0) return found.sort().map((name) => join(path, name));
    throw new InputError(`${path}: holds no shard; write them there with --shard 1/4 --out ${path}`);
  });
}

function shardFile({ index, of }: NonNullable<BenchResult['shard']>): string {
  return `bench-${index}-of-${of}.json`;
}
