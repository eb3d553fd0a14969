import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

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
