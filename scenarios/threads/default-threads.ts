import { availableParallelism } from 'node:os';

/** More would take memory, and seldom save time. */
const MOST_THREADS = 8;

/** How many jobs are done at a time where nobody says: as many as there are processors, within reason. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), MOST_THREADS);
}
