import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BenchResult } from '../../../reports/bench/bench-result.ts';
import { benchFiles, kernelPage } from '../../../reports/bench/page/kernel-page.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { benchOf, madeCheck } from '../../support/results/hand-made-bench.ts';

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

test('the answer names the kernel that costs most, and the one that costs most a read', () => {
  const page = kernelPage(result, null);
  expect(page).toContain('Of 3 kernels product n=64 costs most, 900; sum n=3 costs most a read, 100.');
  expect(kernelPage({ ...result, cases: result.cases.slice(0, 1) }, null)).toContain(
    'product n=64 costs 900, 45.0 a read.',
  );
  expect(kernelPage(result, null)).toBe(page);
});

test('each kernel says what it pays most for, by the operand without the name of its one kernel', () => {
  const page = kernelPage(result, null);
  expect(page).toContain('Most is paid for operand a (78 %).');
  expect(page).toContain('Most is paid for line kernels/a.odometer.ts:7 (100 %).');
  expect(page).toContain('&lt;b&gt;');
  expect(page.match(/<script/g)).toHaveLength(2);
});

const CHECK = madeCheck(
  { same: {}, grown: { operands: { a: 100, b: 50 } }, less: { peak: 40 }, gone: {} },
  { same: {}, grown: { operands: { a: 100, b: 200 } }, less: { peak: 30 }, fresh: { cost: 5 } },
);
const AGAINST = kernelPage(
  benchOf({ same: {}, grown: { operands: { a: 100, b: 200 } }, less: { peak: 30 }, fresh: { cost: 5 } }),
  CHECK,
);

test('against a baseline the page says first how many cases are worse, and which is the worst', () => {
  expect(AGAINST).toContain(
    '<h1>5 cases against the baseline: 1 worse, 1 better, 1 new, 1 removed. Worst: grown, cost +100.0 %.</h1>',
  );
  const [, changes] = /<section class="scroll" tabindex="0" aria-label="Changes">(.*?)<\/section>/s.exec(AGAINST) ?? [];
  const rows = [...(changes ?? '').matchAll(/<tr>(<th scope="row">.*?)<\/tr>/g)].map(([, row]) =>
    row.replaceAll(/<\/t[hd]>/g, '|').replaceAll(/<[^>]*>/g, ''),
  );
  expect(rows).toEqual([
    'grown|cost|150|300|+150 (+100 %)|operand b +150 (+300 %)|',
    'less|peak|40|30|-10 (-25 %)||',
    ...['cost|-|5', 'peak|-|40', 'reads|-|10'].map((figures) => `fresh|${figures}|new||`),
    ...['cost|100|-', 'peak|40|-', 'reads|10|-'].map((figures) => `gone|${figures}|removed||`),
  ]);
  expect(AGAINST).toContain('<h4>Against the baseline: worse</h4>');
  expect(kernelPage(result, null)).not.toMatch(/Baseline:|against the baseline/);
});

test('where no figure changed the page says so, and lists none', () => {
  const page = kernelPage(benchOf({ a: {} }), madeCheck({ a: {} }, { a: {} }));
  expect(page).toContain('<h1>1 case against the baseline: no figure changed.</h1>');
  expect(page).not.toContain('aria-label="Changes"');
});

test('beside the page there are tables of what is known, and the JSON last', () => {
  const files = benchFiles(result, null);
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
    writeFileSync(join(folder, 'index.html'), kernelPage(result, null));
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
        const box = await page.locator('table.labelled').getByText(text, { exact: true }).boundingBox();
        expect(box?.y, text).toBeLessThan(600);
      }
      await page.locator('table.labelled').getByText('product n=64').click();
      expect(await page.locator('#case-1 svg.drawn:visible').count()).toBe(1);
      expect(await page.locator('#case-1 svg.bar:visible').count()).toBe(2);
      const json = await page.locator('script#odometer-bench').textContent();
      expect(JSON.parse(inflateRawSync(Buffer.from(json ?? '', 'base64')).toString())).toEqual(result);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([url]);
      await page.close();
    },
  );

  test('titles sort the table by keyboard, the largest figure first and then last; names from A', async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.goto(url);
    const names = async () => (await page.locator('tbody th').allTextContents()).map((name) => name.slice(0, 4));
    const sorted = async (title: string) => {
      await page.getByRole('button', { name: title, exact: true }).press('Enter');
      return names();
    };
    expect(await names()).toEqual(['prod', 'sum ', 'long']);
    expect(await sorted('cost')).toEqual(['long', 'sum ', 'prod']);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    expect(await sorted('cost a read')).toEqual(['sum ', 'prod', 'long']);
    expect(await page.locator('th[aria-sort]').textContent()).toBe('cost a read');
    expect(await sorted('case')).toEqual(['long', 'prod', 'sum ']);
    expect(await sorted('case')).toEqual(['sum ', 'prod', 'long']);
    await page.close();
  });

  test('without its script a link opens its case, too', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(url);
    expect(await page.locator('#case-2').isVisible()).toBe(false);
    await page.locator('table.labelled').getByText('sum n=3').press('Enter');
    expect(await page.locator('#case-2').isVisible()).toBe(true);
    await page.close();
  });

  test('at a desk and on a phone no table of large figures and times has to be scrolled', async () => {
    const time = { samples: 64, medianMs: 12345.6, lowerQuartileMs: 12001.2, upperQuartileMs: 12999.1 };
    const misses = [32768, 262144, 1048576, 33554432].map((size) => ({ bytes: size, misses: 1073741824 }));
    const large = benchOf({ 'product n=1024': { reads: 4294967296, cost: 171798691840000, peak: 33554432 } });
    const against = { verdict: 'inconclusive' as const, ...time };
    const cases = large.cases.map((one) => ({ ...one, macs: 1073741824, misses, time: { ...time, against } }));
    const html = kernelPage({ ...large, timeBaseline: { file: 'before.json', estimator: 'median' }, cases }, null);
    for (const width of [1200, 390]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(html);
      const beyond = "[...document.querySelectorAll('.scroll')].map((one) => one.scrollWidth - one.clientWidth)";
      expect(await page.evaluate(beyond), `${width} px`).toEqual([0, 0]);
      await page.close();
    }
  });
});
