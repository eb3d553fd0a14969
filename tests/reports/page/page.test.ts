import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { inflateRawSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { drawnCharts, icicleCharts } from '../../../reports/charts/drawn/drawn-charts.ts';
import { trainingCharts } from '../../../reports/charts/training/training-charts.ts';
import { updateCharts } from '../../../reports/charts/update/update-charts.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { type Results, resultsSchema } from '../../../reports/results/result.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { COLUMNS_SCRIPT } from '../../../reports/writing/json-columns.ts';
import { BACKPROP } from '../../../scenarios/rule/rule-label.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

// Most calls to a browser wait without end: one that answers no more is given up sooner than a training would be.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const results: Results = handMadeTrainedResults();

test('the same results give the same bytes', async () => {
  expect(await reportPage(results)).toBe(await reportPage(results));
});

test('texts of the results are shown, not obeyed', async () => {
  const page = await reportPage(results);
  expect(page).toContain('A toy &lt;b&gt;&amp;');
  expect(page).not.toContain('A toy <b>');
  // The only script elements are the one that holds the results and the page's own.
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});

/** Texts of the hand-made results that a user's own names could stand for. */
const NAMES = new Set([
  ...['A toy <b>&', 'made up', 'none', 'made', 'here', 'odd "phase" </script>', 'BatchMatMul', 'layer 1 </td>'],
  BACKPROP.title,
  ...results.provenance.energyPresets.map(({ title }) => title),
]);

/** The results with another text in place of each of these names, keys included. */
function renamed(rename: (name: string) => string): Results {
  const text = (old: string): string => (NAMES.has(old) ? rename(old) : old);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [text(key), walk(each)]));
  };
  return resultsSchema.parse(walk(results));
}

test('marks of direction and of width zero are spelt out, in texts and in drawings', async () => {
  const page = await reportPage(renamed((name) => `${name}\u202egpj\u200b\u2066\ufeff\u0007`));
  expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u);
  const spelt = '\\u202egpj\\u200b\\u2066\\ufeff\\u0007';
  expect(page).toContain(`<td>layer 1 &lt;/td&gt;${spelt}</td>`);
  expect(page).toMatch(/<text[^>]*>[^<]*\\u202egpj/);
});

const OPEN_ALL = 'for (const each of document.querySelectorAll("details")) each.open = true';

describe.skipIf(!HAS_BROWSER)('in a browser, from file://', () => {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-page-'));
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'report.html'), await reportPage(results));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['a desk', 1280],
    ['a phone', 390],
  ])('on %s every chart is visible, nothing fails, nothing is requested, nothing sticks out', async (_, width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    const url = pathToFileURL(join(folder, 'report.html')).href;
    await page.goto(url);
    const first = await page.locator('h1').boundingBox();
    expect(first?.y).toBeLessThan(100);
    for (const id of ['verdict', 'targets', 'scorecard'])
      expect(await page.locator(`#${id}`).isVisible(), id).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.evaluate(OPEN_ALL);
    const [scenario] = results.scenarios;
    const drawn = drawnCharts(scenario, results.provenance.energyPresets);
    const presets = results.provenance.energyPresets.map((preset) => `memory-${preset.id}`);
    const views = icicleCharts(scenario).map(({ id }) => id);
    for (const { id } of [...drawn, ...trainingCharts(scenario), ...updateCharts(scenario)]) {
      if (views.includes(id))
        await page
          .locator(`.view-choice-${views.indexOf(id)}`)
          .first()
          .check();
      if (presets.includes(id)) await page.locator(`#energy-${presets.indexOf(id)}`).check();
      const drawings = page.locator(`figure#toy-${id} > svg:visible`);
      expect(await drawings.count(), id).toBe(1);
      const box = await drawings.boundingBox();
      expect(box?.width, id).toBeGreaterThan(250);
      expect(box?.height, id).toBeGreaterThan(40);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const packed = (await page.locator('script#odometer-results').textContent()) ?? '';
    const json = inflateRawSync(Buffer.from(packed, 'base64')).toString();
    const rows: string = runInNewContext(`${COLUMNS_SCRIPT}JSON.stringify(inRows(${json}))`);
    expect(parseResults(JSON.parse(rows), 'the page')).toEqual(results);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([url]);
    await page.close();
  });

  test.each([
    ['a desk', 1200],
    ['a phone', 390],
  ])('on %s names of any length do not stick out', async (_, width) => {
    writeFileSync(join(folder, 'long.html'), await reportPage(renamed((name) => `${name}${'W'.repeat(300)}`)));
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.goto(pathToFileURL(join(folder, 'long.html')).href);
    await page.evaluate(OPEN_ALL);
    expect(await page.locator('td', { hasText: 'WWW' }).count()).toBeGreaterThan(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });
});
