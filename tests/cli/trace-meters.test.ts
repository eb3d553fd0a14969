import { expect, test } from 'vitest';
import { odometer } from '../support/sources/command.ts';

const SMALL = ['--batch', '2', '--layers', '24,9,7', '--json'];

interface Report {
  readonly reads: number;
  readonly cost: { readonly cold: Record<string, number> };
  readonly [key: string]: unknown;
}

async function trace(...args: string[]): Promise<Report> {
  return JSON.parse(await odometer('trace', 'label-in-input', ...SMALL, ...args));
}

test('the bytes that cross between memories are told, of those that --levels names', async () => {
  const report = await trace('--algorithm', 'ff', '--levels', '64B,1KB');
  const levels = report.levels as readonly {
    capacityBytes: number;
    hits: number;
    beyond: number;
    bytesAcross: number;
  }[];
  expect(levels.map(({ capacityBytes }) => capacityBytes)).toEqual([64, 1024]);
  expect(levels[0].hits + levels[1].hits + levels[1].beyond).toBe(report.reads);
  for (const { beyond, bytesAcross } of levels) expect(bytesAcross).toBe(4 * beyond);
  const text = await odometer('trace', 'label-in-input', ...SMALL.slice(0, -1), '--algorithm', 'ff');
  expect(text).toContain('bytes that cross');
  expect(text).toMatch(/^32 KB +[\d,]+ +[\d,]+ +[\d,]+$/m);
});

test('the floor of any order is told with the orders that it is of', async () => {
  const report = await trace('--algorithm', 'bp');
  const floor = report.floor as { of: string; cost: Record<string, number>; products: number; without: string[] };
  expect(floor).toMatchObject({ products: 8, without: [] });
  expect(floor.cost[4]).toBeLessThan(report.cost.cold[4]);
  expect(report.timesTheFloor).toBe(report.cost.cold[4] / floor.cost[4]);
  const text = await odometer('trace', 'label-in-input', ...SMALL.slice(0, -1), '--algorithm', 'bp');
  expect(text).toMatch(/^[\d.]+ times the floor, [\d,]+: of any order in which/m);
  expect(report.whyNoFloor).toBeNull();
});

test('why there is no floor, or why kernels are in none, is told of each', async () => {
  const classic = await trace('--algorithm', 'bp', '--semantics', 'ir-classic');
  expect(classic).toMatchObject({ floor: null, whyNoFloor: 'floors are proved under eager alone' });
  const small = ['--layers', '30,7,10', '--batch', '3'];
  const text = await odometer('trace', 'recurrent', ...small, '--algorithm', 'bp');
  expect(text).toMatch(/^[\d.]+ times the floor/m);
  expect(text).toMatch(/^Not in the floor: some of BatchMatMul: one of its values is constant\.$/m);
});

test('what reads cost where each value has a place is told at three placements', async () => {
  const { placed } = await trace('--algorithm', 'ff');
  const costs = placed as { placement: string; cost: number }[];
  expect(costs.map(({ placement }) => placement)).toEqual([
    'most read first, reused',
    'program order, reused',
    'program order',
  ]);
  expect(costs[0].cost).toBeLessThan(costs[2].cost);
});

test('--line tells what is loaded in whole lines', async () => {
  const { lines } = await trace('--algorithm', 'ff', '--line', '64', '--levels', '1KB,4KB');
  const { levels, ...whole } = lines as { levels: { misses: number; bytesAcross: number }[] };
  expect(whole).toMatchObject({ lineBytes: 64 });
  expect(levels).toHaveLength(2);
  for (const { misses, bytesAcross } of levels) expect(bytesAcross).toBe(64 * misses);
  expect((await trace('--algorithm', 'ff')).lines).toBeUndefined();
  const text = await odometer('trace', 'label-in-input', ...SMALL.slice(0, -1), '--algorithm', 'ff', '--line', '64');
  expect(text).toMatch(/^lines of 64 B +reads that miss +bytes that cross$/m);
});

test('--layout padded has every row of a tensor begin a line', async () => {
  const lines = ['--algorithm', 'ff', '--line', '64', '--levels', '1KB,4KB'];
  const [packed, padded] = [await trace(...lines), await trace(...lines, '--layout', 'padded')];
  expect(packed.lines).toMatchObject({ layout: 'packed' });
  expect(padded.lines).toMatchObject({ layout: 'padded', reads: (packed.lines as { reads: number }).reads });
  expect(padded.lines).not.toEqual({ ...(packed.lines as object), layout: 'padded' });
  const { lines: _, ...others } = padded;
  expect(others.cost).toEqual(packed.cost);
  await expect(trace('--algorithm', 'ff', '--layout', 'padded')).rejects.toThrow(
    '--layout: is of lines; add --line 64',
  );
});
