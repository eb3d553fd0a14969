import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { iteration, layer } from '../../instrument/labels/labels.ts';
import { addGradients, type PerVariable } from './layers.ts';
import { gradientOf, type LayerActivity, LENGTH_EPSILON, restingStates } from './network.ts';

/**
 * The gradients of every layer's variables, summed over all iterations: from `history`, what every layer did by iteration,
 * and the gradient `dTop` [rows, units] of the top layer's last state. Goes back from the last iteration to the first,
 * and on past none: the states before it are constants.
 */
export function throughTime(
  network: readonly PerVariable[],
  history: readonly (readonly LayerActivity[])[],
  dTop: Tensor,
  damping: number,
): PerVariable[] {
  // The gradients of the states after the iteration that is next on the way back, [rows, units] a layer.
  let dStates = [...restingStates(network.slice(0, -1), dTop.shape[0] as number), dTop];
  let gradients: PerVariable[] = [];
  for (let at = history.length; at >= 1; at--) {
    const activities = history[at - 1];
    const [dNext, later] = [dStates, gradients];
    const back = () => {
      // Those of the inputs before relu, [rows, units] a layer.
      const dPres = activities.map(({ fresh }, index) =>
        layer(index, () => tf.mul(tf.mul(dNext[index], damping), tf.step(fresh))),
      );
      return {
        gradients: dPres.map((dPre, index) =>
          layer(index, (): PerVariable => {
            const gradient = gradientOf(activities[index], dPre);
            return later.length === 0 ? gradient : addGradients(later[index], gradient);
          }),
        ),
        // Nothing asks for the gradient of the states before the first iteration.
        dStates: at === 1 ? [] : previousGradients(network, activities, dPres, dNext, damping),
      };
    };
    ({ gradients, dStates } = tf.tidy(() => iteration(at, back)));
  }
  return gradients;
}

/**
 * The gradients of the states that an iteration began from, [rows, units] a layer: through the layers above and below,
 * which read them normalised and whose gradients before relu are `dPres`, and through the old part of each state, whose
 * gradients after the iteration are `dStates`; both [rows, units] a layer.
 */
function previousGradients(
  network: readonly PerVariable[],
  activities: readonly LayerActivity[],
  dPres: readonly Tensor[],
  dStates: readonly Tensor[],
  damping: number,
): Tensor[] {
  return network.map((_, index) =>
    layer(index, () => {
      const readers: Tensor[] = [];
      let normalized: Tensor | undefined;
      if (index > 0) {
        const { down } = network[index - 1];
        if (down !== undefined) readers.push(tf.matMul(dPres[index - 1], down, false, true));
        normalized = activities[index - 1].above;
      }
      if (index < network.length - 1) {
        readers.push(tf.matMul(dPres[index + 1], network[index + 1].up, false, true));
        normalized = activities[index + 1].below;
      }
      const kept = tf.mul(dStates[index], 1 - damping);
      if (normalized === undefined) return kept;
      const dNormalized = readers.reduce((one, other) => tf.add(one, other));
      return tf.add(kept, throughUnitRows(dNormalized, normalized, activities[index].length));
    }),
  );
}

/** Under any length that squares to a number in single precision, so that it only keeps 0 / 0 away. */
const LEAST_LENGTH = 1e-20;

/**
 * The gradient of x [rows, units] from the gradient of n = x / (|x| + e), given n [rows, units] and |x| [rows, 1]:
 * (dn - n (n . dn) (|x| + e) / |x|) / (|x| + e). For a row of zeros it is dn / e.
 */
function throughUnitRows(dNormalized: Tensor, normalized: Tensor, length: Tensor): Tensor {
  const divisor = tf.add(length, LENGTH_EPSILON);
  const along = tf.sum(tf.mul(normalized, dNormalized), -1, true);
  const share = tf.mul(along, tf.div(divisor, tf.maximum(length, LEAST_LENGTH)));
  return tf.div(tf.sub(dNormalized, tf.mul(normalized, share)), divisor);
}
