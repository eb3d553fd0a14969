import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { PROGRAM_FILES, readExpected, readVectors, vectorPath } from '../support/scalars/vectors.ts';
import { failureOf, odometer, outcomeOf } from '../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-price-'));
afterAll(() => rmSync(folder, { recursive: true }));

const price = (...args: string[]) => odometer('price', ...args);
const priceFailure = (...args: string[]) => failureOf('price', ...args);

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a program that states its addresses is priced by them, and on a stack beside', async () => {
  const path = written('sum.ir', '1,2,3,4,5\nmul 1,1,2\nmul 3,3,4\nadd 1,3\nadd 1,5\n1\n');
  const { placed, programs } = JSON.parse(await price(path, '--semantics', 'all', '--verify', '--json'));
  expect(placed).toEqual({ cost: 15, reads: 9, maxAddress: 5 });
  expect(programs[0].semantics['ir-classic'].totals).toEqual({ 1: 16 });
  const text = await price(path);
  expect(text).toMatch(/sum\.ir +15 +9 +5$/m);
  expect(text).toContain('eager');
  const { text: failure, exitCode } = await priceFailure(written('bad.ir', '1\nfrob 2,1\n2\n'));
  expect(exitCode).toBe(2);
  expect(failure).toContain('bad.ir: line 2: "frob 2,1" is no statement');
});

describe.each(PROGRAM_FILES)('%s', (file) => {
  test.each(['element', 'oracle'])('--semantics all --engine %s prints what the reference gives', async (engine) => {
    const printed = await price(vectorPath(file), '--semantics', 'all', '--engine', engine, '--json');
    const wanted = readExpected(file).map(({ name, expect: { eager, two_stack, ir } }) => ({
      name,
      semantics: {
        eager: { reads: eager.reads, totals: eager.totals, traceSha256: eager.trace_sha256 },
        'two-stack': {
          reads: two_stack.reads,
          epilogueReads: two_stack.epilogue_reads,
          totals: two_stack.totals,
          traceSha256: two_stack.trace_sha256,
        },
        'ir-live': { reads: ir.loads, totals: { 1: ir.bytedmd_live } },
        'ir-classic': { reads: ir.loads, totals: { 1: ir.bytedmd_classic } },
      },
    }));
    expect(JSON.parse(printed).programs).toEqual(wanted);
  });
});

const ADD = {
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
};
const addFile = written('add.json', JSON.stringify(ADD));

test('by default eager is priced at 1, 2, 4 and 8 bytes', async () => {
  const { programs } = JSON.parse(await price(addFile, '--json'));
  expect(Object.keys(programs[0].semantics)).toEqual(['eager']);
  expect(programs[0].semantics.eager.totals).toEqual({ 1: 3, 2: 7, 4: 19, 8: 50 });
});

test('--bytes takes any list, --semantics any one', async () => {
  const printed = await price(addFile, '--json', '--bytes', '3,16', '--semantics', 'two-stack');
  // Depths 1, 2, then the result at 1.
  expect(JSON.parse(printed).programs[0].semantics['two-stack'].totals).toEqual({ 3: 5 + 8 + 5, 16: 50 + 87 + 50 });
});

test('without --json it prints a table', async () => {
  expect(await price(addFile, '--semantics', 'all', '--bytes', '1,4')).toBe(
    `${[
      'program  semantics   reads  cost, 1 byte  cost, 4 bytes',
      '-------  ----------  -----  ------------  -------------',
      'add      eager           2             3             19',
      'add      two-stack       3             4             26',
      'add      ir-live         3             4',
      'add      ir-classic      3             4',
    ].join('\n')}\n`,
  );
});

test('a pricing file gives its rows, computed', async () => {
  const rows = (readVectors('pricing') as { rows: object[] }).rows;
  expect(JSON.parse(await price(vectorPath('pricing'), '--json'))).toEqual({ rows });
  const wrong = {
    format: 'bytedmd-pricing/1',
    rows: [
      { depth: 5, cost: { 1: 99 }, note: 'kept' },
      { S_of: 5, S_str: '' },
    ],
  };
  expect(JSON.parse(await price(written('wrong.json', JSON.stringify(wrong)), '--json'))).toEqual({
    rows: [
      { depth: 5, cost: { 1: 3 }, note: 'kept' },
      { S_of: 5, S_str: '10' },
    ],
  });
});

test('warns on stderr and in the JSON of programs that read nothing or let numbers out, of three in words', async () => {
  const [add] = ADD.programs;
  const moved = { ...add, name: 'moved', events: [], returns: [1] };
  const out = { ...add, name: 'out', events: [...add.events, { op: 'value', in: [3], out: [] }] };
  const programs = [add, moved, out, { ...out, name: 'out again' }, { ...moved, name: 'moved again' }];
  const file = written('warned.json', JSON.stringify({ ...ADD, programs }));
  const { code, stdout, stderr } = await outcomeOf('price', file, '--json');
  expect(code).toBe(0);
  const { warnings } = JSON.parse(stdout) as { warnings: { program: string; warning: string }[] };
  expect(warnings.map(({ program }) => program)).toEqual(['moved', 'out', 'out again', 'moved again']);
  expect(stderr).toBe(
    `${warnings
      .slice(0, 3)
      .map(({ program, warning }) => `odometer: ${program}: ${warning}\n`)
      .join('')}odometer: 1 more warnings; --json has them all\n`,
  );
});

