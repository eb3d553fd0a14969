import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { livePage } from '../../live/live-page.ts';
import { HAS_BROWSER, openBrowser } from '../support/pages/browser.ts';
import { htmlFaults } from '../support/pages/html-rules.ts';
import { pageFaults } from '../support/pages/page-check.ts';

const committed = readFileSync(fileURLToPath(new URL('../../docs/live.html', import.meta.url)), 'utf8');
const MOST_BYTES = 1_500_000;

test('docs/live.html is what the sources make, every time: else run npm run live', async () => {
  const made = await livePage();
  expect(made === committed, 'docs/live.html is stale: run npm run live').toBe(true);
  expect((await livePage()) === made).toBe(true);
});

test('is one file of less than 1.5 MB that may run its own script and nothing else', () => {
  expect(Buffer.byteLength(committed)).toBeLessThan(MOST_BYTES);
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="(.*?)">/.exec(committed) ?? [];
  expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]+'$/);
});

test('is HTML as its rules have it', () => {
  expect(htmlFaults(committed.replace(/<script>[\s\S]*<\/script>/, ''))).toEqual([]);
});

describe.skipIf(!HAS_BROWSER)('in a browser', () => {
  test('asks for nothing, is fit for all readers, and neither sticks out nor breaks a number, at any width, in light and dark', async () => {
    const browser = await openBrowser();
    expect(await pageFaults(browser, committed)).toEqual([]);
    await browser.close();
  });

  test('is read without a script: all of its text, the points and the committed figures', async () => {
    const browser = await openBrowser();
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.setContent(committed);
    const text = await page.innerText('main');
    for (const figure of ['198,745,316', '76,761,522', '82,784', '1,674,424']) expect(text).toContain(figure);
    expect(text).toContain('On paper and without script');
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.locator('#ring-ff-points .in-disk').count()).toBe(150);
    await browser.close();
  });
});
