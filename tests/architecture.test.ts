import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ROOMS } from './support/sources/rooms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');

/** The rooms in the page's table, each with its door, its line and its invariant. */
function tableRows(text: string): { path: string; door: string; line: string; invariant: string }[] {
  return [...text.matchAll(/^\| `([^`]+)` \| (?:`([^`]+)` )?\| (.+?) \| (.+?) \|$/gm)].map(
    ([, path, door = '', line, invariant]) => ({ path, door, line, invariant }),
  );
}

test('ARCHITECTURE.md has a line and an invariant for each room, in the order that imports keep', () => {
  const rows = tableRows(page);
  expect(rows.map(({ path, door }) => ({ path, door }))).toEqual(ROOMS);
  for (const { path, line, invariant } of rows) {
    expect(line, path).toMatch(/^[A-Z].{10,}\.$/);
    expect(invariant, path).toMatch(/^[A-Z].{5,}\.$/);
  }
});

test('a room without a line, and a line without a room, are found', () => {
  const rooms = (text: string) => tableRows(text).map(({ path, door }) => ({ path, door }));
  expect(rooms(page.replace(/^\| `core\/cost`.*\n/m, ''))).not.toEqual(ROOMS);
  expect(rooms(page.replace(/^(\| `core\/cost`)/m, '| `core/attic` | `a.ts` | What. | Why. |\n$1'))).not.toEqual(ROOMS);
});

test('every file that ARCHITECTURE.md sends its reader to is there', () => {
  const named = [...page.matchAll(/`((?:core|instrument|scenarios|reports|cli|tests)\/[\w./-]+)`/g)].map(
    ([, path]) => path,
  );
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
});
