/** What code of a user may do to the process that measures it. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { outcomeOf } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-user-code-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A case file that does something before it exports its case. */
function written(name: string, first: string): string {
  const path = join(folder, `${name}.odometer.mjs`);
  const body = "() => { console.log('in the body'); return scalarProgram((a) => a.add(1), [1]); }";
  const imports = "import { cases, scalarProgram } from 'tensor-odometer';";
  writeFileSync(path, `${first}\n${imports}\nexport default cases({ name: 'a', body: ${body} });\n`);
  return path;
}

test('what a case file prints goes to stderr, so that stdout has the figures alone', async () => {
  const { code, stdout, stderr } = await outcomeOf('bench', written('prints', "console.info('hi');"), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).cases).toHaveLength(1);
  expect(stderr.includes('hi') || stderr === '').toBe(true);
});

test.each([
  ['awaits-for-ever', 'await new Promise(() => {});', /: awaits what never comes; take that out of the file$/],
  ['rejects', "Promise.reject(new Error('late'));", /:1: Error: late$/],
])('a case file that %s is one line, exit code 2', (name, first, message) => {
  const args = ['--import', 'tsx', 'cli/odometer.ts', 'bench', written(name, first)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
  expect(stderr.trim()).toMatch(message);
});
