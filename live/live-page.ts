import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parseResults } from '../reports/results/upgraded-results.ts';
import { htmlPage } from '../reports/writing/html-page.ts';
import { committedToy } from './sections/committed-toy.ts';
import { LIVE_STYLE } from './sections/live-style.ts';
import { LIVE_TITLE, liveText } from './sections/live-text.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** The committed results that the page is held against, relative to the checkout. */
const RESULTS = 'results/disk-ring.json';

/**
 * The live page: text, and a script in which the library, TensorFlow.js and both rules are bundled. One file that asks for
 * nothing; the same bytes whenever and wherever it is made of the same sources.
 */
export async function livePage(): Promise<string> {
  const toy = committedToy(parseResults(JSON.parse(readFileSync(`${checkout}${RESULTS}`, 'utf8')), RESULTS));
  return htmlPage({ title: LIVE_TITLE, style: LIVE_STYLE, main: liveText(toy), script: await bundledScript() });
}

async function bundledScript(): Promise<string> {
  const { outputFiles, warnings } = await build({
    entryPoints: ['live/widgets/live-script.ts'],
    absWorkingDir: checkout,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2023',
    platform: 'browser',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
    // Both would try to compile something when they are loaded, which the page's policy refuses, aloud.
    banner: { js: 'globalThis.__zod_globalConfig={jitless:true};' },
    define: { WebAssembly: 'undefined', 'import.meta.url': '""' },
  });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
  return outputFiles[0].text.trimEnd();
}
