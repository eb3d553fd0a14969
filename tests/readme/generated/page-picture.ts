/** `npm run picture`: takes the picture of docs/index.html that the README shows, in a Chromium, CHROMIUM or /usr/bin/chromium. */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [page, picture] = ['index.html', 'page.png'].map((name) => new URL(`../../../docs/${name}`, import.meta.url));
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const tab = await browser.newPage({ viewport: { width: 1200, height: 800 }, colorScheme: 'light' });
  await tab.goto(page.href);
  await tab.screenshot({ path: fileURLToPath(picture) });
} finally {
  await browser.close();
}
