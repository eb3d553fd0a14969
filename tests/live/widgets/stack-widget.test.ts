import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { measure, traceFunction } from '../../../index.ts';
import { LOOP_ORDERS, stackWalk } from '../../../live/running/stack-walk.ts';
import { LARGER } from '../../../live/widgets/stack-widget.ts';
import { exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER } from '../../support/pages/browser.ts';
import { SuiteLivePage } from '../../support/pages/live-page.ts';

describe.skipIf(!HAS_BROWSER)('the stack, read by read', () => {
  const live = new SuiteLivePage();

  test.each(['dot', 'jki'] as const)(
    'of %s shows how it lies and what a read costs, as the library has it',
    async (which) => {
      await live.page.selectOption('#stack-program', which);
      await live.page.click('#stack-next');
      await live.page.focus('#stack-at');
      await live.page.keyboard.press('ArrowRight');
      const { names, reads } = stackWalk(which);
      const { cell, depth, price, paid, stack } = reads[2];
      expect(await live.said('stack-read')).toBe(
        `Read 3 of ${reads.length}: ${names[cell]} lies at depth ${depth} and costs ${price}.`,
      );
      expect(await live.said('stack-paid')).toBe(String(paid));
      const papers = await live.page.locator('#stack-papers li').allInnerTexts();
      expect(papers.map((text) => text.split('\n'))).toEqual(
        stack.map((one, place) => [String(place + 1), names[one]]),
      );
      expect(await live.page.locator('#stack-papers .is-read small').innerText()).toBe(String(depth));
      await live.page.keyboard.press('End');
      expect([await live.said('stack-paid'), await live.said('stack-total')]).toEqual(
        Array(2).fill(String(reads.at(-1)?.paid)),
      );
      await live.page.click('#stack-back');
      expect(await live.said('stack-paid')).toBe(String(reads.at(-2)?.paid));
    },
  );

  test('every order of the loops has its price', async () => {
    const zeros = () => tf.zeros<tf.Rank.R2>([LARGER, LARGER]);
    for (const loops of LOOP_ORDERS) {
      const trace = traceFunction((a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b), [zeros(), zeros()], { loops });
      expect(await live.said(`stack-large-${loops}`)).toBe(exactDigits(Number(measure(trace).cost.cold[1])));
      expect(await live.said(`stack-small-${loops}`)).toBe(String(stackWalk(loops).reads.at(-1)?.paid));
    }
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(live.faults).toEqual([]);
  });
});
