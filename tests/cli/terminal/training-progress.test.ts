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
  const { show, stop } = showTraining(10, 'scenario 2 of 5, hybrid ff, ');
  for (let updates = 0; updates < 20; updates++) {
    const epoch = updates < 15 ? 1 : 2;
    show({ seed: 3, updates, plannedUpdates: 30, epoch, epochs: 2, loss: 0.5, testAccuracy: null });
    now += 10_000;
  }
  stop();
  const line = (epoch: number, updates: number, time: string) =>
    `scenario 2 of 5, hybrid ff, seed 3: epoch ${epoch}, ${updates} of 30 updates, loss 0.5000, test -, after ${time}`;
  expect(written.trimEnd().split('\n')).toEqual([
    line(1, 0, '0 s'),
    line(1, 6, '1 min 0 s'),
    line(1, 12, '2 min 0 s'),
    line(2, 15, '2 min 30 s'),
  ]);
});
