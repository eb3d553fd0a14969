import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { tasks, train } from '../../../index.ts';
import { EVALUATE_EVERY, LiveRun } from '../../../live/running/live-run.ts';
import { pricedPrediction, pricedUpdate } from '../../../live/running/priced-update.ts';
import { pointScores, RULE_IDS, RULES, toyTask } from '../../../live/running/toy-task.ts';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

test.each(RULE_IDS)('a live run of %s learns as a run of the command does, seed by seed', async (id) => {
  const options = { seeds: [0, 1], epochs: 30, evaluateEvery: EVALUATE_EVERY, backend: 'cpu' } as const;
  const { runs } = await train(tasks['disk-ring'], RULES[id], options);
  for (const { seed, curve, updatesToCriterion } of runs) {
    const live = new LiveRun(RULES[id], toyTask(), seed);
    while (live.updates < 30) live.update();
    expect(live.curve.map(({ updates, correct }) => [updates, correct / 300])).toEqual(
      curve.map(({ updates, testAccuracy }) => [updates, testAccuracy]),
    );
    if (updatesToCriterion !== null) expect(live.updatesToCriterion()).toBe(updatesToCriterion);
    expect(live.accuracy()).toBe(curve[curve.length - 1].testAccuracy);
    live.dispose();
  }
  expect(runs.length).toBe(2);
});

test('nothing of a run is left when it is over', () => {
  const before = tf.memory().numTensors;
  const live = new LiveRun(RULES.ff, toyTask(), 0);
  live.update();
  live.classesOf(Float32Array.of(0, 0, 1, 0));
  pointScores(live.task, live.weights, [0, 0]);
  live.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('an update and an answer are priced as in the committed results', () => {
  expect(RULE_IDS.map((id) => pricedUpdate(id).cost.cold[4])).toEqual([198745316, 76761522]);
  expect(RULE_IDS.map((id) => pricedPrediction(id).cost.cold[4])).toEqual([82784, 35359]);
});

test('the label of a point is the one whose layers are liveliest, and what the rule predicts', () => {
  const live = new LiveRun(RULES.ff, toyTask(), 0);
  for (let updates = 0; updates < 20; updates++) live.update();
  for (const point of [
    [0, 0],
    [0.9, 0.1],
    [0.3, -0.5],
  ] as const) {
    const { goodness, best } = pointScores(live.task, live.weights, point);
    const [disk, ring] = goodness.map((layers) => layers.reduce((sum, each) => sum + each, 0));
    expect(best).toBe(ring > disk ? 1 : 0);
    expect(best).toBe(live.classesOf(Float32Array.from(point))[0]);
  }
  live.dispose();
});
