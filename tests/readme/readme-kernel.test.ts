import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { odometer } from '../support/sources/command.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, name = '', source = ''] = /^```ts (\S+\.odometer\.ts)\n(.*?)^```$/ms.exec(README) ?? [];
const [, session = ''] = /^```console\n(.*?)^```$/ms.exec(README) ?? [];

const folder = mkdtempSync(join(tmpdir(), 'odometer-readme-'));
const home = process.cwd();
beforeAll(() => {
  process.chdir(folder);
  writeFileSync(name, source);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

test('the first kernel of the README costs what is printed there', async () => {
  const commands = session.split(/^\$ npx odometer /m).slice(1);
  expect(commands).toHaveLength(2);
  for (const command of commands) {
    const [line, ...printed] = command.split('\n');
    const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
    expect(await odometer(...args)).toBe(printed.join('\n'));
  }
});
