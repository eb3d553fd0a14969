import { describe, expect, test } from 'vitest';
import { pricedUpdate } from '../../../live/running/priced-update.ts';
import { RULE_IDS } from '../../../live/running/toy-task.ts';
import { instructionsOf, momentOf, PHASE_WORDS } from '../../../live/running/update-moments.ts';
import { bytes, exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER } from '../../support/pages/browser.ts';
import { SuiteLivePage } from '../../support/pages/live-page.ts';

describe.skipIf(!HAS_BROWSER)('one step of each rule', () => {
  const live = new SuiteLivePage();

  test('says at every moment what the trace of the update says', async () => {
    const updates = RULE_IDS.map((id) => [id, pricedUpdate(id)] as const);
    const longest = Math.max(...updates.map(([, update]) => instructionsOf(update)));
    for (const part of [0, 0.1, 0.37, 1]) {
      const at = Math.round(part * longest);
      await live.page.fill('#update-at', String(at));
      for (const [id, update] of updates) {
        const { phase, live: held, cost, updated, isOver } = momentOf(update, at);
        expect(await live.said(`update-${id}-doing`)).toMatch(isOver ? /^done$/ : new RegExp(`${PHASE_WORDS[phase]}$`));
        expect(await live.said(`update-${id}-live`)).toBe(bytes(4 * held));
        expect(await live.said(`update-${id}-cost`)).toBe(exactDigits(cost));
        for (const { layer } of update.waits) {
          const state = updated.includes(layer) ? '⚡ has new weights' : 'waits';
          expect(await live.said(`update-${id}-state-${layer}`)).toBe(state);
        }
      }
    }
    expect(await Promise.all(RULE_IDS.map((id) => live.said(`update-${id}-cost`)))).toEqual([
      '198,745,316',
      '76,761,522',
    ]);
  });

  test('goes on by phases, by keys, and by itself until it is paused', async () => {
    await live.page.click('#update-again');
    await live.page.click('#update-next');
    const first = Number(await live.page.inputValue('#update-at'));
    await live.page.focus('#update-at');
    await live.page.keyboard.press('ArrowRight');
    expect(Number(await live.page.inputValue('#update-at'))).toBe(first + 1);
    await live.page.click('#update-run');
    await expect.poll(async () => Number(await live.page.inputValue('#update-at'))).toBeGreaterThan(first + 1000);
    await live.page.click('#update-run');
    expect(await live.said('update-run')).toBe('Play');
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(live.faults).toEqual([]);
  });
});
