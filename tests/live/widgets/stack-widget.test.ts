import * as tf from '@tensorflow/tfjs-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure, traceFunction } from '../../../index.ts';
import { LOOP_ORDERS, stackWalk } from '../../../live/running/stack-walk.ts';
import { LARGER } from '../../../live/widgets/stack-widget.ts';
import { exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER, openBrowser } from '../../support/pages/browser.ts';
import { openLivePage } from '../../support/pages/live-page.ts';

describe.skipIf(!HAS_BROWSER)('the stack, read by read', () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];
  const said = (id: string): Promise<string> => page.locator(`#${id}`).innerText();

  beforeAll(async () => {
    browser = await openBrowser();
    ({ page, faults } = await openLivePage(browser));
  });
  afterAll(() => browser?.close());

  test.each(['dot', 'jki'] as const)(
    'of %s shows how it lies and what a read costs, as the library has it',
    async (which) => {
      await page.selectOption('#stack-program', which);
      await page.click('#stack-next');
      await page.focus('#stack-at');
      await page.keyboard.press('ArrowRight');
      const { names, reads } = stackWalk(which);
      const { cell, depth, price, paid, stack } = reads[2];
      expect(await said('stack-read')).toBe(
        `Read 3 of ${reads.length}: ${names[cell]} lies at depth ${depth} and costs ${price}.`,
      );
      expect(await said('stack-paid')).toBe(String(paid));
      const papers = await page.locator('#stack-papers li').allInnerTexts();
      expect(papers.map((text) => text.split('\n'))).toEqual(
        stack.map((one, place) => [String(place + 1), names[one]]),
      );
      expect(await page.locator('#stack-papers .is-read small').innerText()).toBe(String(depth));
      await page.keyboard.press('End');
      expect([await said('stack-paid'), await said('stack-total')]).toEqual(Array(2).fill(String(reads.at(-1)?.paid)));
      await page.click('#stack-back');
      expect(await said('stack-paid')).toBe(String(reads.at(-2)?.paid));
    },
  );

  test('every order of the loops has its price', async () => {
    const zeros = () => tf.zeros<tf.Rank.R2>([LARGER, LARGER]);
    for (const loops of LOOP_ORDERS) {
      const trace = traceFunction((a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b), [zeros(), zeros()], { loops });
      expect(await said(`stack-large-${loops}`)).toBe(exactDigits(Number(measure(trace).cost.cold[1])));
      expect(await said(`stack-small-${loops}`)).toBe(String(stackWalk(loops).reads.at(-1)?.paid));
    }
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(faults).toEqual([]);
  });
});
