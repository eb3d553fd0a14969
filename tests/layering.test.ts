import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { breaches, LAYERS } from './support/sources/source-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function sourcesOf(layer: string): string[] {
  if (!existsSync(`${root}${layer}`)) return [];
  return readdirSync(`${root}${layer}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${layer}/${name.replaceAll('\\', '/')}`);
}

describe.each(LAYERS)('%s', (layer) => {
  test('imports only itself and the layers left of it, and keeps the house rules', () => {
    const paths = sourcesOf(layer);
    expect(paths, `no sources in ${layer}/`).not.toEqual([]);
    expect(paths.flatMap((path) => breaches(path, readFileSync(root + path, 'utf8')))).toEqual([]);
  });
});

describe('a planted breach is found', () => {
  test.each([
    ['core/a.ts', "import { x } from '../instrument/b.ts';", 'core imports instrument/b.ts'],
    ['core/a.ts', "import type { X } from '../cli/b.ts';", 'core imports cli/b.ts'],
    ['core/a.ts', "export { x } from '../reports/b.ts';", 'core imports reports/b.ts'],
    ['core/a.ts', "const b = await import('../scenarios/b.ts');", 'core imports scenarios/b.ts'],
    ['core/a.ts', "let x: import('../cli/b.ts').X;", 'core imports cli/b.ts'],
    ['scenarios/data/a.ts', "import '../../reports/b.ts';", 'scenarios imports reports/b.ts'],
    ['reports/a.ts', "import { x } from '../tests/support/b.ts';", 'outside the layers'],
    ['cli/a.ts', "import { x } from '../core/b';", 'without its .ts extension'],
    ['core/a.ts', "import fs from 'node:fs';", 'core imports node:fs'],
    ['core/a.ts', "import fs from 'fs/promises';", 'core imports fs/promises'],
    ['core/a.ts', "import * as tf from '@tensorflow/tfjs-core';", 'core imports @tensorflow/tfjs-core'],
    ['core/a.ts', "console.log('x');", 'core uses console'],
    ['core/a.ts', 'const t = performance.now();', 'core uses performance'],
    ['core/a.ts', 'const t = new Date();', 'core uses Date'],
    ['core/a.ts', 'const r = Math.random();', 'core uses random'],
    ['cli/a.ts', 'function f(x: any) {}', 'the type any'],
    ['cli/a.ts', 'const x = y as any[];', 'the type any'],
    ['core/utils.ts', '', 'names no noun'],
    ['scenarios/data/types.ts', '', 'names no noun'],
    ['core/runEngine.ts', '', 'not kebab-case'],
  ])('%s: %s', (path, source, expected) => {
    expect(breaches(path, source)).toEqual([expect.stringContaining(expected)]);
  });

  test('with the line it stands on', () => {
    expect(breaches('core/a.ts', "\n\nimport '../cli/b.ts';")[0]).toMatch(/^core\/a\.ts:3: /);
  });
});

test.each([
  ['core/a.ts', "import { x } from './b.ts';"],
  ['cli/a.ts', "import { x } from '../core/b.ts'; import fs from 'node:fs'; console.log(new Date());"],
  ['instrument/a/b.ts', "import * as tf from '@tensorflow/tfjs-core'; import { x } from '../../core/c.ts';"],
  ['core/a.ts', '// console.log(Date) is any fun\nconst text = "import fs from \'node:fs\'";'],
  ['core/a.ts', 'const report = { performance: 1 }; report.performance += 1; interface R { console: string }'],
])('no breach in %s: %s', (path, source) => {
  expect(breaches(path, source)).toEqual([]);
});
