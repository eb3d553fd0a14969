import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { updateCost } from '../../../reports/findings/update-figures.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { contests } from '../../../reports/verdict/factors.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { committedPageResults, sumOf } from '../../support/pages/committed-page.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const results = committedPageResults();
const html = await reportPage(results);
const updates = results.scenarios.flatMap(({ id, updates }) => updates.map((update) => ({ id, update })));

test('the page of five scenarios weighs less than 700 kB', () => {
  expect(results.scenarios).toHaveLength(5);
  expect(Buffer.byteLength(html)).toBeLessThan(700_000);
});

test('the policy allows the script that the page has, by its hash', () => {
  const script = html.split('<script>')[1].split('</script>')[0];
  expect(html).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'"`);
});

/** What stands in a figure, before the next. */
function figureOf(id: string): string {
  return html.split(`<figure id="${id}">`)[1].split('</figure>')[0];
}

test('what the tips of every row of an icicle say adds up to the cost and the reads of its update, in every view', () => {
  for (const { id, updates } of results.scenarios) {
    for (const [view, levels] of [
      ['icicle', 4],
      ['cost-by-role', 2],
      ['cost-by-kernel', 2],
    ] as const) {
      const icicles = figureOf(`${id}-${view}`).split('<g class="icicle').slice(1);
      expect(icicles).toHaveLength(updates.length);
      icicles.forEach((icicle, index) => {
        const rows = icicle.split('<svg class="row"').slice(1);
        expect(rows).toHaveLength(levels);
        for (const row of rows) {
          expect(sumOf(row, /cost ([\d,]+) \(/g), id).toBe(updateCost(updates[index]));
          expect(sumOf(row, /([\d,]+) reads<\/title>/g), id).toBe(updates[index].reads);
        }
      });
    }
  }
});

test('what the tips of reads by memory say adds up to the reads of both updates', () => {
  for (const { id, updates } of results.scenarios) {
    const reads = updates.reduce((sum, update) => sum + update.reads, 0);
    for (const preset of results.provenance.energyPresets) {
      expect(sumOf(figureOf(`${id}-memory-${preset.id}`), /: ([\d,]+) reads/g), id).toBe(reads);
    }
  }
  expect(updates).toHaveLength(10);
});

describe.skipIf(!HAS_BROWSER)('in a browser, from file://', () => {
  const folder = mkdtempSync(join(tmpdir(), 'odometer-committed-'));
  const url = pathToFileURL(join(folder, 'report.html')).href;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'report.html'), html);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** A page of this width; the caller's to close. */
  async function opened(width: number, hash = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(`${url}${hash}`);
    return page;
  }

  const scenarioOpen = (page: Page, id: string): Promise<boolean> =>
    page.evaluate(`document.getElementById('${id}').closest('details').open`);

  test('at most 600 words are seen before anything is opened, and the verdict and why on the first screen', async () => {
    const page = await opened(1440);
    const words = await page.evaluate<number>('document.body.innerText.split(/\\s+/).filter(Boolean).length');
    expect(words).toBeLessThanOrEqual(600);
    for (const id of ['verdict', 'targets']) {
      const box = await page.locator(`#${id}`).boundingBox();
      expect((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN), id).toBeLessThanOrEqual(900);
    }
    await page.close();
  });

  test('at most 12 pages of A4 are printed', async () => {
    const page = await opened(1440);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length).toBeLessThanOrEqual(12);
    await page.close();
  });

  test('the address opens what it names, and a link its scenario in place of the one before', async () => {
    const page = await opened(1280, '#recurrent-live-set');
    expect(await scenarioOpen(page, 'recurrent')).toBe(true);
    expect(await page.locator('#recurrent-live-set').isVisible()).toBe(true);
    await page.locator('.bar-name a[href="#hybrid"]').click();
    await page.waitForFunction("document.getElementById('hybrid').closest('details').open");
    expect(await scenarioOpen(page, 'recurrent')).toBe(false);
    await page.close();
  });

  test('a pointed block says where it is and what it costs, and is lit in both rules; a click makes it as wide as the drawing', async () => {
    const page = await opened(1280, '#label-in-input');
    const icicle = page.locator('#label-in-input-icicle .icicle').first();
    const layers = icicle.locator('.row').nth(1).locator('rect');
    const widths = await layers.evaluateAll((all) => all.map((each) => parseFloat(each.getAttribute('width') ?? '')));
    // The first layer's gradient is the first as wide as this.
    const block = layers.nth(widths.findIndex((width) => width > 15));
    await block.scrollIntoViewIfNeeded();
    const box = await block.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    const tip = page.locator('.tip');
    expect(await tip.textContent()).toMatch(/^gradient › layer 1: cost [\d,]+ \(16 %\), [\d,]+ reads$/);
    expect(await page.locator('#label-in-input-icicle .lit').count()).toBeGreaterThan(2);
    await page.mouse.down();
    await page.mouse.up();
    expect(await block.getAttribute('width')).toBe('100%');
    await page.keyboard.press('Escape');
    expect(await block.getAttribute('width')).toMatch(/^1\d(\.\d+)?%$/);
    await page.close();
  });

  test('keys reach every link, fold and drawing, choose marks in a drawing, and leave it', async () => {
    const page = await opened(1280);
    // The scenario with the highest ratio is open at first.
    const [{ scenario }] = contests(committedPageResults().scenarios);
    expect(await scenarioOpen(page, scenario.id)).toBe(true);
    const seen: string[] = [];
    for (let press = 0; press < 80; press++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<string>(
        '(() => { const { tagName, id, className } = document.activeElement; return tagName + "#" + (id || document.activeElement.closest("figure[id], section[id]")?.id || "") + "." + (className.baseVal ?? className); })()',
      );
      if (at.startsWith('BODY')) break;
      seen.push(at);
      if (at === `svg#${scenario.id}-icicle.drawn`) {
        await page.keyboard.press('ArrowRight');
        expect(await page.locator('.tip').textContent()).toMatch(/cost [\d,]+ \(/);
        await page.keyboard.press('Escape');
        expect(await page.locator('.tip').isVisible()).toBe(false);
      }
    }
    for (const wanted of [
      'A#.skip',
      `svg#${scenario.id}-icicle.drawn`,
      `SUMMARY#${scenario.id}.`,
      `BUTTON#${scenario.id}-error.take`,
    ])
      expect(seen).toContain(wanted);
    expect(seen.length).toBeLessThan(80);
    await page.close();
  });

  test('the whole results, a table and a drawing can be taken away', async () => {
    const page = await opened(1280, '#label-in-input');
    const taken = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByLabel(name, { exact: true }).first().click(),
      ]);
      const stream = await download.createReadStream();
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
    };
    const json = await taken('JSON: all results');
    expect(json.name).toBe('results.json');
    expect(JSON.parse(json.text).scenarios).toHaveLength(5);
    const csv = await taken('CSV: overview');
    expect(csv.text).toMatch(/^Label in the input,2\.0×,0\.80×,/m);
    const svg = await taken('SVG: label-in-input-error');
    expect(svg.text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    await page.close();
  });

  test('the energy of reads is shown by the preset that is chosen', async () => {
    const page = await opened(1280, '#label-in-input');
    const shown = () => page.locator('#label-in-input .preset:visible h3').allTextContents();
    expect(await shown()).toEqual(['Energy of the reads (horowitz-45nm)']);
    await page.locator('#energy-0').check();
    expect(await shown()).toEqual(['Energy of the reads (dally-2022)']);
    await page.close();
  });

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'what crosses between memories, and at least does, is read whole at %i pixels in %s',
    async (width, colorScheme) => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      await page.goto(url);
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      for (const { id } of results.scenarios) {
        const drawn = page.locator(`#${id}-crossings svg.drawn`);
        expect(await drawn.locator('text').count()).toBeGreaterThan(18);
        expect(await drawn.evaluate(hiddenTexts), id).toEqual([]);
      }
      await page.close();
    },
  );
});

/** In the page: texts of a drawing that reach out of it, or lie over others. */
function hiddenTexts(svg: Element): string[] {
  const whole = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map((text) => ({
    said: text.textContent,
    ...text.getBoundingClientRect().toJSON(),
  }));
  return texts.flatMap((one, at) => {
    const over = texts
      .slice(at + 1)
      .filter(
        (other) =>
          one.left < other.right && other.left < one.right && one.top < other.bottom - 1 && other.top < one.bottom - 1,
      );
    const isCut = one.left < whole.left - 1 || one.right > whole.right + 1 || one.bottom > whole.bottom + 1;
    return [...(isCut ? [`${one.said} is cut`] : []), ...over.map(({ said }) => `${one.said} over ${said}`)];
  });
}
