import { totalmem } from 'node:os';

/** A job that is ready to be done. */
export interface ReadyJob<Result> {
  /** About how much memory it takes. */
  readonly bytes: number;
  /** Begins it, in a thread or in this one. */
  readonly begin: () => Result | Promise<Result>;
}

/** What jobs that are done at once may take together, by what is expected of them; what takes more is done alone. */
const MOST_BYTES = Math.min(2 ** 31, totalmem() / 2);

/**
 * Makes jobs ready one after the other, in the order that is given, and has so many of them done at a time; resolves to
 * their results by their numbers. Where one fails, those of smaller numbers are still done, and the failure of the smallest
 * number is thrown: the one that is met where jobs are done one after the other.
 */
export async function orderedResults<Result>(
  order: readonly number[],
  atOnce: number,
  ready: (job: number) => ReadyJob<Result> | Promise<ReadyJob<Result>>,
): Promise<Result[]> {
  const results: Result[] = [];
  const running = new Map<number, Promise<void>>();
  const failure = { job: Number.POSITIVE_INFINITY, error: undefined as unknown };
  let used = 0;
  const fail = (job: number, error: unknown): void => {
    if (job < failure.job) Object.assign(failure, { job, error });
  };
  const done = async (job: number, { bytes, begin }: ReadyJob<Result>): Promise<void> => {
    used += bytes;
    try {
      results[job] = await begin();
    } catch (error) {
      fail(job, error);
    }
    used -= bytes;
    running.delete(job);
  };
  const oneEnds = (): Promise<void> => Promise.race(running.values());
  for (const job of order) {
    while (running.size >= atOnce) await oneEnds();
    if (job > failure.job) continue;
    try {
      const next = await ready(job);
      while (running.size > 0 && used + next.bytes > MOST_BYTES) await oneEnds();
      if (job < failure.job) running.set(job, done(job, next));
    } catch (error) {
      fail(job, error);
    }
  }
  while ([...running.keys()].some((job) => job < failure.job)) await oneEnds();
  if (failure.job < Number.POSITIVE_INFINITY) throw failure.error;
  return results;
}

/** What it gives calls each of numbered calls in its turn, from 0 on: as soon as it is given, and those before it were. */
export function inTurn(): (turn: number, call: () => void) => void {
  const waiting = new Map<number, () => void>();
  let next = 0;
  return (turn, call) => {
    waiting.set(turn, call);
    for (let due = waiting.get(next); due !== undefined; due = waiting.get(next)) {
      waiting.delete(next++);
      due();
    }
  };
}
