import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'odometer-diff-')));
const home = process.cwd();
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const product = (
  first: string,
  second: string,
  size = './size.ts',
): string => `import { cases, input, nest, output, range } from 'tensor-odometer';
import { n } from '${size}';

export default cases({
  name: 'product',
  body: () =>
    nest({ a: input([n, n]), b: input([n, n]), c: output([n, n]) }, ({ a, b, c }) => {
      for (const ${first} of range(n)) for (const ${second} of range(n)) for (const k of range(n)) {
        c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
      }
    }),
});
`;

beforeAll(() => {
  process.chdir(folder);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { stdio: 'ignore' });
  git('init');
  writeFileSync('size.ts', 'export const n = 6;\n');
  writeFileSync('product.odometer.ts', product('i', 'j'));
  writeFileSync('swapped.odometer.ts', product('i', 'j', './six.ts'));
  writeFileSync('six.ts', 'export const n = 6;\n');
  git('add', '.');
  git('commit', '-m', 'first');
  writeFileSync('size.ts', 'export const n = 5;\n');
});

/** The only case of a comparison. */
async function difference(...args: string[]) {
  const { cases } = JSON.parse(await odometer('diff', ...args, '--json'));
  expect(cases).toHaveLength(1);
  return cases[0];
}

test('a revision of a case file is measured with what it imported then', async () => {
  const { metrics, onlyOrderChanged } = await difference('HEAD:product.odometer.ts', 'product.odometer.ts');
  expect(onlyOrderChanged).toBe(false);
  // A product in memory reads 4 n^3 elements less what the first additions find unwritten, n^2 constants.
  expect(metrics).toMatchObject([{ metric: 'cost' }, { metric: 'reads', old: 4 * 216 - 36, new: 4 * 125 - 25 }, {}]);
});

test('where loops are interchanged only the order changed, and the line that pays is named', async () => {
  writeFileSync('swapped.odometer.ts', product('j', 'i', './six.ts'));
  const { metrics, onlyOrderChanged, parts, depths } = await difference(
    'HEAD:swapped.odometer.ts',
    'swapped.odometer.ts',
  );
  expect(onlyOrderChanged).toBe(true);
  const [cost, reads] = metrics;
  expect(reads.verdict).toBe('same');
  const lines = parts.filter(({ by }: { by: string }) => by === 'line');
  expect(lines).toEqual([expect.objectContaining({ name: 'swapped.odometer.ts:9', difference: cost.difference })]);
  const operands = parts.filter(({ by }: { by: string }) => by === 'operand');
  const sum = operands.reduce((total: number, part: { difference: number }) => total + part.difference, 0);
  expect(sum).toBe(cost.difference);
  expect(depths.reduce((total: number, bin: { old: number; new: number }) => total + bin.new - bin.old, 0)).toBe(0);
  expect(await odometer('diff', 'HEAD:swapped.odometer.ts', 'swapped.odometer.ts')).toContain('only the order changed');
});

test('a file that was renamed is compared case by case, and line by line', async () => {
  const rows = (at: string): string => `import { cases, input, nest, output, range } from 'tensor-odometer';
const body = ({ n }) => nest({ a: input([n, n]), b: input([n]), c: output([n, n]) }, ({ a, b, c }) => {
  for (const i of range(n)) for (const j of range(n)) c.set(i, j, a.get(i, j).add(b.get(${at})));
});
export default cases({ name: 'rows', sizes: [{ n: 4 }, { n: 5 }], body });
`;
  writeFileSync('before.odometer.mjs', rows('j'));
  writeFileSync('after.odometer.mjs', rows('i'));
  const { cases } = JSON.parse(await odometer('diff', 'before.odometer.mjs', 'after.odometer.mjs', '--json'));
  expect(cases.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict])).toEqual([
    ['after.odometer.mjs > rows n=4', 'better'],
    ['after.odometer.mjs > rows n=5', 'better'],
  ]);
  for (const { metrics, parts } of cases) {
    const [{ old, new: now }] = metrics;
    expect(parts.filter(({ by }: { by: string }) => by === 'line')).toMatchObject([
      { name: 'after.odometer.mjs:3', old, new: now },
    ]);
  }
});

test('results, baselines and traces are compared, each with its kind and with the others', async () => {
  vi.stubEnv('CI', '');
  writeFileSync('bench.json', await odometer('bench', 'product.odometer.ts', '--json'));
  await odometer('check', 'product.odometer.ts', '--update');
  vi.unstubAllEnvs();
  for (const other of ['product.odometer.ts', 'bench.json', 'odometer.baseline.txt']) {
    const { verdict, metrics } = await difference('bench.json', other);
    expect(verdict, other).toBe('same');
    expect(metrics).toHaveLength(3);
    expect(await odometer('diff', 'bench.json', other)).toBe(`1 case is equal in bench.json and ${other}.\n`);
  }
});

test.skipIf(process.platform === 'win32')('a result that comes through a pipe is read once', async () => {
  writeFileSync('piped.json', await odometer('bench', 'product.odometer.ts', '--json'));
  execFileSync('mkfifo', ['pipe']);
  // Whoever reads it again finds nothing, and does not wait for ever.
  const writer = spawn('sh', ['-c', 'cat piped.json > pipe; while :; do : > pipe; done']);
  try {
    expect((await difference('pipe', 'piped.json')).verdict).toBe('same');
  } finally {
    writer.kill();
  }
});

test('a baseline is compared with what git has of it', async () => {
  vi.stubEnv('CI', '');
  await odometer('check', 'product.odometer.ts', '--update', '--baseline', 'kept.txt');
  vi.unstubAllEnvs();
  execFileSync('git', ['add', 'kept.txt']);
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'Keep figures', 'kept.txt']);
  expect(await odometer('diff', 'HEAD:kept.txt', 'kept.txt')).toBe('1 case is equal in HEAD:kept.txt and kept.txt.\n');
});

test('what cannot be compared is refused with what to do', async () => {
  writeFileSync('other.json', await odometer('bench', 'product.odometer.ts', '--json', '--seed', '3'));
  writeFileSync('empty.json', '{}');
  const told = async (...args: string[]): Promise<string> => {
    const { text, exitCode } = await failureOf('diff', ...args);
    expect(exitCode).toBe(2);
    return text;
  };
  expect(await told('bench.json', 'other.json')).toContain('other.json: seed is 3, in bench.json it is 0');
  expect(await told('bench.json', 'empty.json')).toContain('empty.json: is none of odometer-bench/1');
  expect(await told('bench.json', 'gone.json')).toContain('gone.json: no such file');
  expect(await told('nowhere:product.odometer.ts', 'bench.json')).toContain('git knows no revision nowhere');
  expect(await told('HEAD:gone.ts', 'bench.json')).toContain('there is no gone.ts in that revision');
});
