import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { inTurn, orderedResults } from '../../../scenarios/threads/ordered-results.ts';

interface Job {
  readonly wait: number;
  readonly bytes?: number;
  readonly fails?: string;
  readonly isUnready?: boolean;
}

/** Does jobs, and says which of them were begun and ended, in their order, and which were at work at once. */
async function followed(jobs: readonly Job[], atOnce: number, order = jobs.map((_, job) => job)) {
  const log: string[] = [];
  const together: number[][] = [];
  const running = new Set<number>();
  const results = orderedResults(order, atOnce, async (job) => {
    const { wait, bytes = 1, fails, isUnready = false } = jobs[job];
    if (isUnready) throw new InputError(`${fails}`);
    const begin = async (): Promise<string> => {
      log.push(`begins ${job}`);
      running.add(job);
      together.push([...running]);
      await setTimeout(wait);
      running.delete(job);
      log.push(`ends ${job}`);
      if (fails !== undefined) throw new InputError(fails);
      return `result ${job}`;
    };
    return { bytes, begin };
  });
  return { outcome: await results.catch((error: unknown) => error), log, together };
}

test('results come by number, in whatever order jobs are begun and end', async () => {
  const jobs = [{ wait: 30 }, { wait: 1 }, { wait: 15 }, { wait: 2 }];
  const { outcome, log } = await followed(jobs, 2, [2, 0, 3, 1]);
  expect(outcome).toEqual(['result 0', 'result 1', 'result 2', 'result 3']);
  expect(log.filter((entry) => entry.startsWith('begins'))).toEqual(['begins 2', 'begins 0', 'begins 3', 'begins 1']);
});

test('no more jobs are done at a time than are asked for', async () => {
  const { together } = await followed([{ wait: 4 }, { wait: 9 }, { wait: 2 }, { wait: 5 }, { wait: 1 }], 2);
  expect(Math.max(...together.map((jobs) => jobs.length))).toBe(2);
});

test('a job that takes much memory is done alone', async () => {
  const { together } = await followed([{ wait: 5 }, { wait: 5, bytes: 2 ** 40 }, { wait: 5 }], 3);
  expect(together).toEqual([[0], [1], [2]]);
});

describe.each([1, 2, 3, 4])('with %i at a time', (atOnce) => {
  test('the failure of the first job is thrown, though a later one fails sooner', async () => {
    const jobs = [{ wait: 1 }, { wait: 40, fails: 'slow' }, { wait: 1, fails: 'quick' }, { wait: 1 }];
    const { outcome } = await followed(jobs, atOnce);
    expect(outcome).toEqual(new InputError('slow'));
  });

  test('also where a later job cannot be made ready', async () => {
    const jobs = [{ wait: 40, fails: 'slow' }, { wait: 1, fails: 'not ready', isUnready: true }, { wait: 1 }];
    const { outcome } = await followed(jobs, atOnce);
    expect(outcome).toEqual(new InputError('slow'));
  });

  test('after a failure no later job is begun', async () => {
    const { log } = await followed([{ wait: 1, fails: 'it' }, ...Array(5).fill({ wait: 20 })], atOnce);
    expect(log.filter((entry) => entry.startsWith('begins')).length).toBeLessThanOrEqual(atOnce);
  });
});

test('calls are made in turn, each once', () => {
  const made: number[] = [];
  const call = inTurn();
  for (const turn of [2, 0, 3, 1, 4]) call(turn, () => made.push(turn));
  expect(made).toEqual([0, 1, 2, 3, 4]);
});
