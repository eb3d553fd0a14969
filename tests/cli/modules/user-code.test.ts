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

test('what a case file left running and fails after the last case is one line, exit code 2', () => {
  const file = written('late', "process.once('beforeExit', () => { throw new Error('later'); });");
  const args = ['--import', 'tsx', 'cli/odometer.ts', 'bench', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stdout.includes('ByteDMD cost')]).toEqual([2, true]);
  expect(stderr.trim().split('\n')).toEqual([
    'in the body',
    expect.stringMatching(/late\.odometer\.mjs:1: Error: later$/),
  ]);
});

test('a timer of a case file that throws between two cases is one line, exit code 2', () => {
  const path = join(folder, 'between.odometer.mjs');
  const sleep = 'const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);';
  writeFileSync(
    path,
    `import { cases, scalarProgram } from 'tensor-odometer';\n${sleep}\nconst timer = () => setTimeout(() => { throw 'no error'; }, 1);
export default cases({ name: 'a', sizes: [{ n: 1 }, { n: 2 }], body: () => { timer(); sleep(); return scalarProgram((a) => a.add(1), [1]); } });\n`,
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'cli/odometer.ts', 'bench', path],
    {
      encoding: 'utf8',
    },
  );
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/between\.odometer\.mjs: .*threw no error$/)]);
});

test('an error of a file that a case file imports names both places', async () => {
  writeFileSync(join(folder, 'sizes.mjs'), "export const size = () => {\n  throw new Error('no size');\n};\n");
  const { code, stdout, stderr } = await outcomeOf(
    'bench',
    written('imports', "import { size } from './sizes.mjs'; size();"),
  );
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/imports\.odometer\.mjs:\d+: Error: no size \(thrown at .*sizes\.mjs:2\)$/);
});
