import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LAYERS } from './support/sources/source-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const textOf = (path: string): string => readFileSync(root + path, 'utf8');
const design = textOf('core/DESIGN.md');
const decisions = [...design.matchAll(/^### D(\d+)\. /gm)].map(([, number]) => Number(number));

test('decisions are numbered one after the other', () => {
  expect(decisions.length).toBeGreaterThan(40);
  expect(decisions).toEqual(decisions.map((_, index) => index + 1));
});

test('every decision that a page or a source cites is there', () => {
  const sources = [...LAYERS, 'tests', 'examples'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|md)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const cited = [...sources, 'ARCHITECTURE.md', 'README.md', 'CHANGELOG.md', 'docs/ci.md'].flatMap((path) =>
    [...textOf(path).matchAll(/\bD(\d{1,2})\b/g)].map(([, number]) => ({ path, number: Number(number) })),
  );
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter(({ number }) => !decisions.includes(number))).toEqual([]);
});

test('every file that core/DESIGN.md names is there', () => {
  const named = [...design.matchAll(/`((?:core|instrument|scenarios|reports|cli|tests)\/[\w./-]+\.\w+)`/g)];
  expect(named.length).toBeGreaterThan(100);
  expect(named.map(([, path]) => path).filter((path) => !existsSync(root + path))).toEqual([]);
});
