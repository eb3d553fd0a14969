import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DepthRun } from '../../reports/printed/depth-runs.ts';
import { SCENARIOS } from '../../scenarios/catalog.ts';
import { failureOf, odometer, withFlags } from '../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SMALL = ['--batch', '2', '--layers', '24,9,7', '--json'];
const VOLATILE = ['engineSeconds', 'seconds', 'peakRssBytes'];

interface Report {
  readonly reads: number;
  readonly cost: { readonly cold: Record<string, number>; readonly steady: Record<string, number> };
  readonly phases: readonly { phase: string; reads: number; cost: Record<string, number> }[];
  readonly roles: readonly { role: string; reads: number }[];
  readonly [key: string]: unknown;
}

function steadyPart(printed: string): Report {
  const entries = Object.entries(JSON.parse(printed)).filter(([key]) => !VOLATILE.includes(key));
  return Object.fromEntries(entries) as unknown as Report;
}

/** Reads by role. */
function rolesOf(report: Report): Record<string, number> {
  return Object.fromEntries(report.roles.map(({ role, reads }) => [role, reads]));
}

async function trace(...args: string[]): Promise<Report> {
  return steadyPart(await odometer('trace', 'label-in-input', ...withFlags(SMALL, ...args)));
}

describe.each(['ff', 'bp'])('%s', (algorithm) => {
  let first: Report;
  beforeAll(async () => {
    first = await trace('--algorithm', algorithm);
  });

  test('prints the figures of the update', () => {
    expect(first).toMatchObject({
      scenario: 'label-in-input',
      algorithm,
      shape: [24, 9, 7],
      batch: 2,
      semantics: 'eager',
      granularity: 'scalar',
    });
    for (const bytes of ['1', '2', '4', '8']) {
      expect(first.cost.cold[bytes]).toBeGreaterThan(0);
      expect(first.cost.steady[bytes]).toBeGreaterThan(0);
    }
    expect(first.phases.reduce((sum, { reads }) => sum + reads, 0)).toBe(first.reads);
    expect(first.phases.reduce((sum, { cost }) => sum + cost[4], 0)).toBe(first.cost.cold[4]);
  });

  test('is the same when repeated', async () => {
    expect(await trace('--algorithm', algorithm)).toEqual(first);
  });

  test('a saved trace prices the same, and prints the same', async () => {
    const path = join(folder, `${algorithm}.json`);
    expect(await trace('--algorithm', algorithm, '--save', path)).toEqual(first);
    expect(steadyPart(await odometer('price', path, '--json'))).toEqual(first);
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('at the documented shape the saved trace stays under 200 kB', async () => {
    const path = join(folder, `documented-${algorithm}.json`);
    const { findScenario } = await import('../../scenarios/catalog.ts');
    const { traceUpdate } = await import('../../instrument/tensors/trace-update.ts');
    const { defaultShape, defaultBatch, rules } = findScenario('label-in-input');
    const rule = rules[algorithm as 'ff' | 'bp'];
    writeFileSync(path, JSON.stringify(traceUpdate(rule.update(defaultShape, defaultBatch))));
    expect(readFileSync(path).length).toBeLessThan(200_000);
  });

  test('figures do not depend on the data set, which is named', async () => {
    const { options, ...figures } = await trace('--algorithm', algorithm, '--layers', '784,9,7');
    const named = await trace('--algorithm', algorithm, '--data', 'synthetic', '--layers', '784,9,7');
    expect(named).toMatchObject(figures);
    expect(named.options).toMatchObject({ data: 'synthetic', dataSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('synthetic names the data made in code for the scenario, as in training', async () => {
    const args = ['disk-ring', '--algorithm', algorithm, '--batch', '2', '--layers', '2,3,3', '--json'];
    const { options } = steadyPart(await odometer('trace', ...args, '--data', 'synthetic'));
    expect(options).toMatchObject({ data: 'disk-ring' });
  });

  test('registers save the reads of accumulators and partial products, not those of tensors', async () => {
    const register = await trace('--algorithm', algorithm, '--granularity', 'register');
    expect(register.macs).toBe(first.macs);
    expect(register.reads).toBeLessThan(first.reads);
    const temporaries = { scalar: rolesOf(first), register: rolesOf(register) };
    expect(temporaries.register.weights).toBe(temporaries.scalar.weights);
    expect(temporaries.register.temporaries ?? 0).toBeLessThan(temporaries.scalar.temporaries);
  });
});

test('prints by default the run engine, its time and the memory of the process', async () => {
  const printed = JSON.parse(await odometer('trace', 'label-in-input', ...SMALL, '--algorithm', 'ff'));
  expect(printed.engine).toBe('run');
  for (const volatile of VOLATILE) expect(printed[volatile]).toBeGreaterThan(0);
  expect(printed.seconds).toBeGreaterThanOrEqual(printed.engineSeconds);
});

test('the discarded re-forward can be left out, and is named', async () => {
  const whole = await trace('--algorithm', 'ff');
  const without = await trace('--algorithm', 'ff', '--no-discarded-reforward');
  expect(whole.options).toMatchObject({ discardedReforward: true });
  expect(without.options).toMatchObject({ discardedReforward: false });
  expect(without.macs).toBe((whole.macs as number) - 2 * 2 * 9 * 7);
});

test('text output names the parts', async () => {
  const args = SMALL.filter((arg) => arg !== '--json');
  const text = await odometer('trace', 'label-in-input', '--algorithm', 'bp', ...args);
  for (const word of ['ByteDMD cost, cold', 'backward', 'optimiser state', 'BatchMatMul']) expect(text).toContain(word);
});

test('--histogram adds the exact depths of all reads to the JSON', async () => {
  const { histogram, ...report } = await trace('--algorithm', 'ff', '--histogram');
  expect(report).toEqual(await trace('--algorithm', 'ff'));
  const depths = (histogram as DepthRun[]).flatMap(([from, to, readsEach]) =>
    Array.from({ length: to - from + 1 }, (_, place) => ({ depth: from + place, reads: readsEach })),
  );
  expect(depths.reduce((sum, { reads }) => sum + reads, 0)).toBe(report.reads);
  const costOfOneByte = depths.reduce((sum, { depth, reads }) => sum + reads * Math.ceil(Math.sqrt(depth)), 0);
  expect(costOfOneByte).toBe(report.cost.cold[1]);
});

describe('bad input is one line and exit code 2', () => {
  test.each<[string, string[], string]>([
    ['an unknown scenario', ['trace', 'mlp', '--algorithm', 'ff'], 'Unknown scenario mlp: use one of label-in-input'],
    [
      'an unknown algorithm',
      ['trace', 'label-in-input', '--algorithm', 'ga'],
      'label-in-input: has no rule ga; use one of ff, bp',
    ],
    ['no algorithm', ['trace', 'label-in-input'], '--algorithm: is missing; name a rule'],
    ['no scenario', ['trace', '--algorithm', 'ff'], 'scenario: is missing; name one'],
    ['no batch, and no algorithm', ['trace', 'label-in-input', '--batch', '0'], '--batch: must be an integer'],
    ['a layer of words, and no algorithm', ['trace', 'label-in-input', '--layers', '784,x'], '--layers: "784,x"'],
    ['an order that there is not, and no scenario', ['trace', '--loops', 'iij'], '--loops: got iij'],
    ['two rules', ['trace', 'label-in-input', '--algorithm', 'ff', '--rules', 'bp'], '--rules: ff and bp are several'],
    ['an unknown flag', ['trace', 'label-in-input', '--algorithm', 'ff', '--sise', '3'], 'unknown flag: --sise'],
    ['half a batch', ['trace', 'label-in-input', '--algorithm', 'ff', '--batch', '1.5'], '--batch: must be an integer'],
    ['no batch', ['trace', 'label-in-input', '--algorithm', 'ff', '--batch', '0'], '--batch: must be an integer'],
    ['a layer of words', ['trace', 'label-in-input', '--algorithm', 'ff', '--layers', '784,x'], '--layers: "784,x"'],
    ['one layer', ['trace', 'label-in-input', '--algorithm', 'ff', '--layers', '784'], '--layers: "784"'],
    ['a histogram as text', ['trace', 'label-in-input', '--algorithm', 'ff', '--histogram'], '--histogram: is printed'],
    ['no memory', ['trace', 'label-in-input', '--algorithm', 'ff', '--levels', '1KB,x'], '--levels: "x" is no size'],
    [
      'memories that shrink',
      ['trace', 'label-in-input', '--algorithm', 'ff', '--levels', '1MB,1KB'],
      '--levels 1MB,1KB: capacities must be',
    ],
    [
      'a memory twice',
      ['trace', 'disk-ring', '--levels', '1KB,1KB'],
      '--levels: "1KB,1KB" has 1KB twice; give it once',
    ],
    [
      'an empty memory',
      ['trace', 'disk-ring', '--levels', '1KB,,2KB'],
      '--levels: "1KB,,2KB" has an empty value beside a comma',
    ],
    [
      'lines that fill no memory',
      ['trace', 'label-in-input', '--algorithm', 'ff', '--line', '63'],
      '--line: lines of 63 bytes do not fill the smallest memory, of 1024; give a divisor of that',
    ],
    ['an unknown order', ['trace', 'label-in-input', '--algorithm', 'ff', '--loops', 'iij'], '--loops: got iij'],
    ['a module that there is not', ['trace', './none'], './none: no such file; name a scenario'],
    ['a scenario that there is not, without an algorithm', ['tune', 'none'], 'Unknown scenario none: use one of'],
    ['a file of JSON that there is not', ['trace', 'none.json'], 'none.json: no such file'],
    ['a file of JSON', ['trace', 'package.json'], 'package.json: is JSON; odometer price measures a saved trace'],
    [
      'an unknown schedule',
      ['trace', 'label-in-input', '--algorithm', 'ff', ...SMALL, '--schedule', 'fussed'],
      '--schedule: "fussed" is neither fused nor found, and no such file',
    ],
    [
      'an unknown data set',
      ['trace', 'label-in-input', '--algorithm', 'ff', '--data', 'svhn'],
      '--data svhn: label-in-input learns from synthetic or mnist; choose that',
    ],
    [
      'a data set of another scenario',
      ['trace', 'label-in-input', '--algorithm', 'ff', '--data', 'cifar10'],
      '--data cifar10: label-in-input learns from synthetic or mnist; choose that',
    ],
    [
      'a folder of nothing',
      ['trace', 'label-in-input', '--algorithm', 'ff', '--data-dir', '/tmp'],
      '--data-dir: names',
    ],
    [
      'images of another size',
      ['trace', 'label-in-input', '--algorithm', 'ff', '--data', 'synthetic', '--layers', '24,9'],
      '--data synthetic: images have 784 numbers, the first layer takes 24',
    ],
    [
      'a folder that does not exist',
      ['trace', 'label-in-input', '--algorithm', 'ff', ...SMALL, '--save', join(folder, 'no', 'such', 't.json')],
      'cannot be written (ENOENT)',
    ],
  ])('%s', async (_, args, message) => {
    const { text, exitCode } = await failureOf(...args);
    expect(exitCode).toBe(2);
    expect(text).toContain(message);
    expect(text).not.toContain('\n');
  });
});

test('list names every scenario with both rules, documented shapes, MACs and parameters', async () => {
  const { scenarios } = JSON.parse(await odometer('list', '--json'));
  expect(scenarios).toHaveLength(2 * SCENARIOS.length);
  expect(scenarios).toContainEqual(
    expect.objectContaining({
      scenario: 'label-in-input',
      algorithm: 'ff',
      shape: [784, 500, 500],
      batch: 128,
      macsPerUpdate: 493_056_000,
      parameters: 643_000,
      criterion: { testAccuracy: 0.95 },
    }),
  );
  expect(await odometer('list')).toContain('648,010');
});
