import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { ThreadPool, threadFile } from '../../../scenarios/threads/thread-pool.ts';

/** Tells numbers up to its job's, then answers as `answering` does; of a number below 0 it throws. */
const WORKER = `
export default async ({ job, port }) => {
  for (let told = 0; told < job; told++) port.postMessage(told);
  port.close();
  if (job < 0) throw new RangeError('below 0');
  return job === 0 ? { badInput: 'a.ts: nothing to do; give a number' } : { result: 'did ' + job };
};`;

const folder = mkdtempSync(join(tmpdir(), 'odometer-threads-'));
writeFileSync(join(folder, 'worker.mjs'), WORKER);
let pool: ThreadPool<number, string, number>;
afterEach(() => pool?.end());
afterAll(() => rmSync(folder, { recursive: true }));

test('jobs are done in threads, and all that they tell is heard before their results', async () => {
  pool = new ThreadPool(pathToFileURL(join(folder, 'worker.mjs')), 2);
  const heard: number[][] = [[], [], [], []];
  const results = await Promise.all(
    [3000, 1, 2, 40].map(async (job, index) => {
      const result = await pool.run(job, (told) => heard[index].push(told));
      return [result, heard[index].length];
    }),
  );
  expect(results).toEqual([
    ['did 3000', 3000],
    ['did 1', 1],
    ['did 2', 2],
    ['did 40', 40],
  ]);
  expect(heard[3]).toEqual(Array.from({ length: 40 }, (_, told) => told));
});

test('bad input of a job is the error that it is without threads, and others keep their kind', async () => {
  pool = new ThreadPool(pathToFileURL(join(folder, 'worker.mjs')), 1);
  await expect(pool.run(0, () => {})).rejects.toThrow(new InputError('a.ts: nothing to do; give a number'));
  await expect(pool.run(0, () => {})).rejects.toBeInstanceOf(InputError);
  await expect(pool.run(-1, () => {})).rejects.toThrow(new RangeError('below 0'));
});

test('threads load built files alone', () => {
  expect(threadFile('worker', 'file:///package/dist/pool.js')?.href).toBe('file:///package/dist/worker.js');
  expect(threadFile('worker', 'file:///package/pool.ts')).toBeNull();
});