describe('bad input is one line with its place and exit code 2', () => {
  const program = ADD.programs[0];
  const withProgram = (change: object): string => JSON.stringify({ ...ADD, programs: [{ ...program, ...change }] });
  const withRow = (row: object): string => JSON.stringify({ format: 'bytedmd-pricing/1', rows: [row] });
  const cut = JSON.stringify(ADD).slice(0, 100);
  const { arg_groups, ...noGroups } = program;

  test.each([
    ['truncated', cut, 'not valid JSON: '],
    ['empty', '', 'is empty; name a trace that odometer trace --save wrote, a file of scalar programs, or'],
    ['no JSON', '# A kernel', 'is no JSON, it begins with "# A kernel"; name a trace that odometer trace --save wrote'],
    ['null', 'null', 'is none of bytedmd-vectors/1, bytedmd-pricing/1, odometer-trace/1 (its "format" or "schema")'],
    ['a list', '[]', 'is none of bytedmd-vectors/1'],
    ['a later format', JSON.stringify({ ...ADD, format: 'bytedmd-vectors/2' }), 'is none of bytedmd-vectors/1'],
    ['no programs', JSON.stringify({ ...ADD, programs: [] }), 'programs: names no program'],
    ['programs missing', JSON.stringify({ format: ADD.format }), 'programs: Invalid input: expected array'],
    ['no groups', JSON.stringify({ ...ADD, programs: [noGroups] }), 'programs[0].arg_groups: Invalid input'],
    ['a cell by name', withProgram({ args: ['x', 2] }), 'programs[0].args[0]: Invalid input: expected number'],
    ['a fraction', withProgram({ returns: [1.5] }), 'programs[0].returns[0]: Invalid input: expected int'],
    [
      'an event without operands',
      withProgram({ events: [{ op: 'add', in: [], out: [3] }] }),
      'programs[0].events[0].in: ',
    ],
    [
      'an unknown cell',
      withProgram({ events: [{ op: 'add', in: [1, 9], out: [3] }] }),
      'programs[0] "add": events[0] (add): cell 9 is neither an argument nor an earlier event\'s result',
    ],
    ['no rows', JSON.stringify({ format: 'bytedmd-pricing/1', rows: [] }), 'rows: holds no row'],
    ['depth 0', withRow({ depth: 0, cost: { 1: 0 } }), 'rows[0].depth: '],
    ['no depth', withRow({ depth_str: 'deep', cost_str: { 1: '' } }), 'rows[0].depth_str: must be a decimal integer'],
    ['zero bytes', withRow({ depth: 1, cost: { 0: 0 } }), 'rows[0].cost.0: '],
    ['no answer asked', withRow({ depth: 1 }), 'rows[0]: needs either one of depth, depth_str with cost'],
    ['two questions', withRow({ depth: 1, S_of: 1, cost: {}, S: 0 }), 'rows[0]: needs either one of'],
  ])('%s', async (name, content, message) => {
    const path = written(`${name.replaceAll(' ', '-')}.json`, content);
    const { text, exitCode } = await priceFailure(path, '--json');
    expect(exitCode).toBe(2);
    expect(text.startsWith(`odometer: ${path}: ${message}`), text).toBe(true);
    expect(text).not.toContain('\n');
  });

  test('a file that is none', async () => {
    const missing = join(folder, 'missing.json');
    expect(await priceFailure(missing)).toEqual({
      text: `odometer: ${missing}: no such file; check the path`,
      exitCode: 2,
    });
    expect(await priceFailure(folder)).toEqual({
      text: `odometer: ${folder}: is a directory; name a file in it`,
      exitCode: 2,
    });
  });

  test.each(['', '0', '-1', '1,,2', '1.5', 'four', '1048577'])('--bytes "%s"', async (bytes) => {
    const { text, exitCode } = await priceFailure(addFile, `--bytes=${bytes}`);
    expect(exitCode).toBe(2);
    expect(text).toContain('is not an integer in 1 .. 1048576; give a list like 1,2,4,8');
  });

  test.each([
    ['--semantics', 'lazy'],
    ['--engine', 'quantum'],
  ])('%s %s', async (flag, value) => {
    const { text, exitCode } = await priceFailure(addFile, flag, value);
    expect(exitCode).toBe(2);
    expect(text).toContain(`${flag}: got "${value}"; choose `);
  });
});

describe('the process', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'cli/odometer.ts', 'price', ...args], {
      cwd: root,
      encoding: 'utf8',
    });

  test('prints JSON alone on stdout and exits 0', () => {
    const { status, stdout, stderr } = run(addFile, '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout).programs[0].semantics.eager.reads).toBe(2);
  });

  test('prints one line on stderr, nothing on stdout, and exits 2', () => {
    const { status, stdout, stderr } = run(written('cut.json', '{"format": "bytedmd'), '--json');
    expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 });
    expect(stderr).toContain('cut.json: not valid JSON: ');
  });
});
