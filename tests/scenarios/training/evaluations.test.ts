import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { trainRun } from '../../../scenarios/training/training-run.ts';
import { interrupted, lasting } from '../../support/training/ended-run.ts';
import { smallTask } from '../../support/training/small-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-evaluations-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Progress is reported once in a while: let every update take that long.
let now = 0;
vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));

describe('evaluations ever farther apart', () => {
  const stop = { epochs: 18, criterion: 0.9, stopsAtCriterion: false };
  const places = [...Array.from({ length: 40 }, (_, index) => index + 1), ...[42, 44, 46, 48, 50]];

  test('are where the grid has them, and an interrupted run ends bit for bit the same', async () => {
    const whole = lasting(await trainRun(smallTask({ evaluateEvery: 'log' }, { stop })));
    expect(whole.curve.map(({ updates }) => updates).slice(0, 45)).toEqual(places);
    expect(whole.curve.at(-1)?.updates).toBe(90);
    for (const interruptedAt of [7, 43, 61]) {
      const task = smallTask(
        { evaluateEvery: 'log' },
        { stop, checkpoint: join(folder, `log-${interruptedAt}.state`) },
      );
      await interrupted(task, interruptedAt);
      expect(lasting(await trainRun(task))).toEqual(whole);
    }
  });

  test('find the same network as evaluations in equal steps do', async () => {
    const [log, equal] = [await trainRun(smallTask({ evaluateEvery: 'log' })), await trainRun(smallTask())];
    expect(log.stateSha256).toBe(equal.stateSha256);
    const at = new Map(log.curve.map(({ updates, correct }) => [updates, correct]));
    for (const { updates, correct } of equal.curve) expect(at.get(updates)).toBe(correct);
  });
});

test('a most of updates ends a run within its epoch, as a run that goes on has it there', async () => {
  const stop = { epochs: 4, criterion: 1, stopsAtCriterion: true };
  const checkpoint = join(folder, 'most.state');
  const ended = await trainRun(smallTask({ evaluateEvery: 'log' }, { stop: { ...stop, mostUpdates: 7 }, checkpoint }));
  expect([ended.updates, ended.updatesToCriterion, ended.curve.length]).toEqual([7, null, 7]);
  const whole = await trainRun(smallTask({ evaluateEvery: 'log' }, { stop }));
  expect(whole.curve.slice(0, 7)).toEqual(ended.curve);
  expect(lasting(await trainRun(smallTask({ evaluateEvery: 'log' }, { stop, checkpoint })))).toEqual(lasting(whole));
});
