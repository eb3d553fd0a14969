import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { blockIn } from '../readme/page-blocks.ts';
import { committedFigures } from './case-figures.ts';
import { answersBlock, PROFILED_BYTES, THREAD_ANSWERS, THREADS_PAGE } from './thread-answers.ts';

test('the page of threads says what the figures of the gallery say: npm run readme makes it so', () => {
  expect(blockIn(readFileSync(THREADS_PAGE, 'utf8'), 'answers')).toBe(answersBlock(committedFigures()));
});

test.each(THREAD_ANSWERS)('$threads: figures that do not bear the answer out are refused', ({ answer }) => {
  const figures = committedFigures();
  const asked: string[] = [];
  const flat = (label: string) => {
    asked.push(label);
    figures(label);
    return { cost: asked.length, reads: asked.length, peak: asked.length };
  };
  const falling = (label: string) => {
    figures(label);
    return { cost: 1 / asked.push(label), reads: 1 / asked.length, peak: 1 / asked.length };
  };
  expect(() => [answer(flat), answer(falling)]).toThrow(/is not (more than )?[\d.]+; say something else/);
});

test('what is said of tf.profile it reports', async () => {
  await tf.setBackend('cpu');
  const [x, w, b] = [tf.zeros([32, 64]), tf.zeros([64, 64]), tf.zeros([64])];
  const { newBytes } = await tf.profile(() => tf.relu(tf.add(tf.matMul(x, w), b)));
  expect(newBytes).toBe(PROFILED_BYTES);
});
