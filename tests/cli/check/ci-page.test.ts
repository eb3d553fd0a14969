import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ACTION } from '../../support/sources/action-steps.ts';
import { helpOf } from '../../support/sources/command.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/ci.md', import.meta.url)), 'utf8');

const all = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, found]) => found))].sort();

/** Another command than check, with what is said to it. */
const OTHER_COMMAND = /odometer (bench|merge|trend)( [^`\n]*)/g;
const FLAG = /--([a-z][a-z-]*[a-z])/g;

test('the page about CI names flags that check has, and all that let something pass or fail', async () => {
  const help = await helpOf('check');
  const named = all(page.replace(OTHER_COMMAND, ''), FLAG);
  expect(named.filter((flag) => !help.includes(` --${flag} `))).toEqual([]);
  for (const flag of ['limit', 'budget', 'exact', 'require-all', 'allow-removed']) expect(named).toContain(flag);
});

test('the page about CI names flags that the other commands have', async () => {
  const said = [...page.matchAll(OTHER_COMMAND)];
  expect(said.map(([, command]) => command).sort()).toEqual(['bench', 'merge', 'trend']);
  for (const [, command, words] of said) {
    const help = await helpOf(command);
    expect(all(words, FLAG).filter((flag) => !help.includes(` --${flag} `))).toEqual([]);
  }
});

test('the page about CI has the inputs of the action with their defaults', () => {
  const inputs = ACTION.slice(ACTION.indexOf('inputs:'), ACTION.indexOf('runs:'));
  const table = page.slice(page.indexOf('| input |'), page.indexOf('A pull request from a fork'));
  expect(all(table, /^\| `([\w-]+)` \|/gm)).toEqual(all(inputs, /^ {2}([\w-]+):$/gm));
  for (const [, value] of inputs.matchAll(/ default: '?([\w.]+)'?$/gm)) expect(table).toContain(`| \`${value}\` |`);
});
