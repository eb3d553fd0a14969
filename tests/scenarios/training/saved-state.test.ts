import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { readCheckpoint, type TrainingState, writeCheckpoint } from '../../../scenarios/training/checkpoint.ts';
import { savedState } from '../../../scenarios/training/saved-state.ts';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import { smallTask } from '../../support/training/small-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-saved-'));
afterAll(() => rmSync(folder, { recursive: true }));

const checkpoint = join(folder, 'a.state');
const stop = { epochs: 3, criterion: 0.9, stopsAtCriterion: false };
// 5 updates an epoch, an evaluation every 4.
const task = smallTask({ options: { learningRate: 0.01 } }, { stop, checkpoint });
let whole: TrainingState;
beforeAll(async () => {
  // Ends where the criterion is met, within an epoch: a state has orders and sums then.
  const early = { ...stop, epochs: 30, criterion: 0.4, stopsAtCriterion: true };
  await trainRun({ ...task, stop: early });
  whole = readCheckpoint(checkpoint, task.settings, 0, 'start anew') as TrainingState;
});

function refusalOf(change: Partial<TrainingState>): string {
  writeCheckpoint(checkpoint, task.settings, 0, { ...whole, ...change });
  try {
    savedState({ ...task, stop: { ...stop, epochs: 30 } });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'none';
}

test('a whole state contradicts nothing', () => {
  expect(whole.position).toBeGreaterThan(0);
  expect(whole.epochs.length).toBeGreaterThan(0);
  expect(refusalOf({})).toBe('none');
});

test.each<[string, (state: TrainingState) => Partial<TrainingState>, RegExp]>([
  ['networks of other lengths', ({ network }) => ({ network: [...network].reverse() }), /its network has \d+,/],
  [
    'two tensors in one',
    ({ network: [a, b, ...rest] }) => ({ network: [Float32Array.of(...a, ...b), ...rest] }),
    /its network has/,
  ],
  ['an image twice', ({ subset }) => ({ subset: subset.map(() => 0) }), /70 different images of 70/],
  ['fewer images', ({ subset }) => ({ subset: subset.slice(1) }), /70 different images of 70/],
  ['an image that is not there', ({ subset }) => ({ subset: subset.map((at) => at + 1) }), /70 different images/],
  ['an order that is none', ({ orders }) => ({ orders: orders.map((one) => one.map(() => 1)) }), /an order is none/],
  ['no order within an epoch', () => ({ orders: [] }), /it has 0 orders/],
  ['a place between batches', ({ position }) => ({ position: position + 1 }), /it is at image \d+ of 70, in batches/],
  ['a place beyond the epoch', () => ({ position: 80 }), /it is at image 80 of 70/],
  ['another place', ({ position }) => ({ position: position === 16 ? 32 : 16 }), /it says \d+ updates/],
  ['an update more', ({ updates }) => ({ updates: updates + 1 }), /it says \d+ updates, \d+ epochs of 5 and/],
  ['no epochs', () => ({ epochs: [] }), /it says \d+ updates, 0 epochs of 5/],
  [
    'an epoch of other updates',
    ({ epochs: [first, ...rest] }) => ({ epochs: [{ ...first, updates: 4 }, ...rest] }),
    /its epochs do not follow one another/,
  ],
  ['no evaluations', () => ({ curve: [] }), /its evaluations are not those of/],
  [
    'more right images than were looked at',
    ({ curve: [first, ...rest] }) => ({ curve: [{ ...first, correct: 41 }, ...rest] }),
    /its evaluations are not those of/,
  ],
  [
    'sums over other updates',
    ({ sinceEpoch }) => ({ sinceEpoch: { ...sinceEpoch, updates: sinceEpoch.updates + 1 } }),
    /its sums are over other updates/,
  ],
])('%s: a state that contradicts itself is refused, naming the file', (_, change, message) => {
  const refusal = refusalOf(change(whole));
  expect(refusal).toMatch(message);
  expect(refusal.startsWith(`${checkpoint}: is damaged: `), refusal).toBe(true);
  expect(refusal).toContain(`; remove the folder ${dirname(checkpoint)} to start anew`);
});
