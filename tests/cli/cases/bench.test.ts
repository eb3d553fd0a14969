import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BENCH_SCHEMA, benchSchema } from '../../../reports/bench/bench-result.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const shown = (path: string): string => relative(process.cwd(), path).replaceAll('\\', '/');

const SUMS = `import * as tf from '@tensorflow/tfjs-core';
import { cases, scalarProgram, tensorProgram } from 'tensor-odometer';

interface Table { readonly n: number }

export default cases(
  {
    name: 'sum',
    sizes: [{ n: 3 }, { n: 4 }],
    body: ({ n }: Table) => scalarProgram((xs) => xs.reduce((a, b) => a.add(b)), [Array.from({ length: n }, () => 1)]),
  },
  {
    name: 'square',
    body: () => tensorProgram((x) => {
      return tf.mul(x, x);
    }, [tf.zeros([8])]),
  },
);
`;
const sums = written('sums.odometer.ts', SUMS);

async function measured(...args: string[]) {
  return benchSchema.parse(JSON.parse(await odometer('bench', ...args, '--json')));
}

/** A table without the line ends within its rows: figures stand below names that leave them no room. */
function rowsOf(table: string): string {
  return table.replaceAll(/\n {2,}/g, ' ');
}

test('each case of a TypeScript file is measured at each of its sizes', async () => {
  const { schema, settings, cases, shard } = await measured(sums);
  expect(schema).toBe(BENCH_SCHEMA);
  expect(settings).toEqual({ semantics: 'eager', granularity: 'scalar', bytes: 4, seed: 0 });
  expect(shard).toBeNull();
  expect(cases.map(({ id, kind }) => [id, kind])).toEqual([
    [`${shown(sums)} > sum n=3`, 'loops'],
    [`${shown(sums)} > sum n=4`, 'loops'],
    [`${shown(sums)} > square`, 'tensors'],
  ]);
  // Depths 2 and 3 of [x2 x1 x0], then 1 and 2 of [sum x2]: both additions read two cells.
  expect(cases[0].reads).toBe(4);
  expect(cases[2].reads).toBe(16);
});

test('the line of a tensor operation is that of the TypeScript source', async () => {
  const { cases } = await measured(sums, '--filter', 'square');
  expect(cases[0].by.line).toEqual([{ name: `${sums}:15`, reads: 16, cost: Number(cases[0].cost) }]);
});

test('plain loops are told by operation and argument, and by line where --lines asks for it', async () => {
  const [sum] = (await measured(sums, '--filter', 'sum n=4')).cases;
  expect(Object.keys(sum.by)).toEqual(['operand', 'op']);
  expect(sum.by.operand?.map(({ name, reads }) => [name, reads])).toEqual([
    ['xs', 4],
    ['local', 2],
  ]);
  expect(sum.peakBytes).toBe(4 * 4);
  const [lined] = (await measured(sums, '--filter', 'sum n=4', '--lines')).cases;
  expect(lined.by.line).toEqual([{ name: `${sums}:10`, reads: 6, cost: Number(sum.cost) }]);
  expect({ ...lined, by: sum.by }).toEqual(sum);
  const [register] = (await measured(sums, '--filter', 'sum n=4', '--granularity', 'register')).cases;
  expect(register.reads).toBe(4);
});

test('the bytes that cross between memories are told, of those that --levels names', async () => {
  const [square] = (await measured(sums, '--filter', 'square', '--levels', '16B,1KB')).cases;
  const [first, last] = square.levels ?? [];
  expect(last).toMatchObject({ capacityBytes: 1024, beyond: 0, bytesAcross: 0 });
  expect(first.hits + last.hits).toBe(square.reads);
  expect(first.bytesAcross).toBe(4 * first.beyond);
  const [header, row] = (await odometer('bench', sums, '--filter', 'sum n=3', '--csv')).split('\n');
  expect(header).toContain(',bytes_across_1024,bytes_across_32768,bytes_across_1048576,bytes_across_33554432');
  expect(row.split(',')).toHaveLength(header.split(',').length);
});

