import { expect, test } from 'vitest';
import { benchSchema } from '../../reports/bench/bench-result.ts';
import { odometer } from '../support/sources/command.ts';

test('tiles make a product of windows cheaper on a stack, and dearer where each value has a place', async () => {
  const args = ['bench', 'examples/kernels/convolution/im2col.odometer.ts', '--filter', 'channels=4', '--json'];
  const { cases } = benchSchema.parse(JSON.parse(await odometer(...args)));
  const costsOf = (name: string) => {
    const found = cases.find((one) => one.name === name);
    return { stack: found?.cost, placed: found?.placed?.map(({ cost }) => cost) };
  };
  // Placed most read first, then in program order with ranges reused.
  expect(costsOf('conv im2col')).toMatchObject({ stack: 2_675_206, placed: { 0: 4_242_766, 1: 5_158_786 } });
  expect(costsOf('conv im2col tiled')).toMatchObject({ stack: 2_045_852, placed: { 0: 4_691_858, 1: 5_607_878 } });
});
