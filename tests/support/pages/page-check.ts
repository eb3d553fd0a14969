import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const WIDTHS = [390, 720, 1280, 1440];
/** Where the rules of axe are asked, too, which take most of the time: both layouts and both schemes once. */
const ASKED = { light: 390, dark: 1280 } as const;

/** Opens HTML from file:// at every width in light and dark, as it is and with all that opens opened; what is found wrong. */
export async function pageFaults(browser: Browser, html: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-pages-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme });
    const faults = watched(page, pathToFileURL(file).href);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      if (width === WIDTHS[0]) await page.goto(pathToFileURL(file).href);
      for (const isOpen of [false, true]) {
        await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = ${isOpen}`);
        faults.push(...(await page.evaluate<string[]>(LAYOUT)));
        // What is closed is a part of what is open.
        if (isOpen && ASKED[colorScheme] === width) faults.push(...(await ruleFaults(page)));
        found.push(
          ...faults.splice(0).map((fault) => `${width} px, ${colorScheme}${isOpen ? ', open' : ''}: ${fault}`),
        );
      }
    }
    await page.close();
  }
  rmSync(folder, { recursive: true });
  return found;
}

/** What a page complains of, or asks for beside itself, from now on. */
function watched(page: Page, url: string): string[] {
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`request: ${request.url()}`);
  });
  return faults;
}

/** In the page: what is wider than it, and numbers that go on on another line. */
const LAYOUT = `(() => {
  const faults = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push('is ' + scrollWidth + ' px wide in ' + clientWidth);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const lines = () => new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (!/\\d\\d/.test(text.data) || text.parentElement.closest('script, style')) continue;
    range.selectNodeContents(text);
    if (lines() < 2) continue;
    for (const { 0: number, index } of text.data.matchAll(/(?<![\\w.])\\d[\\d.,]*\\d(?!\\w)/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + number.length);
      if (lines() > 1) faults.push('broken number ' + number);
    }
  }
  return faults;
})()`;

async function ruleFaults(page: Page): Promise<string[]> {
  await page.evaluate(`${AXE}; undefined`);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ preload: false, resultTypes: ['violations'], runOnly: axe.getRules().filter(({ tags }) => !tags.includes('wcag2aaa')).map(({ ruleId }) => ruleId) })`,
  );
  return violations.flatMap(({ id, nodes }) => [
    `${id}, ${nodes.length} times: ${nodes
      .slice(0, 2)
      .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
      .join(' | ')}`,
  ]);
}