test('--bytes 1 prices elements of one byte, and so do the semantics that know no other', async () => {
  const [one] = (await measured(sums, '--filter', 'square', '--bytes', '1')).cases;
  // The deepest element is read first, twice, at depth 8; it dies, its square comes on top: all are read at depth 8.
  expect(one).toMatchObject({ bytes: 1, cost: 16 * 3 });
  expect((await measured(sums, '--semantics', 'ir-live')).settings.bytes).toBe(1);
  expect((await failureOf('bench', sums, '--semantics', 'ir-live', '--bytes', '4')).text).toContain('--bytes');
});

test('a folder stands for the case files in it, and a pattern for those that it matches', async () => {
  const list = (await odometer('bench', sums, '--list')).split('\n');
  expect((await odometer('bench', folder, '--list')).split('\n')).toEqual(list);
  expect((await odometer('bench', join(folder, 'su*.ts'), '--list')).split('\n')).toEqual(list);
});

test.each([
  [['--list', '--json'], '--list and --json: --list prints names and measures nothing; leave out one of them'],
  [['--list', '--out', 'page'], '--list and --out: --list prints names'],
  [['--by', 'operand', '--time'], '--by and --time: the parts of a case have no times'],
  [['--filter', 'none of these'], 'see them with odometer bench --list'],
])('what %j would not print is refused', async (flags, message) => {
  const failure = await failureOf('bench', sums, ...flags);
  expect(failure.exitCode).toBe(2);
  expect(failure.text).toContain(message);
});

test('shards have every case once', async () => {
  const all = await odometer('bench', sums, '--list');
  const parts = [await measured(sums, '--shard', '1/2'), await measured(sums, '--shard', '2/2')];
  expect(
    parts
      .flatMap(({ cases }) => cases.map(({ id }) => `${id}\n`))
      .sort()
      .join(''),
  ).toBe(
    all
      .split(/(?<=\n)/)
      .sort()
      .join(''),
  );
  expect((await failureOf('bench', sums, '--shard', '3/2')).text).toContain('--shard: got 3/2');
});

test('a table for people, CSV for spreadsheets, parts for those who ask where', async () => {
  expect(rowsOf(await odometer('bench', sums))).toMatch(/sum n=3 - +4 .*\n/);
  expect((await odometer('bench', sums, '--csv')).split('\n')).toHaveLength(5);
  expect(rowsOf(await odometer('bench', sums, '--by', 'op', '--filter', 'square'))).toMatch(/mul +16 .* 100.0 %/);
});

