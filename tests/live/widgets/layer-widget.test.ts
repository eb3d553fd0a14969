import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { direction, OneLayer, pricedDirection, pricedStep, SIDES } from '../../../live/running/one-layer.ts';
import { exactDigits } from '../../../reports/writing/format.ts';
import { HAS_BROWSER } from '../../support/pages/browser.ts';
import { SuiteLivePage } from '../../support/pages/live-page.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

test('a layer becomes lively for a real input and quiet for a false one, and pushes less the surer it is', () => {
  const layer = new OneLayer();
  const before = SIDES.map((side) => layer.of(side));
  for (let steps = 0; steps < 20; steps++) layer.step();
  const [positive, negative] = SIDES.map((side) => layer.of(side));
  expect(positive.goodness).toBeGreaterThan(2);
  expect(negative.goodness).toBeLessThan(2);
  expect(positive.pressure).toBeLessThan(before[0].pressure);
  expect(negative.pressure).toBeLessThan(before[1].pressure);
  layer.dispose();
});

describe.skipIf(!HAS_BROWSER)('one layer, live', () => {
  const live = new SuiteLivePage();

  test('says after each step what the library says of the same layer, and what steps cost', async () => {
    await live.page.click('#layer-steps');
    await live.page.click('#layer-step');
    const layer = new OneLayer();
    for (let steps = 0; steps < 11; steps++) layer.step();
    for (const side of SIDES) {
      const { goodness, pressure, units } = layer.of(side);
      expect(await live.said(`layer-${side}-goodness`)).toBe(goodness.toFixed(3));
      expect(await live.said(`layer-${side}-pressure`)).toBe(pressure.toFixed(3));
      const drawn = await live.page.getAttribute(`#layer-${side}-0`, 'height');
      expect(Number(drawn)).toBeCloseTo(Math.min(2, units[0]), 5);
    }
    layer.dispose();
    const cost = Number(pricedStep().cost.cold[4]);
    expect([await live.said('layer-each'), await live.said('layer-moved')]).toEqual([
      exactDigits(cost),
      exactDigits(11 * cost),
    ]);
    await live.page.click('#layer-again');
    expect(await live.said('layer-moved')).toBe('0');
  });

  test('hands on the direction of two units, whatever their length', async () => {
    for (const [one, two] of [
      [0.6, 0.8],
      [1.2, 1.6],
    ] as const) {
      await live.page.fill('#unit-1', String(one));
      await live.page.fill('#unit-2', String(two));
      const [x, y] = direction([one, two]);
      expect(await live.said('unit-sees')).toBe(`${x.toFixed(3)}, ${y.toFixed(3)}`);
      expect(await live.said('unit-sees')).toBe('0.600, 0.800');
      expect(await live.said('unit-goodness')).toBe((one ** 2 + two ** 2).toFixed(3));
    }
    expect(await live.said('unit-cost')).toBe(exactDigits(Number(pricedDirection().cost.cold[4])));
  });

  test('nothing was complained of or asked for meanwhile', () => {
    expect(live.faults).toEqual([]);
  });
});
