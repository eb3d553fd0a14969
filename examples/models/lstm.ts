/** A recurrent layer of long short-term memory (Hochreiter and Schmidhuber 1997) over a sequence, and its gradient. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { iteration } from 'tensor-odometer';
import { numbers, weights } from './drawn-tensors.ts';
import { lossAndGradients } from './loss-and-gradients.ts';

export interface LstmSizes {
  readonly steps: number;
  readonly batch: number;
  /** Features of a step. */
  readonly features: number;
  readonly units: number;
}

/** The sequence, one tensor a step; kernel and bias of the four gates. */
export function lstmInputs({ steps, batch, features, units }: LstmSizes): Tensor[] {
  return [
    numbers([steps, batch, features]),
    weights([features + units, 4 * units], features + units),
    tf.zeros([4 * units]),
  ];
}

/** The state of the units after the last step. */
export function lstm({ batch, units }: LstmSizes): (...inputs: Tensor[]) => Tensor {
  return (sequence, kernel, bias) => {
    let [c, h]: Tensor2D[] = [tf.zeros([batch, units]), tf.zeros([batch, units])];
    tf.unstack(sequence).forEach((x, at) => {
      [c, h] = iteration(at + 1, () =>
        tf.basicLSTMCell(tf.scalar(1), kernel as Tensor2D, bias as Tensor1D, x as Tensor2D, c, h),
      );
    });
    return h;
  };
}

/** The mean square of the last state, and its gradient by the sequence and the weights. */
export function lstmGradients(sizes: LstmSizes): (...inputs: Tensor[]) => Tensor[] {
  return lossAndGradients(lstm(sizes));
}
