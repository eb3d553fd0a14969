import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { phase } from 'tensor-odometer';

/** The mean square of what a network makes of its inputs, and the gradient by each of them. */
export function lossAndGradients(forward: (...inputs: Tensor[]) => Tensor): (...inputs: Tensor[]) => Tensor[] {
  const loss = (...inputs: Tensor[]): tf.Scalar => phase('forward', () => tf.mean(tf.square(forward(...inputs))));
  return (...inputs) => {
    const { value, grads } = phase('backward', () => tf.valueAndGrads(loss)(inputs));
    return [value, ...grads];
  };
}
