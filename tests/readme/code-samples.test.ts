import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, expect, test, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'odometer-samples-'));
afterEach(() => {
  vi.restoreAllMocks();
  tf.disposeVariables();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Programs in a page, but for those that are files of cases, each with its place. */
const samples = ['README.md', 'docs/models.md', 'docs/learning-rules.md'].flatMap((page) => {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, source], at) => [`${page} ${at}`, source] as const);
});

/** What a program says that it prints: comments behind a `console.log`, or on lines of their own. */
function promised(source: string): string[] {
  return [...source.matchAll(/console\.log\(.*; \/\/ (.*)$|^\/\/ (.*)$/gm)].map(([, behind, own]) => behind ?? own);
}

test.each(samples)('%s prints what it says', async (name, source) => {
  const require = createRequire(import.meta.url);
  const index = pathToFileURL(fileURLToPath(new URL('../../index.ts', import.meta.url))).href;
  const resolved = source.replace(/from '(.*)'/g, (_, from: string) => {
    return `from '${from === 'tensor-odometer' ? index : pathToFileURL(require.resolve(from)).href}'`;
  });
  const file = join(folder, `${name.replaceAll(/\W/g, '-')}.ts`);
  writeFileSync(file, resolved);
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined);
  await import(/* @vite-ignore */ pathToFileURL(file).href);
  const { format } = await import('node:util');
  expect(log.mock.calls.map((printed) => format(...(printed as [unknown])))).toEqual(promised(source));
  expect(promised(source)).not.toEqual([]);
});
