import { describe, expect, test } from 'vitest';
import { NEST_EXAMPLES, pricedNest } from '../../../live/running/priced-nest.ts';
import { exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER } from '../../support/pages/browser.ts';
import { SuiteLivePage } from '../../support/pages/live-page.ts';

describe.skipIf(!HAS_BROWSER)('loops of the reader', () => {
  const live = new SuiteLivePage();

  test.each(Object.keys(NEST_EXAMPLES))('%s has the figures of the library, line by line', async (name) => {
    await live.page.selectOption('#nest-example', name);
    const { reads, cost, floor, costOfLine } = pricedNest(NEST_EXAMPLES[name]);
    expect([await live.said('nest-reads'), await live.said('nest-cost')]).toEqual([
      exactDigits(reads),
      exactDigits(cost),
    ]);
    expect(await live.said('nest-floor')).toContain(floor === null ? 'none is proved' : exactDigits(floor));
    const lines = await live.page.locator('#nest-lines li').allInnerTexts();
    expect(costOfLine.size).toBeGreaterThan(0);
    for (const [line, paid] of costOfLine) expect(lines[line - 1]).toContain(exactDigits(paid));
  });

  test('what is typed is priced as it is typed, and what is wrong is said in its place', async () => {
    const text = NEST_EXAMPLES['matrix product'];
    await live.page.fill('#nest-text', text.replace('24', '9'));
    await expect.poll(() => live.said('nest-reads')).toBe(exactDigits(pricedNest(text.replace('24', '9')).reads));
    await live.page.fill('#nest-text', text.replace('i, k', 'i, m'));
    await expect.poll(() => live.said('nest-error')).toBe('line 8: there is no m; declare it: const m = ...');
    expect(await live.page.locator('#nest-lines .is-wrong').innerText()).toContain('a.get(i, m)');
    expect(await live.page.getAttribute('#nest-text', 'aria-invalid')).toBe('true');
    await live.page.fill('#nest-text', text);
    await expect.poll(() => live.said('nest-error')).toBe('');
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(live.faults).toEqual([]);
  });
});
