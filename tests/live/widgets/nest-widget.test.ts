import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NEST_EXAMPLES, pricedNest } from '../../../live/running/priced-nest.ts';
import { exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { openLivePage } from '../../support/pages/live-page.ts';

describe.skipIf(!HAS_BROWSER)('loops of the reader', () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];
  const said = (id: string): Promise<string> => page.locator(`#${id}`).innerText();

  beforeAll(async () => {
    browser = await openBrowser();
    ({ page, faults } = await openLivePage(browser));
  });
  afterAll(() => browser?.close());

  test.each(Object.keys(NEST_EXAMPLES))('%s has the figures of the library, line by line', async (name) => {
    await page.selectOption('#nest-example', name);
    const { reads, cost, floor, costOfLine } = pricedNest(NEST_EXAMPLES[name]);
    expect([await said('nest-reads'), await said('nest-cost')]).toEqual([exactDigits(reads), exactDigits(cost)]);
    expect(await said('nest-floor')).toContain(floor === null ? 'none is proved' : exactDigits(floor));
    const lines = await page.locator('#nest-lines li').allInnerTexts();
    expect(costOfLine.size).toBeGreaterThan(0);
    for (const [line, paid] of costOfLine) expect(lines[line - 1]).toContain(exactDigits(paid));
  });

  test('what is typed is priced as it is typed, and what is wrong is said in its place', async () => {
    const text = NEST_EXAMPLES['matrix product'];
    await page.fill('#nest-text', text.replace('24', '9'));
    await expect.poll(() => said('nest-reads')).toBe(exactDigits(pricedNest(text.replace('24', '9')).reads));
    await page.fill('#nest-text', text.replace('i, k', 'i, m'));
    await expect.poll(() => said('nest-error')).toBe('line 8: there is no m; declare it: const m = ...');
    expect(await page.locator('#nest-lines .is-wrong').innerText()).toContain('a.get(i, m)');
    expect(await page.getAttribute('#nest-text', 'aria-invalid')).toBe('true');
    await page.fill('#nest-text', text);
    await expect.poll(() => said('nest-error')).toBe('');
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(faults).toEqual([]);
  });
});
