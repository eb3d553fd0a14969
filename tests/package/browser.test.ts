import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import * as browser from '../../browser.ts';
import * as index from '../../index.ts';
import { HAS_BROWSER, openBrowser } from '../support/pages/browser.ts';
import { pageBundle, TRACE_AND_PRICE } from '../support/sources/page-bundle.ts';
import { runtimeImports } from '../support/sources/runtime-imports.ts';

tf.enableProdMode();

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What runs in node and in pages alike. */
const PORTABLE = /^(@tensorflow\/tfjs-(core|backend-cpu|backend-wasm)|acorn|zod)$/;

/** All files that these import, and those import, and what is imported that is no file of the package. */
function reached(entries: readonly string[]): { files: ReadonlySet<string>; modules: ReadonlySet<string> } {
  const files = new Set(entries);
  const modules = new Set<string>();
  for (const file of files) {
    for (const imported of runtimeImports(file, readFileSync(join(root, file), 'utf8'))) {
      if (imported.endsWith('.ts')) files.add(imported);
      else modules.add(imported);
    }
  }
  return { files, modules };
}

const sourcesOf = (layer: string): string[] =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${layer}/${name.replaceAll('\\', '/')}`);

describe('imports nothing of node', () => {
  test.each([
    ['core', sourcesOf('core')],
    ['instrument', sourcesOf('instrument')],
    ['the entry for browsers', ['browser.ts']],
    ['the rules of the disk in a ring', ['scenarios/disk-ring/ff.ts', 'scenarios/disk-ring/bp.ts']],
  ])('%s', (_, entries) => {
    const { files, modules } = reached(entries);
    expect(files.size).toBeGreaterThan(80);
    expect([...modules].filter((name) => !PORTABLE.test(name))).toEqual([]);
  });

  test('and the search for such imports finds those of the files of scenarios', () => {
    const { modules } = reached(['scenarios/data/catalog.ts']);
    expect([...modules].filter((name) => name.startsWith('node:')).length).toBeGreaterThan(3);
    expect([...modules].every((name) => PORTABLE.test(name) || builtinModules.includes(name.slice(5)))).toBe(false);
  });

  test('nor does a type that is imported count, or what a comment says', () => {
    const source = `// import 'node:fs';
import type { Hash } from 'node:crypto';
export type { A } from './a.ts';
export { b } from '../b.ts';
const c = await import('node:os');`;
    expect(runtimeImports('core/x/y.ts', source)).toEqual(['core/b.ts', 'node:os']);
  });
});

test('the entry for browsers gives what the package gives, the same objects', () => {
  expect(Object.keys(browser).length).toBeGreaterThan(40);
  expect(index).toMatchObject(browser);
});

test.skipIf(!HAS_BROWSER)('a page that bundles it with TensorFlow.js has the figures of node', async () => {
  const { script } = await pageBundle(TRACE_AND_PRICE);
  const folder = mkdtempSync(join(tmpdir(), 'odometer-browser-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, `<!doctype html><html lang="en"><title></title><script type="module">${script}</script></html>`);
  const opened = await openBrowser();
  const page = await opened.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('request', (request) => faults.push(...(request.url().endsWith('page.html') ? [] : [request.url()])));
  await page.goto(pathToFileURL(file).href);
  const measured: unknown = JSON.parse(await page.title());
  await opened.close();
  rmSync(folder, { recursive: true });

  const dense = (x: tf.Tensor2D, w: tf.Tensor2D) => tf.relu(tf.matMul(x, w));
  const trace = index.traceFunction(dense, [tf.zeros([20, 30]), tf.zeros([30, 40])], { name: 'dense' });
  expect(measured).toEqual(JSON.parse(JSON.stringify(index.measure(trace))));
  expect(measured).toMatchObject({ kind: 'trace', macs: 20 * 30 * 40 });
  expect(faults).toEqual([]);
});
