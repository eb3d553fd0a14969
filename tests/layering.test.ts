import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ROOMS, roomOf } from './support/sources/rooms.ts';
import { fullFolders, importCircles, longFiles } from './support/sources/source-graph.ts';
import { breaches, importedFiles, LAYERS } from './support/sources/source-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files and folders that may pass the bounds on their size, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

function sourcesOf(folder: string): string[] {
  if (!existsSync(`${root}${folder}`)) return [];
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

const textOf = (path: string): string => readFileSync(root + path, 'utf8');
const product = LAYERS.flatMap(sourcesOf);
const everything = [...product, ...sourcesOf('examples'), ...sourcesOf('tests')];

describe.each(LAYERS)('%s', (layer) => {
  test('imports only rooms before its own, and keeps the house rules', () => {
    const paths = sourcesOf(layer);
    expect(paths, `no sources in ${layer}/`).not.toEqual([]);
    expect(paths.flatMap((path) => breaches(path, textOf(path)))).toEqual([]);
  });
});

test('every room has its door', () => {
  const doors = ROOMS.map(({ path, door }) => (door === '' ? path : `${path}/${door}`));
  expect(doors.filter((door) => !product.includes(door))).toEqual([]);
  expect(doors.map(roomOf)).toEqual(ROOMS.map((_, index) => index));
});

test('no files import each other in a circle', () => {
  expect(importCircles(new Map(product.map((path) => [path, importedFiles(path, textOf(path))])))).toEqual([]);
});

test('no file is too long and no folder too full', () => {
  const allowed = Object.keys(EXCEPTIONS);
  expect(allowed.length).toBeLessThanOrEqual(5);
  const lines = new Map(everything.map((path) => [path, textOf(path).trimEnd().split('\n').length]));
  expect(longFiles(lines, allowed)).toEqual([]);
  expect(fullFolders(everything, allowed)).toEqual([]);
});

describe('a planted breach is found', () => {
  test.each([
    ['core/cost/a.ts', "import { x } from '../../instrument/b.ts';", 'core imports instrument/b.ts'],
    ['core/cost/a.ts', "import type { X } from '../../cli/b.ts';", 'core imports cli/b.ts'],
    ['core/cost/a.ts', "export { x } from '../../reports/page/b.ts';", 'core imports reports/page/b.ts'],
    ['core/cost/a.ts', "const b = await import('../../scenarios/b.ts');", 'core imports scenarios/b.ts'],
    ['core/cost/a.ts', "let x: import('../../cli/b.ts').X;", 'core imports cli/b.ts'],
    ['scenarios/data/a.ts', "import '../../reports/page/b.ts';", 'scenarios imports reports/page/b.ts'],
    ['core/cost/a.ts', "import { x } from '../element-engine/b.ts';", 'core/element-engine comes after it'],
    ['core/trace/a.ts', "import type { X } from '../run-engine/run-engine.ts';", 'core/run-engine comes after it'],
    ['core/run-engine/plan/a.ts', "import { x } from '../run-engine.ts';", 'core/run-engine comes after it'],
    [
      'core/run-engine/records/a.ts',
      "import { x } from '../skipping/b.ts';",
      'core/run-engine/skipping comes after it',
    ],
    ['scenarios/dense/a.ts', "import { x } from '../catalog.ts';", 'scenarios comes after it'],
    ['scenarios/catalog.ts', "import { x } from './training/b.ts';", 'scenarios/training comes after it'],
    ['core/a.ts', '', 'is in no room'],
    ['reports/other/a.ts', '', 'is in no room'],
    ['reports/page/a.ts', "import { x } from '../../tests/b.ts';", 'outside the layers'],
    ['reports/page/a.ts', "import { x } from '../../index.ts';", 'outside the layers'],
    ['cli/a.ts', "import { x } from '../core/cost/b';", 'without its .ts extension'],
    ['core/cost/a.ts', "import fs from 'node:fs';", 'core imports node:fs'],
    ['core/cost/a.ts', "import fs from 'fs/promises';", 'core imports fs/promises'],
    ['core/cost/a.ts', "import * as tf from '@tensorflow/tfjs-core';", 'core imports @tensorflow/tfjs-core'],
    ['core/cost/a.ts', "console.log('x');", 'core uses console'],
    ['core/cost/a.ts', 'const t = performance.now();', 'core uses performance'],
    ['core/cost/a.ts', 'const t = new Date();', 'core uses Date'],
    ['core/cost/a.ts', 'const r = Math.random();', 'core uses random'],
    ['cli/a.ts', 'function f(x: any) {}', 'the type any'],
    ['cli/a.ts', 'const x = y as any[];', 'the type any'],
    ['core/cost/utils.ts', '', 'names no noun'],
    ['scenarios/data/types.ts', '', 'names no noun'],
    ['core/cost/runEngine.ts', '', 'not kebab-case'],
  ])('%s: %s', (path, source, expected) => {
    expect(breaches(path, source)).toEqual([expect.stringContaining(expected)]);
  });

  test('with the line it stands on', () => {
    expect(breaches('core/cost/a.ts', "\n\nimport '../../cli/b.ts';")[0]).toMatch(/^core\/cost\/a\.ts:3: /);
  });

  test('a circle, with the files in it', () => {
    const imports = new Map([
      ['a.ts', ['b.ts', 'd.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts', 'e.ts']],
      ['d.ts', ['c.ts', 'b.ts']],
      ['f.ts', ['f.ts']],
    ]);
    expect(importCircles(imports)).toEqual([['b.ts', 'c.ts'], ['f.ts']]);
    expect(importedFiles('core/cost/a.ts', "import type { X } from './b.ts';\nimport '../c.ts';")).toEqual([
      'core/cost/b.ts',
      'core/c.ts',
    ]);
  });

  test('a long file and a full folder, but for the exceptions', () => {
    const lines = new Map([
      ['a/b.ts', 250],
      ['a/c.ts', 251],
      ['a/d.ts', 300],
    ]);
    expect(longFiles(lines, ['a/d.ts'])).toEqual([expect.stringMatching(/^a\/c\.ts: 251 lines/)]);
    const files = ['a', 'b', 'c'].flatMap((folder) =>
      Array.from({ length: folder === 'a' ? 12 : 13 }, (_, index) => `${folder}/${index}.ts`),
    );
    expect(fullFolders(files, ['c'])).toEqual([expect.stringMatching(/^b: 13 files/)]);
  });
});

test.each([
  ['core/cost/a.ts', "import { x } from './b.ts'; import { y } from '../stack/c.ts';"],
  ['core/run-engine/a.ts', "import { x } from './plan/b.ts';"],
  ['cli/a.ts', "import { x } from '../core/cost/b.ts'; import fs from 'node:fs'; console.log(new Date());"],
  ['instrument/tensors/b.ts', "import * as tf from '@tensorflow/tfjs-core'; import { x } from '../../core/cost/c.ts';"],
  ['core/cost/a.ts', '// console.log(Date) is any fun\nconst text = "import fs from \'node:fs\'";'],
  ['core/cost/a.ts', 'const report = { performance: 1 }; report.performance += 1; interface R { console: string }'],
])('no breach in %s: %s', (path, source) => {
  expect(breaches(path, source)).toEqual([]);
});
