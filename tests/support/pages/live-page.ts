import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';

const FILE = fileURLToPath(new URL('../../../docs/live.html', import.meta.url));

/** The live page as a reader opens it from a disk, and whatever it complains of or asks for beside itself. */
export async function openLivePage(browser: Browser): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  const url = pathToFileURL(FILE).href;
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  // Both rules are priced.
  for (const rule of ['ff', 'bp']) await page.locator(`#score-asking-${rule}`).filter({ hasText: /\d/ }).waitFor();
  return { page, faults };
}

/** The live page of a suite: opened before its tests, and closed after them. */
export class SuiteLivePage {
  private opened: { browser: Browser; page: Page; faults: string[] } | undefined;

  constructor() {
    beforeAll(async () => {
      const browser = await openBrowser();
      this.opened = { browser, ...(await openLivePage(browser)) };
    });
    afterAll(() => this.opened?.browser.close());
  }

  get page(): Page {
    return this.open().page;
  }

  /** What the page complained of, or asked for. */
  get faults(): readonly string[] {
    return this.open().faults;
  }

  /** What the element with this id says. */
  said(id: string): Promise<string> {
    return this.page.locator(`#${id}`).innerText();
  }

  private open() {
    if (this.opened === undefined) throw new Error('the live page is opened before the tests of its suite');
    return this.opened;
  }
}
