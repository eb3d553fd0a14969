import { afterEach, expect, test, vi } from 'vitest';
import { showTraining } from '../../../cli/terminal/training-progress.ts';

const wasTerminal = process.stderr.isTTY;
afterEach(() => {
  process.stderr.isTTY = wasTerminal;
  vi.restoreAllMocks();
});

test('off a terminal a run says when it begins an epoch, and once a minute in a long one', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  process.stderr.isTTY = false;
  const { show, stop } = showTraining(10);
  for (let updates = 0; updates < 20; updates++) {
    const epoch = updates < 15 ? 1 : 2;
    show({ seed: 3, updates, plannedUpdates: 30, epoch, epochs: 2, loss: 0.5, testAccuracy: null });
    now += 10_000;
  }
  stop();
  expect(written.trimEnd().split('\n')).toEqual(
    [0, 6, 12, 15].map((updates) => {
      return `seed 3: epoch ${updates < 15 ? 1 : 2}, ${updates} of 30 updates, loss 0.5000, test -`;
    }),
  );
});
