import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BenchResult } from '../../../reports/bench/bench-result.ts';
import { benchFiles, kernelPage } from '../../../reports/bench/page/kernel-page.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { benchOf } from '../../support/results/hand-made-bench.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const LONG = 'W'.repeat(300);

function made(): BenchResult {
  const result = benchOf({
    'product n=64': {
      reads: 20,
      cost: 900,
      operands: { 'product a': 700, 'product <b>': 200 },
      kernels: { product: 900 },
    },
    'sum n=3': { reads: 4, cost: 400, lines: { 'kernels/a.odometer.ts:7': 400 } },
    [`long ${LONG}`]: { operands: { [LONG]: 100 } },
  });
  const [first, ...others] = result.cases;
  const histogram = [
    { from: 1, to: 1, reads: 5 },
    { from: 2, to: 90, reads: 15 },
  ];
  const misses = [{ bytes: 32768, misses: 3 }];
  return { ...result, cases: [{ ...first, histogram, misses }, ...others] };
}
const result = made();

test('the answer names the kernel that costs most, and the one that costs most a read', async () => {
  const page = await kernelPage(result);
  expect(page).toContain('Of 3 kernels product n=64 costs most, 900; sum n=3 costs most a read, 100.0.');
  expect(await kernelPage({ ...result, cases: result.cases.slice(0, 1) })).toContain(
    'product n=64 costs 900, 45.00 a read.',
  );
  expect(await kernelPage(result)).toBe(page);
});

test('each kernel says what it pays most for, by the operand without the name of its one kernel', async () => {
  const page = await kernelPage(result);
  expect(page).toContain('Most is paid for operand a (78 %).');
  expect(page).toContain('Most is paid for line kernels/a.odometer.ts:7 (100 %).');
  expect(page).toContain('&lt;b&gt;');
  expect(page.match(/<script/g)).toHaveLength(1);
});

test('beside the page there are tables of what is known, and the JSON last', async () => {
  const files = await benchFiles(result);
  expect([...files.keys()]).toEqual([
    'bench.csv',
    'by-kernel.csv',
    'by-operand.csv',
    'by-line.csv',
    'index.html',
    'bench.json',
  ]);
  expect(JSON.parse(files.get('bench.json') ?? '')).toEqual(result);
});

describe.skipIf(!HAS_BROWSER)('in a browser, from file://', () => {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-kernel-page-'));
  const url = pathToFileURL(join(folder, 'index.html')).href;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'index.html'), await kernelPage(result));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['a desk, in light', 1200, 'light'],
    ['a phone, in the dark', 390, 'dark'],
  ] as const)(
    'on %s the answer is in the first screen, nothing is requested, nothing sticks out',
    async (_, width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(url);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      for (const text of ['product n=64', '45.00']) {
        const box = await page.locator('table.kernels').getByText(text, { exact: true }).boundingBox();
        expect(box?.y, text).toBeLessThan(600);
      }
      expect(await page.locator('#case-1 svg:visible').count()).toBe(1);
      expect(await page.locator('#case-1 .bar').count()).toBe(2);
      const json = await page.locator('script#odometer-bench').textContent();
      expect(JSON.parse(json ?? '')).toEqual(result);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([url]);
      await page.close();
    },
  );

  test('at a desk and on a phone no table of large figures and times has to be scrolled', async () => {
    const time = { samples: 64, medianMs: 12345.6, lowerQuartileMs: 12001.2, upperQuartileMs: 12999.1 };
    const misses = [32768, 262144, 1048576, 33554432].map((size) => ({ bytes: size, misses: 1073741824 }));
    const large = benchOf({ 'product n=1024': { reads: 4294967296, cost: 171798691840000, peak: 33554432 } });
    const against = { verdict: 'inconclusive' as const, ...time };
    const cases = large.cases.map((one) => ({ ...one, macs: 1073741824, misses, time: { ...time, against } }));
    const html = await kernelPage({ ...large, timeBaseline: { file: 'before.json', estimator: 'median' }, cases });
    for (const width of [1200, 390]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(html);
      const beyond = "[...document.querySelectorAll('.scroll')].map((one) => one.scrollWidth - one.clientWidth)";
      expect(await page.evaluate(beyond), `${width} px`).toEqual([0, 0]);
      await page.close();
    }
  });
});
