import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = join(folder, 'sums.odometer.mjs');
writeFileSync(
  source,
  `import { cases, scalarProgram } from 'tensor-odometer';
const sizes = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ n }));
const sum = (xs) => xs.reduce((a, b) => a.add(b));
export default cases({ name: 'sum', sizes, body: ({ n }) => scalarProgram(sum, [Array(n).fill(1)]) });
`,
);

const shards = ['1/3', '2/3', '3/3'];
const fileOf = (shard: string): string => join(folder, `shard-${shard.replace('/', '-of-')}.json`);

beforeAll(async () => {
  for (const shard of shards) {
    writeFileSync(fileOf(shard), await odometer('bench', source, '--shard', shard, '--json'));
  }
});

function changed(shard: string, change: (result: Record<string, unknown>) => void): string {
  const result = JSON.parse(readFileSync(fileOf(shard), 'utf8'));
  change(result);
  const path = join(folder, 'changed.json');
  writeFileSync(path, JSON.stringify(result));
  return path;
}

test('merged shards are what one run gives, in whatever order they are named', async () => {
  const whole = await odometer('bench', source, '--json');
  expect(await odometer('merge', ...[...shards].reverse().map(fileOf), '--json')).toBe(whole);
});

test('a shard without its siblings is refused, with the names of those that are missing', async () => {
  const { text, exitCode } = await failureOf('merge', fileOf('2/3'));
  expect(exitCode).toBe(2);
  expect(text).toContain('shard 1/3, 3/3 is missing of 3');
});

test('a shard twice, a whole run, other settings and other versions are refused with the file', async () => {
  expect((await failureOf('merge', ...shards.map(fileOf), fileOf('1/3'))).text).toContain('is shard 1/3, as');
  const whole = changed('1/3', (result) => {
    result.shard = null;
  });
  expect((await failureOf('merge', fileOf('2/3'), whole)).text).toContain('changed.json: holds a whole run');
  const settings = changed('1/3', (result) => {
    result.settings = { ...(result.settings as object), seed: 5 };
  });
  expect((await failureOf('merge', fileOf('2/3'), settings)).text).toContain('changed.json: seed is 5, in');
  const version = changed('1/3', (result) => {
    result.tool = '9.9.9';
  });
  expect((await failureOf('merge', fileOf('2/3'), version)).text).toContain('tensor-odometer is 9.9.9');
});

test('a file that is no bench, or one whose parts do not add up, is refused with the place', async () => {
  expect((await failureOf('merge', source)).text).toContain(
    'sums.odometer.mjs: is no JSON, it begins with "import { cases',
  );
  const parts = changed('3/3', (result) => {
    const [first] = result.cases as { reads: number }[];
    first.reads += 1;
  });
  expect((await failureOf('merge', parts)).text).toMatch(/changed\.json: is no odometer-bench\/1 file: cases\.0\./);
});

test('doctor tells the environment, and that cases do the same twice', async () => {
  const told = await odometer('doctor', source);
  expect(told).toContain(`node: ${process.version}\n`);
  expect(told).toContain('7 cases, each measured twice: equal\n');
});

test('doctor names the case that does not do the same twice', async () => {
  const fickle = join(folder, 'fickle.odometer.mjs');
  writeFileSync(
    fickle,
    `import { cases, scalarProgram } from 'tensor-odometer';
let runs = 0;
const body = () => scalarProgram((a) => (runs++ === 0 ? a.add(1) : a.add(1).add(a)), [1]);
export default cases({ name: 'firm', body: () => scalarProgram((a) => a.add(1), [1]) }, { name: 'fickle', body });
`,
  );
  const { text, exitCode } = await failureOf('doctor', fickle);
  expect(exitCode).toBe(2);
  expect(text).toMatch(/fickle\.odometer\.mjs > fickle: did not do the same in two runs/);
  expect(text).not.toContain('firm');
});

test('--out of shards fills a folder with a file each, none in the place of another, and merge takes the folder', async () => {
  const blobs = join(folder, 'blobs');
  for (const shard of shards) await odometer('bench', source, '--shard', shard, '--out', blobs);
  expect(readdirSync(blobs).sort()).toEqual(['bench-1-of-3.json', 'bench-2-of-3.json', 'bench-3-of-3.json']);
  const kept = readFileSync(join(blobs, 'bench-2-of-3.json'), 'utf8');
  const { text, exitCode } = await failureOf('bench', source, '--shard', '2/3', '--seed', '1', '--out', blobs);
  expect([exitCode, text]).toEqual([2, expect.stringContaining('bench-2-of-3.json is there already')]);
  expect(readFileSync(join(blobs, 'bench-2-of-3.json'), 'utf8')).toBe(kept);
  const whole = await odometer('bench', source, '--json');
  const report = join(folder, 'report');
  expect(await odometer('merge', blobs, '--json', '--out', report)).toBe(whole);
  expect(readFileSync(join(report, 'bench.json'), 'utf8')).toBe(whole);
  expect(readFileSync(join(report, 'index.html'), 'utf8')).toContain('7 kernels');
  expect((await failureOf('merge', report)).text).toContain('holds no shard');
});

test('--out of a whole bench writes its page, and again in place of the earlier one', async () => {
  const report = join(folder, 'own-report');
  for (const seed of ['0', '1']) await odometer('bench', source, '--filter', 'n=3', '--seed', seed, '--out', report);
  expect(JSON.parse(readFileSync(join(report, 'bench.json'), 'utf8')).settings.seed).toBe(1);
  expect(readFileSync(join(report, 'index.html'), 'utf8')).toContain('sum n=3');
});
