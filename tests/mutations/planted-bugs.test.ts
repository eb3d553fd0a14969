import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLANTED_BUGS } from './planted-bugs.ts';

const root = new URL('../../', import.meta.url);

test('core/DESIGN.md lists every planted bug with the test that is to see it', () => {
  const design = readFileSync(new URL('core/DESIGN.md', root), 'utf8');
  const [, section] = design.split('\n## Planted bugs\n');
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
  expect(rows).toEqual(
    PLANTED_BUGS.map(
      ({ what, file, test: { file: tests, name } }) => `| ${what} | \`${file}\` | \`${tests}\`: ${name} |`,
    ),
  );
});

test('there are many, each another, seen by tests that there are', () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(PLANTED_BUGS.map(({ what }) => what)).size).toBe(PLANTED_BUGS.length);
  expect(PLANTED_BUGS.filter(({ test: { file } }) => !existsSync(new URL(file, root)))).toEqual([]);
});

test('what each replaces stands in its file once', () => {
  const places = ({ file, text }: (typeof PLANTED_BUGS)[number]): number =>
    readFileSync(new URL(file, root), 'utf8').split(text).length - 1;
  expect(PLANTED_BUGS.filter((bug) => places(bug) !== 1).map(({ what }) => what)).toEqual([]);
});
