import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { LiveRun } from '../../../live/running/live-run.ts';
import { pricedUpdate } from '../../../live/running/priced-update.ts';
import { pointScores, RULE_IDS, RULES, toyTask } from '../../../live/running/toy-task.ts';
import { accuracyPercent, exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER } from '../../support/pages/browser.ts';
import { SuiteLivePage } from '../../support/pages/live-page.ts';
import { committedFiles } from '../../support/results/committed-results.ts';

describe.skipIf(!HAS_BROWSER)('the disk in a ring, live', () => {
  const live = new SuiteLivePage();

  beforeAll(async () => {
    tf.enableProdMode();
    await tf.setBackend('cpu');
  });

  test('after some updates says what the library says of the same runs', async () => {
    await live.page.selectOption('#ring-seed', '1');
    for (let updates = 0; updates < 15; updates++) await live.page.click('#ring-step');
    await live.page.fill('#ring-x', '0.5');
    await live.page.fill('#ring-y', '-0.25');
    const task = toyTask();
    for (const id of RULE_IDS) {
      const run = new LiveRun(RULES[id], task, 1);
      while (run.updates < 15) run.update();
      const cost = Number(pricedUpdate(id).cost.cold[4]);
      expect(await live.said(`ring-${id}-accuracy`)).toBe(accuracyPercent(run.accuracy()));
      expect(await live.said(`ring-${id}-each`)).toBe(exactDigits(cost));
      expect(await live.said(`ring-${id}-moved`)).toBe(exactDigits(15 * cost));
      const met = run.updatesToCriterion();
      expect(await live.said(`ring-${id}-met`)).toMatch(
        met === null ? /^not yet$/ : new RegExp(`^after ${met} updates`),
      );
      if (id === 'ff') {
        const { goodness } = pointScores(task, run.weights, [0.5, -0.25]);
        const shown = goodness.flatMap((layers) => layers.map((each) => each.toFixed(3)));
        for (const figure of shown) expect(await live.said('ring-scores')).toContain(figure);
      }
      run.dispose();
    }
    expect(await live.said('ring-updates')).toBe('15 of 900');
  });

  test('a click on a picture asks about that point', async () => {
    const picture = live.page.locator('#ring-bp-points');
    const { width = 0, height = 0 } = (await picture.boundingBox()) ?? {};
    await picture.click({ position: { x: 0.75 * width, y: 0.5 * height } });
    expect(Number(await live.page.inputValue('#ring-x'))).toBeCloseTo(0.575, 1);
    expect(await live.said('ring-answer')).toMatch(/^Forward-Forward says (disk|ring); backprop says (disk|ring)\.$/);
  });

  test('trained, both rules meet the criterion after the updates of the committed results, and the scorecard has it', async () => {
    await live.page.selectOption('#ring-seed', '0');
    await live.page.click('#ring-run');
    await expect
      .poll(async () => Number.parseInt(await live.said('ring-updates'), 10), { timeout: 60_000 })
      .toBeGreaterThan(99);
    await live.page.click('#ring-run');
    const [toy] = committedFiles().flatMap(({ results }) => results.scenarios.filter(({ id }) => id === 'disk-ring'));
    for (const { algorithm, runs } of toy.training?.rules ?? []) {
      expect(await live.said(`score-updates-${algorithm}`)).toBe(String(runs[0].updatesToCriterion));
    }
    expect(await live.said('score-reads-ff')).toBe('1,674,424');
    expect(await live.said('score-price-bp')).toBe('103');
    expect(await live.page.locator('#ring-by-moved polyline').count()).toBe(2);
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(live.faults).toEqual([]);
  });
});
