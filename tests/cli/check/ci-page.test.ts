import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandLine } from '../../../cli/command-line.ts';
import { ACTION } from '../../support/sources/action-steps.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/ci.md', import.meta.url)), 'utf8');

const all = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, found]) => found))].sort();

test('the page about CI names flags that check has, and all that let something pass or fail', async () => {
  let help = '';
  const args = ['check', '--help'];
  await commandLine(args).parseAsync(args, {}, (_error, _parsed, text) => {
    help = text;
  });
  const named = all(page, /--([a-z][a-z-]*[a-z])/g);
  expect(named.filter((flag) => !help.includes(` --${flag} `))).toEqual([]);
  for (const flag of ['limit', 'budget', 'exact', 'require-all', 'allow-removed']) expect(named).toContain(flag);
});

test('the page about CI has the inputs of the action with their defaults', () => {
  const inputs = ACTION.slice(ACTION.indexOf('inputs:'), ACTION.indexOf('runs:'));
  const table = page.slice(page.indexOf('| input |'), page.indexOf('A pull request from a fork'));
  expect(all(table, /^\| `([\w-]+)` \|/gm)).toEqual(all(inputs, /^ {2}([\w-]+):$/gm));
  for (const [, value] of inputs.matchAll(/ default: '?([\w.]+)'?$/gm)) expect(table).toContain(`| \`${value}\` |`);
});