describe('what a case file does wrong is one line with its place', () => {
  test.each([
    ['throws', "const x: number = 1;\n\nthrow new TypeError('oh');\n", /:3: TypeError: oh$/],
    ['throws-in-a-body', case_("() => {\n  throw new Error('no')\n}"), /:3: case "a": Error: no$/],
    ['does-not-parse', 'const x = 1;\nconst y == 2;\n', /:2: /],
    ['exports-nothing', 'export const x = 1;\n', /: exports no cases; export default cases/],
    [
      'has-two-of-a-name',
      "import { cases, scalarProgram } from 'tensor-odometer';\nconst body = () => scalarProgram((a) => a, [1]);\nexport default cases({ name: 'a', body }, { name: 'a', body });\n",
      /:3: cases: there are two cases "a"; give one another name$/,
    ],
    [
      'has-sizes-of-text',
      case_('() => scalarProgram((a) => a, [1])', "sizes: [{ n: '4' }],"),
      /size n must be a number, got "4"$/,
    ],
    [
      'has-sizes-of-nothing',
      case_('() => scalarProgram((a) => a, [1])', 'sizes: [],'),
      /sizes must be a list like \[\{ n: 64 \}\], got an empty one$/,
    ],
    [
      'calls-what-makes-a-body',
      case_('scalarProgram((a) => a, [1])'),
      /"a": body must be a function of the sizes, got what scalarProgram gives; write body: \(\) => scalarProgram\(\.\.\.\)$/,
    ],
    ['returns-a-number', case_('() => 7'), /case "a": its body returned 7; return what nest,/],
    ['is-misspelt', case_('() => 7', 'size: [{ n: 1 }],'), /property: got "size"; choose name, sizes, body$/],
    ['imports-what-is-not-there', "import './nowhere.ts';\n", /Cannot find module/],
    ['is-async', case_('() => scalarProgram(async (a) => a, [1])'), /returned a promise; trace a synchronous function/],
    [
      'ends-the-process',
      case_('() => {\n  process.exit(0);\n}'),
      /:3: case "a": process\.exit was called, so that nothing/,
    ],
    ['names-a-file-that-is-not-there', case_("() => savedTrace('gone.json')"), /gone\.json: no such file/],
  ])('%s', async (name, content, message) => {
    const file = written(`${name}.odometer.ts`, content);
    const { text, exitCode } = await failureOf('bench', file);
    expect(exitCode).toBe(2);
    expect(text.split('\n')).toHaveLength(1);
    expect(text).toContain(`odometer: ${shown(file)}`);
    expect(text).toMatch(message);
    rmSync(file);
  });
});

function case_(body: string, more = ''): string {
  return `import { cases, savedTrace, scalarProgram } from 'tensor-odometer';\nexport default cases({ name: 'a', ${more} body: ${body} });\n`;
}

test('nothing to measure is an error, not an empty table', async () => {
  expect(await failureOf('bench', sums, '--filter', 'no such')).toMatchObject({ exitCode: 2 });
  expect((await failureOf('bench', join(folder, 'none'))).text).toContain('no such file');
  expect((await failureOf('bench', sums, '--json', '--csv')).text).toContain('print one of them');
});

test('saved traces and scalar programs are cases, too', async () => {
  written(
    'add.json',
    JSON.stringify({
      format: 'bytedmd-vectors/1',
      programs: [
        {
          name: 'add',
          args: [1, 2],
          arg_groups: [[1], [2]],
          events: [{ op: 'add', in: [1, 2], out: [3] }],
          returns: [3],
        },
      ],
    }),
  );
  const file = written('saved.odometer.mjs', case_("() => savedTrace('add.json')"));
  const { cases } = await measured(file);
  expect(cases).toMatchObject([{ kind: 'file', reads: 2, cost: 19 }]);
});

test('two flags that name one file are refused, since it would hold the last alone', async () => {
  const file = join(folder, 'profile.json');
  const { text, exitCode } = await failureOf('bench', sums, '--speedscope', file, '--trace-events', file);
  expect(exitCode).toBe(2);
  expect(text).toContain(`odometer: --trace-events ${file}: is the file of --speedscope, too; name another`);
});

test('--line tells what memories load in whole lines, of traces alone', async () => {
  const { cases } = await measured(sums, '--line', '64', '--levels', '64B,1KB');
  // One line is read, the other written, in turn: a memory of one line loads it each time.
  expect(cases.map(({ lines }) => lines?.levels.map(({ misses }) => misses))).toEqual([undefined, undefined, [8, 1]]);
  for (const { lines, warnings } of cases) {
    const said = lines === undefined ? ['results of plain loops lie nowhere: no lines are told of them'] : [];
    expect(warnings).toEqual(said);
  }
  const args = ['bench', sums, '--filter', 'square', '--line', '64', '--levels', '64B,1KB'];
  expect(await odometer(...args)).toContain('line misses at 1 KB');
  expect((await odometer(...args, '--csv')).split('\n')[0]).toContain('line_misses_at_64,line_misses_at_1024');
  expect((await failureOf('bench', sums, '--line', '7')).text).toContain('odometer: --line: lines of 7 bytes');
});
