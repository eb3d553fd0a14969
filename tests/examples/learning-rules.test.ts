import { expect, test } from 'vitest';
import feedbackAlignment from '../../examples/learning-rules/feedback-alignment.ts';
import predictiveCoding from '../../examples/learning-rules/predictive-coding.ts';
import { measure, type Rule, tasks, traceUpdate, train } from '../../index.ts';

/** Accuracy on digits made in code, of ten classes, after two epochs of a reduced network. */
async function learned(rule: Rule): Promise<number> {
  const { runs } = await train(tasks['label-in-input'], rule, { layers: [784, 50, 50], batch: 32, epochs: 2 });
  return runs[0].testAccuracy;
}

test.each([
  ['feedback alignment', feedbackAlignment, 0.4],
  ['predictive coding', predictiveCoding, 0.7],
])('%s learns digits in two epochs, far above the tenth of chance', async (title, rule, accuracy) => {
  expect(rule.label.title).toBe(title);
  expect(await learned(rule)).toBeGreaterThan(accuracy);
});

test('an update of feedback alignment costs at the documented shape what it costs as others wrote it', () => {
  const { defaultShape, defaultBatch } = tasks['label-in-input'];
  const { cost } = measure(traceUpdate(feedbackAlignment.update(defaultShape, defaultBatch)));
  expect([cost.cold[4], cost.steady?.[4]]).toEqual([208_049_070_871, 210_305_327_821]);
});

/** How often an update of predictive coding relaxes, as it is traced, where activities need not settle closer than this. */
function relaxations(settled: number): number {
  const rule = predictiveCoding.configured({ settled });
  const { calls } = traceUpdate(rule.update({ layers: [30, 20, 20], classes: 10 }, 8));
  return calls.filter(({ kernel }) => kernel === 'Maximum').length;
}

test('predictive coding relaxes until its activities have settled, and costs what that takes', () => {
  expect(relaxations(10)).toBe(1);
  expect(relaxations(0.1)).toBeGreaterThan(1);
  expect(relaxations(1e-9)).toBe(20);
  const { phases } = measure(traceUpdate(predictiveCoding.update({ layers: [30, 20, 20], classes: 10 }, 8)));
  expect(phases.map(({ phase }) => phase)).toEqual(['forward', 'goodness and loss', 'relaxation', 'optimiser']);
});
