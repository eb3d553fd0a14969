/**
 * Loops of one's own around gradients: summed up over parts of a batch, or of all of it at once (tensorflow/tfjs#5980, #584,
 * #200); and a layer of which a profile is wished for that says what is moved, not what is allocated (#563, #722, #7425).
 */
import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { cases, tensorProgram } from 'tensor-odometer';

const sizes = [{ batch: 64, features: 16, hidden: 32 }];

function lossOf(x: Tensor, y: Tensor): (w: Tensor, v: Tensor) => Tensor {
  return (w, v) => tf.sum(tf.squaredDifference(tf.matMul(tf.relu(tf.matMul(x, w)), v), y));
}

/** Images, targets, weights of two layers. */
function inputs(batch: number, features: number, hidden: number): Tensor[] {
  return [tf.zeros([batch, features]), tf.zeros([batch, 4]), tf.zeros([features, hidden]), tf.zeros([hidden, 4])];
}

export default cases(
  {
    name: 'gradient of a batch',
    sizes,
    body: ({ batch, features, hidden }) =>
      tensorProgram((x, y, w, v) => tf.grads(lossOf(x, y))([w, v]), inputs(batch, features, hidden)),
  },
  {
    name: 'gradient in parts',
    sizes: sizes.map((size) => ({ ...size, parts: 8 })),
    body: ({ batch, features, hidden, parts }) =>
      tensorProgram(
        (x, y, w, v) => {
          const part = batch / parts;
          let sums: Tensor[] | null = null;
          for (let at = 0; at < batch; at += part) {
            const [some, targets] = [x, y].map((all) => tf.slice(all, [at, 0], [part, all.shape[1] as number]));
            // As a loop cleans up after itself: what a part needs is gone when the next begins.
            sums = tf.tidy(() => {
              const gradients = tf.grads(lossOf(some, targets))([w, v]);
              return sums === null
                ? gradients
                : gradients.map((gradient, each) => tf.add(sums?.[each] as Tensor, gradient));
            });
          }
          return sums;
        },
        inputs(batch, features, hidden),
      ),
  },
  {
    name: 'layer to profile',
    sizes: [{ batch: 32, features: 64 }],
    body: ({ batch, features }) =>
      tensorProgram(
        (x, w, b) => tf.relu(tf.add(tf.matMul(x, w), b)),
        [tf.zeros([batch, features]), tf.zeros([features, features]), tf.zeros([features])],
      ),
  },
);
