import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { withPricingBar } from '../../cli/terminal/pricing-bar.ts';
import { odometer } from '../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-bar-'));
const saved = join(folder, 'saved.json');
const out = join(folder, 'out');
const wasTerminal = process.stderr.isTTY;
afterEach(() => {
  process.stderr.isTTY = wasTerminal;
  vi.restoreAllMocks();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `work` writes on stderr where that is, or is not, a terminal. */
async function shown(isTerminal: boolean, work: () => unknown): Promise<string> {
  let written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  process.stderr.isTTY = isTerminal;
  await work();
  return written;
}

const SMALL = ['label-in-input', '--batch', '2', '--layers', '24,9,7'];
const VOLATILE = /^ *"(engineSeconds|seconds|peakRssBytes|label-in-input (ff|bp))": [\d.]+,?$/gm;

describe.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['trace', ['trace', ...SMALL, '--algorithm', 'ff', '--json'], ['label-in-input ff'], []],
  ['price', ['price', saved, '--json'], ['label-in-input bp'], []],
  [
    'compare',
    ['compare', ...SMALL, '--no-train', '--json', '--out', out],
    ['1/1 label-in-input ff, update', '1/1 label-in-input bp, update', '1/1 label-in-input ff, prediction'],
    ['results.json', 'phases.csv', 'summary.md'],
  ],
])('%s', (_, command, names, files) => {
  beforeAll(async () => {
    await odometer('trace', ...SMALL, '--algorithm', 'bp', '--save', saved);
  });

  /** What is printed, shown on stderr and written by the command, the fields left out that differ from run to run. */
  async function run(isTerminal: boolean) {
    let printed = '';
    const bar = await shown(isTerminal, async () => {
      printed = await odometer(...command);
    });
    const written = files.map((name) => readFileSync(join(out, name), 'utf8').replace(VOLATILE, ''));
    return { printed, bar, lasting: [printed.replace(VOLATILE, ''), ...written] };
  }

  test('shows on a terminal what is priced, clears it away, and prints and writes the same', async () => {
    const { printed, bar, lasting } = await run(true);
    const text = stripVTControlCharacters(bar);
    for (const name of names) expect(text).toContain(`0 %  pricing ${name}`);
    expect(text).toMatch(/=+ 100 %/);
    expect(bar).not.toContain('\n');
    expect(bar).not.toContain('\x1b[?');
    expect(JSON.parse(printed)).toBeTypeOf('object');

    const elsewhere = await run(false);
    expect(elsewhere.bar).toBe('');
    expect(elsewhere.lasting).toEqual(lasting);
  });
});

test('off a terminal a line now and then says how far the pricing is, and quick pricing says nothing', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const pricing = (msPerCall: number) =>
    shown(false, () =>
      withPricingBar((show) => {
        for (let done = 0; done <= 40; done++) {
          show('it\u001b[2J', done, 40);
          now += msPerCall;
        }
      }),
    );
  expect(await pricing(200)).toBe('');
  expect(await pricing(600)).toBe('pricing it\\u001b[2J: 42 %\npricing it\\u001b[2J: 85 %\n');
});

test('pricing that fails leaves no bar that keeps the process alive', async () => {
  const failing = () =>
    withPricingBar((show) => {
      show('it', 0, 2);
      throw new RangeError('too much');
    });
  vi.useFakeTimers();
  try {
    await shown(true, () => expect(failing).toThrow('too much'));
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
