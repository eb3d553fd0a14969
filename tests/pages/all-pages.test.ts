import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { kernelPage } from '../../reports/bench/page/kernel-page.ts';
import { mergedResults } from '../../reports/merging/merged-results.ts';
import { reportPage } from '../../reports/page/page.ts';
import { trendPage } from '../../reports/trend/trend-page.ts';
import { HANDED_FILES } from '../support/hostile/handed-files.ts';
import { EVERYTHING, freeTexts, HOSTILE, prefixed } from '../support/hostile/hostile-texts.ts';
import { HAS_BROWSER, openBrowser } from '../support/pages/browser.ts';
import { htmlFaults } from '../support/pages/html-rules.ts';
import { pageFaults } from '../support/pages/page-check.ts';
import { committedFiles } from '../support/results/committed-results.ts';
import { benchOf, type MadeCase, madeCheck } from '../support/results/hand-made-bench.ts';
import { handMadeTrend } from '../support/results/hand-made-trend.ts';
import { odometer } from '../support/sources/command.ts';

// Most calls to a browser wait without end: one that answers no more is given up sooner than a training would be.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'odometer-all-pages-'));
vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** What `odometer compare` writes of a network that is trained in seconds. */
async function smallTraining(): Promise<string> {
  const task = ['disk-ring', '--layers', '2,6,6', '--batch', '50', '--train-subset', '100'];
  await odometer('compare', ...task, '--epochs', '20', '--until', '0.8', '--seeds', '0,1', '--out', folder);
  return readFileSync(join(folder, 'report.html'), 'utf8');
}

/** The committed results on one page. */
async function committedPage(): Promise<string> {
  const [first, ...others] = committedFiles().map(({ path: where, results }) => ({ where, results }));
  return reportPage(mergedResults([first, ...others]));
}

/** Kernels of many parts held against a baseline, with figures as long as they come. */
function kernelsPage(): string {
  const parts = Object.fromEntries(Array.from({ length: 30 }, (_, part) => [`operand ${part}`, 3 ** part]));
  const cases: Record<string, MadeCase> = { many: { operands: parts }, lines: { lines: { 'a.ts:12': 70, other: 30 } } };
  const now = benchOf({ ...cases, large: { reads: 4294967296, cost: 171798691840000, peak: 33554432 } });
  const time = { samples: 64, medianMs: 12345.6, lowerQuartileMs: 12001.2, upperQuartileMs: 12999.1 };
  const histogram = [
    { from: 1, to: 1, reads: 4 },
    { from: 2, to: 900_000, reads: 6 },
  ];
  const misses = [{ bytes: 32768, misses: 3 }];
  const measured = now.cases.map((one) => ({
    ...one,
    macs: 1073741824,
    time,
    misses,
    histogram: one.reads === 10 ? histogram : [],
  }));
  const check = madeCheck({ ...cases, lines: { cost: 90 }, gone: {} }, cases);
  return kernelPage({ ...now, cases: measured }, check);
}

/** Names that would do something, and are longer than any screen is wide. */
const HOSTILE_NAME = `${EVERYTHING} ${HOSTILE['ten thousand letters']}`;

/** The page of a file in which everything that may be called otherwise is called so. */
async function hostilePage(kind: keyof typeof HANDED_FILES): Promise<string> {
  const { json, parse, page } = HANDED_FILES[kind];
  const file: unknown = JSON.parse(json);
  const free = freeTexts(file, (one) => parse(one, kind));
  return (await page?.(prefixed(file, free, HOSTILE_NAME))) ?? '';
}

function hostileTrend(): string {
  const name = (of: string): string => `${HOSTILE_NAME}${of}`;
  const cases = (cost: number) => ({ [`${name('file')} > ${name('case')}`]: { cost }, [name('other')]: {} });
  const texts = { subject: name('subject'), reason: name('reason'), file: name('history'), why: name('why') };
  return trendPage(handMadeTrend([cases(12345678901), cases(110), cases(100)], texts));
}

/** Of each fault one, in colours that are told apart in the light alone. */
const FAULTY = `<!doctype html><html lang="en"><head><title>Faults</title><style>
@media (prefers-color-scheme: dark) { p { background: #111; color: #222; } } div { width: 1300px; } b { overflow-wrap: anywhere; }
</style></head><body><main><h1 style="margin: 0">Faults</h1><p>dim</p><div>wide</div>
<table><tr><td style="max-width: 3em"><b>1,234,567,890</b></td></tr></table>
<img src="missing.png" alt=""><svg role="img"><rect/></svg></main></body></html>`;

const PAGES: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['the committed results', committedPage],
  ['a small training', smallTraining],
  ['results of hostile names', () => hostilePage('results')],
  ['a sweep of hostile names', () => hostilePage('a sweep')],
  ['kernels', kernelsPage],
  ['kernels of hostile names', () => hostilePage('a bench')],
  ['a trend of hostile names', hostileTrend],
];

test('an inline style is none of HTML as its rules have it', () => {
  expect(htmlFaults(FAULTY)).toContainEqual(expect.stringMatching(/^no-inline-style: .* at 3:32$/));
});

test.skipIf(!HAS_BROWSER)('every fault is found where it is', async () => {
  const browser = await openBrowser();
  const faults = await pageFaults(browser, FAULTY);
  await browser.close();
  for (const fault of [
    /^390 px, light: is 1\d{3} px wide in 390$/,
    /^390 px, light: broken number 1,234,567,890$/,
    /^390 px, light: request: file:.*missing\.png$/,
    /^390 px, light: console: Failed to load resource/,
    /^390 px, light, open: svg-img-alt, 1 times: /,
    /^1280 px, dark, open: color-contrast, 1 times: <p>/,
  ])
    expect(faults).toContainEqual(expect.stringMatching(fault));
  expect(faults).not.toContainEqual(expect.stringMatching(/^1440 px.*wide|light.*color-contrast/));
});

describe.skipIf(!HAS_BROWSER).each(PAGES)('the page of %s', (_, made) => {
  let html: string;
  let browser: Browser;
  beforeAll(async () => {
    html = await made();
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test('is HTML as its rules have it', () => {
    expect(htmlFaults(html)).toEqual([]);
  });

  test('asks for nothing, is fit for all readers, and neither sticks out nor breaks a number, at any width, in light and dark', async () => {
    expect(await pageFaults(browser, html)).toEqual([]);
  });
});
