import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const { CHROMIUM_PATH = '' } = process.env;
const EXECUTABLES = [CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = EXECUTABLES.find((path) => existsSync(path)) ?? '';

/** Whether there is a browser to open pages in; where there is none, tests of pages are skipped. */
export const HAS_BROWSER = executablePath !== '';
if (!HAS_BROWSER) console.warn('no Chromium found, set CHROMIUM_PATH; tests of pages in it are skipped');

/** A Chromium without a window, to be closed. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}
