import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { README } from '../support/results/committed-results.ts';
import { helpOf } from '../support/sources/command.ts';

const readme = readFileSync(README, 'utf8');
const table = readme.slice(readme.indexOf('| command |'), readme.indexOf('All but '));
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found);

test('the table of the README has every command', async () => {
  const [listed] = (await helpOf()).split('\nOptions:');
  const commands = all(listed, /^ {2}odometer (\w+)/gm).filter((command) => command !== 'completion');
  expect(all(table, /^\| `odometer (\w+)/gm).sort()).toEqual(commands.sort());
});

test('a command has the flags that the table gives it, --json where the README says so, and examples', async () => {
  const [, others = ''] = /^All but (.*) take `--json`/m.exec(readme) ?? [];
  const without = all(others, /`(\w+)`/g);
  expect(without.length).toBeGreaterThan(0);
  const rows = [...table.matchAll(/^\| `odometer (\w+)(.*)\|$/gm)];
  expect(rows.length).toBeGreaterThan(5);
  for (const [, command, row] of rows) {
    const help = await helpOf(command);
    expect(
      all(row, /--([a-z-]+)/g).filter((flag) => !help.includes(` --${flag} `)),
      command,
    ).toEqual([]);
    expect(help.includes(' --json '), command).toBe(!without.includes(command));
    expect(help, command).toContain('Examples:');
  }
});

test('two commands do all on a fresh machine: one for the main job, one for the tests', () => {
  const [block = ''] = all(readme, /^```sh\n(.*?)^```$/gms);
  expect(all(block, /^(npm \w+)/gm)).toEqual(['npm ci', 'npm test']);
  expect(block).toContain('npx odometer compare label-in-input --preset quick --out out');
});
