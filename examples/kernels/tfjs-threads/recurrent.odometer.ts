/**
 * A recurrent layer that returns the states of all steps: cut out by slices and joined on one after the other, or unstacked
 * and stacked at the end (tensorflow/tfjs#1213; tfjs-layers PR #365, #389).
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cases, tensorProgram } from 'tensor-odometer';

const sizes = [{ steps: 32, batch: 2, units: 8 }];

function inputs(steps: number, batch: number, units: number): Tensor[] {
  return [tf.zeros([steps, batch, units]), tf.zeros([2 * units, 4 * units]), tf.zeros([4 * units])];
}

/** The state after each step. */
function states(xs: readonly Tensor[], kernel: Tensor2D, bias: Tensor1D, batch: number, units: number): Tensor2D[] {
  let [c, h]: Tensor2D[] = [tf.zeros([batch, units]), tf.zeros([batch, units])];
  return xs.map((x) => {
    [c, h] = tf.basicLSTMCell(tf.scalar(1), kernel, bias, x as Tensor2D, c, h);
    return h;
  });
}

export default cases(
  {
    name: 'steps joined on',
    sizes,
    body: ({ steps, batch, units }) =>
      tensorProgram(
        (sequence, kernel: Tensor2D, bias: Tensor1D) => {
          const xs = Array.from({ length: steps }, (_, at) =>
            tf.reshape(tf.slice(sequence, [at, 0, 0], [1, batch, units]), [batch, units]),
          );
          return states(xs, kernel, bias, batch, units)
            .map((h) => tf.expandDims(h, 0))
            .reduce((all, h) => tf.concat([all, h], 0));
        },
        inputs(steps, batch, units),
      ),
  },
  {
    name: 'steps stacked',
    sizes,
    body: ({ steps, batch, units }) =>
      tensorProgram(
        (sequence, kernel: Tensor2D, bias: Tensor1D) =>
          tf.stack(states(tf.unstack(sequence), kernel, bias, batch, units)),
        inputs(steps, batch, units),
      ),
  },
);
