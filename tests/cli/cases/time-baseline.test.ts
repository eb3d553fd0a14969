import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { type BenchResult, benchJson, benchSchema, type CaseTime } from '../../../reports/bench/bench-result.ts';
import { failureOf, odometer, outcomeOf } from '../../support/sources/command.ts';

/** A time whose samples lie around a median, in ms. */
function around(medianMs: number, half = 1): CaseTime {
  return { samples: 64, medianMs, lowerQuartileMs: medianMs - half, upperQuartileMs: medianMs + half };
}

// The times that the cases are found to take are made up, but for the last, which has none.
const found: Readonly<Record<string, CaseTime>> = { a: around(5), b: around(9), c: around(6), fresh: around(4) };
vi.mock('../../../cli/cases/timing/timed-cases.ts', () => ({
  withTimes: async (result: BenchResult) => timed(result, found),
}));

function timed(result: BenchResult, times: Readonly<Record<string, CaseTime>>): BenchResult {
  return { ...result, cases: result.cases.map((one) => (one.name in times ? { ...one, time: times[one.name] } : one)) };
}

const folder = mkdtempSync(join(tmpdir(), 'odometer-time-baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));
const kernels = join(folder, 'kernels.odometer.mjs');
writeFileSync(
  kernels,
  `import { cases, scalarProgram } from 'tensor-odometer';
const body = () => scalarProgram((x) => x.add(1), [1]);
export default cases(...['a', 'b', 'c', 'fresh', 'untimed'].map((name) => ({ name, body })));
`,
);

/** A file of an earlier run with these times. */
async function earlier(times: Readonly<Record<string, CaseTime>>, change: Partial<BenchResult> = {}): Promise<string> {
  const measured = benchSchema.parse(JSON.parse(await odometer('bench', kernels, '--json')));
  const file = join(folder, 'before.json');
  writeFileSync(file, benchJson({ ...timed(measured, times), ...change }));
  return file;
}

const TIMED = ['bench', kernels, '--time'];

test('a case is faster or slower where the ranges between quartiles are disjoint, else inconclusive', async () => {
  // b was 5 .. 7 and is 8 .. 10; c touches: it was 7 .. 9 and is 5 .. 7.
  const before = await earlier({ a: around(8), b: around(6), c: around(8) });
  const { cases, timeBaseline } = benchSchema.parse(
    JSON.parse(await odometer(...TIMED, '--json', '--time-baseline', before)),
  );
  expect(cases.map(({ time }) => time?.against?.verdict)).toEqual([
    'faster',
    'slower',
    'inconclusive',
    undefined,
    undefined,
  ]);
  expect(cases[0].time?.against).toEqual({ verdict: 'faster', ...around(8) });
  expect(timeBaseline).toEqual({
    file: before,
    estimator: 'median, faster or slower where the ranges between the quartiles are disjoint',
  });
});

test('table and CSV say which case is faster, what it took before, and by which estimator', async () => {
  const before = await earlier({ a: around(8), b: around(6), c: around(8) });
  const table = await odometer(...TIMED, '--time-baseline', before);
  // A case has its name on a line of its own, and columns in as many tables as 80 columns need.
  expect(table).toMatch(/> a\n.* 5\.000 ms \(4\.000 \.\. 6\.000\)\n/);
  expect(table).toMatch(/> a\n +faster, was 8\.000 ms \(7\.000 \.\. 9\.000\)\n/);
  expect(table).toMatch(/> fresh\n.* 4\.000 ms \(3\.000 \.\. 5\.000\)\n/);
  expect(table).toMatch(/> fresh\n +-\n/);
  const unbroken = table.replaceAll(/\s+/g, ' ');
  expect(unbroken).toContain(`Times against ${before}: median, faster or slower where the ranges`);
  const [header, , slower, , , untimed] = (await odometer(...TIMED, '--csv', '--time-baseline', before)).split('\n');
  expect(header).toMatch(
    /,median_ms,.*,time_samples,time_verdict,baseline_median_ms,.*,baseline_time_samples,time_estimator,bytes_across_/,
  );
  expect(slower).toMatch(/,9,8,10,64,slower,6,5,7,64,"median, faster or slower where the ranges [^"]*",/);
  expect(untimed).toMatch(/,{10}\d/);
});

test('a slower case exits with 1 where --time-gate asks for it, after the table; an inconclusive one never does', async () => {
  const slower = await earlier({ a: around(8), b: around(6) });
  expect((await outcomeOf(...TIMED, '--time-baseline', slower)).code).toBe(0);
  const gated = await outcomeOf(...TIMED, '--time-baseline', slower, '--time-gate');
  expect(gated).toMatchObject({ code: 1, stdout: expect.stringContaining('slower, was 6.000 ms') });
  expect(gated.stderr).toMatch(/^odometer: slower than in .*before\.json: [^,]* > b$/);
  const unclear = await earlier({ a: around(5, 0.1), b: around(8.5), c: around(8) });
  expect((await outcomeOf(...TIMED, '--time-baseline', unclear, '--time-gate')).code).toBe(0);
});

test('times of another node are compared, and it is said', async () => {
  const environment = { node: 'v1.0.0', platform: `${process.platform} ${process.arch}` };
  const before = await earlier({ a: around(8) }, { environment });
  const { code, stderr } = await outcomeOf(...TIMED, '--time-baseline', before);
  expect(code).toBe(0);
  expect(stderr).toContain(
    `odometer: node is ${process.version}, in ${before} it is v1.0.0; times may differ for that\n`,
  );
});

test.each([
  [['--time-gate', '--time'], '--time-gate: has nothing to hold times to; add --time-baseline'],
  [['--time-baseline', 'before.json'], '--time-baseline: nothing is timed; add --time'],
])('%j is refused', async (flags, text) => {
  expect(await failureOf('bench', kernels, ...flags)).toEqual({ text: `odometer: ${text}`, exitCode: 2 });
});

test('a baseline without the time of any case is refused', async () => {
  const { text, exitCode } = await failureOf(...TIMED, '--time-baseline', await earlier({}));
  expect(exitCode).toBe(2);
  expect(text).toMatch(
    /before\.json: has the time of none of these cases; write it with odometer bench --json --time$/,
  );
});
