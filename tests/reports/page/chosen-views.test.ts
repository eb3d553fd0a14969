import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFINITIONS } from '../../../reports/findings/definitions.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { committedPageResults, sumOf } from '../../support/pages/committed-page.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const results = committedPageResults();
const updates = results.scenarios.flatMap(({ id, updates }) => updates.map((update) => ({ id, update })));

describe.skipIf(!HAS_BROWSER)('of the committed results, in a browser, from file://', () => {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-chosen-'));
  const url = pathToFileURL(join(folder, 'report.html')).href;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'report.html'), await reportPage(results));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** A page of this width at an address; the caller's to close. */
  async function opened(width: number, hash: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(`${url}${hash}`);
    return page;
  }

  test('blocks are by what is chosen, and of all updates to the criterion, which with the readout are the total', async () => {
    const page = await opened(1280, '#hybrid');
    const views = page.locator('#hybrid .views');
    const shown = () => views.locator('figure:visible h3').allTextContents();
    expect(await shown()).toEqual(['Where updates pay']);
    await views.getByLabel('tensor', { exact: true }).check();
    expect(await shown()).toEqual(['Cost by kind of tensor']);
    await views.getByLabel('kernel', { exact: true }).check();
    expect(await shown()).toEqual(['Cost by kernel']);
    const icicles = views.locator('figure:visible .icicle');
    const widths = () => icicles.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
    const [ff, bp] = await widths();
    await views.getByLabel('to the criterion', { exact: true }).check();
    const [allOfFf, allOfBp] = await widths();
    const totals = results.scenarios.find(({ id }) => id === 'hybrid')?.totals ?? [];
    expect(allOfFf / allOfBp).toBeCloseTo(((ff / bp) * Number(totals[0].updates)) / Number(totals[1].updates), 0);
    const readouts = await views.locator('figure:visible rect.all > title').allTextContents();
    for (const [index, { total }] of totals.entries()) {
      const icicle = icicles.nth(index);
      const titles = await icicle.locator('.row').first().locator('title').allTextContents();
      const cost = sumOf(titles.join(), /cost ([\d,]+) \(/g);
      const updates = Number(await icicle.getAttribute('data-times'));
      expect(updates * cost + sumOf(readouts[index] ?? '', /cost ([\d,]+)/g)).toBe(Number(total));
    }
    await icicles.first().locator('rect').first().hover();
    expect(await page.locator('.tip').textContent()).toMatch(/ reads, in each of [\d,]+ updates$/);
    await page.close();
  });

  test('of a memory of any size the same is said as of those that are told without a script', async () => {
    const page = await opened(1280, '#label-in-input-beyond');
    const figure = page.locator('#label-in-input-beyond');
    const lines = (await figure.locator('.lines li').allTextContents()).map((line) => line.replaceAll('\u00a0', ' '));
    expect(lines.map((line) => line.split(':')[0])).toEqual(['8 KB', '32 KB', '256 KB', '1 MB']);
    const said = async (value: number) => {
      const earlier = await figure.locator('output').textContent();
      await figure.locator('input').fill(String(value));
      await page.waitForFunction(
        (before) => document.querySelector('#label-in-input-beyond output')?.textContent !== before,
        earlier,
      );
      return figure.locator('output').textContent();
    };
    expect(lines).toContain(await said(60));
    expect(lines).toContain(await said(80));
    const [ff, bp] = await said(62).then((text) => /^45\.3 KB: FF (.*); BP (.*)$/.exec(text ?? '')?.slice(1) ?? []);
    const deeper = ({ reads, histogram }: (typeof updates)[number]['update']) =>
      histogram.reduce((sum, { to, reads }) => sum + (to > 11586 ? reads : 0), 0) / reads;
    const [first, second] = updates.filter(({ id }) => id === 'label-in-input').map(({ update }) => deeper(update));
    expect(Math.abs(Number.parseFloat(ff) - 100 * first)).toBeLessThanOrEqual(0.05);
    expect(Math.abs(Number.parseFloat(bp) - 100 * second)).toBeLessThanOrEqual(0.05);
    await page.close();
  });

  test.each([true, false])('words open what they mean, by keys too, script allowed: %s', async (javaScriptEnabled) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(url);
    const word = page.locator('#cost button', { hasText: 'ByteDMD' });
    const meaning = page.locator('.defined > .word', { hasText: 'ByteDMD cost' });
    expect(await meaning.isVisible()).toBe(false);
    await word.focus();
    await page.keyboard.press('Enter');
    expect(await meaning.textContent()).toContain('Everything that will be used again lies on one stack');
    expect(await meaning.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await meaning.isVisible()).toBe(false);
    await page.locator('.scorecard button', { hasText: 'longest lock' }).click();
    expect(await page.locator('.word', { hasText: 'Most instructions that a layer waits' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('.words summary').click();
    expect(await page.locator('.defined > .word:visible').count()).toBe(DEFINITIONS.length);
    await context.close();
  });
});
