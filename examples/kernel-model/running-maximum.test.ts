import { relu, type Tensor2D, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { checkKernelModel, measure, traceFunction } from 'tensor-odometer';
import { expect, test } from 'vitest';
import { runningMaximum, runningMaximumModel } from './running-maximum.ts';

const matrix = tensor2d([3, 1, 4, 1, 5, 9], [2, 3]);

test('the kernel computes what it says', () => {
  expect([...runningMaximum(matrix).dataSync()]).toEqual([3, 3, 4, 1, 5, 9]);
});

test('the model reads and writes what the kernel does', () => {
  const cases = [matrix, tensor2d([2], [1, 1]), zeros([0, 3])].map((x) => ({ inputs: { x } }));
  expect(checkKernelModel('RunningMaximum', runningMaximumModel, cases)).toEqual({
    accesses: 2 * (6 + 1),
    hidden: [],
    fromShapes: 'same',
  });
});

test('a program that calls the kernel is traced and measured', () => {
  const trace = traceFunction((x: Tensor2D) => runningMaximum(relu(x)), [zeros([64, 100])]);
  const { reads, kernels } = measure(trace, { granularity: 'register' });
  expect(kernels.map(({ kernel }) => kernel)).toEqual(['Relu', 'RunningMaximum']);
  // Each element once by either; the largest so far is in a register.
  expect(reads).toBe(2 * 64 * 100);
});
