import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseSchedule } from '../../../core/schedules/schedule.ts';
import { productTrace } from '../../support/kernel-traces/kernel-trace-builder.ts';
import { failureOf, odometer, outcomeOf } from '../../support/sources/command.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'odometer-tune-'));
  writeFileSync(at('product.json'), JSON.stringify(productTrace(4, 'ijk')));
});

test('a schedule that was found is written, costs what is said, and lasts', async () => {
  const found = JSON.parse(await odometer('tune', at('product.json'), '--out', at('tiles.json'), '--json'));
  const schedule = parseSchedule(JSON.parse(readFileSync(at('tiles.json'), 'utf8')), 'tiles.json');
  expect(schedule).toEqual(found.schedule);
  expect(Object.keys(schedule.products)).toEqual(['4x4x4 a(4,1) b(4,1) c(4,1)']);
  expect(found.costs.found).toBeLessThan(found.costs.before);
  expect(existsSync(at('tiles.json.tries'))).toBe(false);
  const text = await odometer('tune', at('product.json'));
  const inOne = text.replaceAll(/\s+/g, ' ');
  expect(inOne).toContain('Found by search, not proved optimal.');
  expect(inOne).toContain(found.products[0].loops);
  expect(inOne).toMatch(/4x4x4 alone: [\d.]+ a multiply-accumulate, [\d.]+ times the floor: [ijk]/);
  expect(text).toMatch(/^What was found costs [\d.]+ times the floor/m);
});

test('a search goes on where it was stopped, and takes nobody else’s file for its own', async () => {
  await odometer('tune', at('product.json'), '--out', at('whole.json'));
  const { loops } = JSON.parse(readFileSync(at('whole.json'), 'utf8')).products;
  const kept = { product: '4x4x4', granularity: 'scalar', bytes: 4, loops: 'i4 j4 k4 k1 i1 j1', cost: 1 };
  writeFileSync(at('again.json.tries'), `${JSON.stringify(kept)}\n{"product":"4x4`);
  const found = JSON.parse(await odometer('tune', at('product.json'), '--out', at('again.json'), '--json'));
  expect(found.products[0]).toMatchObject({ loops: kept.loops, cost: 1 });
  expect(loops).not.toBe(kept.loops);
  writeFileSync(at('other.json.tries'), 'something\n');
  expect((await failureOf('tune', at('product.json'), '--out', at('other.json'))).text).toContain(
    'other.json.tries: line 1 is none of odometer tune; take the file away',
  );
});

test('an update is traced in another order, which is said', async () => {
  const args = ['trace', 'label-in-input', '--algorithm', 'ff', '--layers', '60,24,18', '--batch', '8'];
  const fused = await outcomeOf(...args, '--schedule', 'fused');
  expect(fused.stderr).toContain('schedule fused: 170 calls are 76; results are equal bit for bit');
  const cost = async (...more: string[]) => JSON.parse(await odometer(...args, ...more, '--json')).cost.cold['4'];
  expect(Number(await cost('--schedule', 'fused'))).toBe(32_531_440);
  const found = await outcomeOf(...args, '--schedule', 'found');
  expect(found.stderr).toMatch(
    /schedule found: no tiles are known of 8x60x24 .*, so that the order is that of fused; odometer tune searches tiles$/m,
  );
  const products = { '8x60x24 a(60,1) b(24,1) c(24,1)': 'i4 k10 j8 i1 k1 j1' };
  const file = { schema: 'odometer-schedule/1', deadCalls: 'dropped', fused: 'elements', products };
  writeFileSync(at('own.json'), JSON.stringify(file));
  expect(Number(await cost('--schedule', at('own.json')))).toBeLessThan(32_643_696);
  expect((await outcomeOf(...args, '--schedule', at('own.json'))).stderr).toMatch(
    /own\.json: says nothing of 60x8x24 .*, which are executed as before; odometer tune searches tiles$/m,
  );
  writeFileSync(at('none.json'), JSON.stringify({ ...file, products: { other: 'i1 j1 k1' } }));
  expect((await failureOf(...args, '--schedule', at('none.json'))).text).toContain('none of its products is one of');
  expect((await failureOf('tune', at('product.json'), '--minutes', '0')).text).toContain(
    '--minutes: must be more than 0',
  );
});

test('a folder that is not there is one line, exit code 2', async () => {
  const { text, exitCode } = await failureOf('tune', at('product.json'), '--out', at('nowhere/tiles.json'));
  expect(exitCode).toBe(2);
  expect(text).toMatch(
    /--out: .*tiles\.json\.tries cannot be written \(ENOENT\); name a file in a folder that exists/s,
  );
});

test.each([
  ['--batch', '7'],
  ['--algorithm', 'bp'],
  ['--layers', '5,5'],
  ['--inputs', '2x2'],
  ['--loops', 'ijk'],
  ['--seed', '3'],
])('%s beside a saved trace is refused', async (flag, value) => {
  const { text, exitCode } = await failureOf('tune', at('product.json'), flag, value);
  expect(text).toContain(`${flag}: means nothing to ${at('product.json')}, a saved trace, which says what it is of`);
  expect(exitCode).toBe(2);
});
