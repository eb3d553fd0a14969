import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { adam, defineRule, type FilledTensor, hostRead, layer, phase } from 'tensor-odometer';

/**
 * Feedback alignment: errors go back through fixed random matrices, not through the transposed weights. T. Lillicrap, D.
 * Cownden, D. Tweed and C. Akerman, Random synaptic feedback weights support error backpropagation for deep learning
 * (2016). Dense relu layers, a softmax readout, Adam.
 */
export default defineRule({
  title: 'feedback alignment',
  options: { learningRate: 0.003 },

  // Of each layer W, b and their Adam moments; then the feedback matrices of all layers but the first.
  state: ({ shape: { layers, classes }, random }) => {
    const widths = [...layers, classes];
    const gaussian = (inputs: number, units: number) => {
      const scale = Math.sqrt(2 / inputs);
      return Float32Array.from({ length: inputs * units }, () => scale * random.normal());
    };
    const layerState = widths.slice(1).flatMap((units, index): FilledTensor[] => {
      const inputs = widths[index];
      const moment = (name: string, shape: number[]): FilledTensor => ({
        name: `${name}${index}`,
        shape,
        role: 'optimiser state',
      });
      return [
        { name: `W${index}`, shape: [inputs, units], values: gaussian(inputs, units) },
        { name: `b${index}`, shape: [units] },
        moment('mW', [inputs, units]),
        moment('vW', [inputs, units]),
        moment('mb', [units]),
        moment('vb', [units]),
      ];
    });
    const feedback = widths.slice(2).map((units, index): FilledTensor => {
      const inputs = widths[index + 1];
      return { name: `B${index + 1}`, shape: [inputs, units], values: gaussian(inputs, units) };
    });
    return [...layerState, ...feedback];
  },

  update: ({ batch: [images, labels], state, step, shape, options }) => {
    const depth = shape.layers.length;
    const weights = (index: number) => state.slice(6 * index, 6 * index + 6);
    const feedback = state.slice(6 * depth);

    const { inputs, scores } = phase('forward', () => forward(images, state, depth));
    const { probabilities, loss } = phase('goodness and loss', () => {
      const soft = tf.softmax(scores);
      const logarithms = tf.mul(labels, tf.log(tf.add(soft, 1e-12)));
      return { probabilities: soft, loss: hostRead(tf.div(tf.sum(logarithms), -(images.shape[0] as number))) };
    });

    const gradients: Tensor[][] = [];
    phase('backward', () => {
      let error = layer(depth - 1, () => tf.div(tf.sub(probabilities, labels), images.shape[0]));
      for (let index = depth - 1; index >= 0; index--) {
        layer(index, () => {
          const x = inputs[index];
          gradients[index] = [tf.matMul(x, error, true), tf.sum(error, 0)];
          // Backprop would take the transposed weights here.
          if (index > 0) error = tf.mul(tf.matMul(error, feedback[index - 1], false, true), tf.step(x));
        });
      }
    });

    const learned = phase('optimiser', () =>
      gradients.flatMap(([gW, gb], index) =>
        layer(index, () => {
          const [W, b, mW, vW, mb, vb] = weights(index);
          const [newW, newmW, newvW] = adam(W, gW, mW, vW, step, options.learningRate);
          const [newb, newmb, newvb] = adam(b, gb, mb, vb, step, options.learningRate);
          return [newW, newb, newmW, newvW, newmb, newvb];
        }),
      ),
    );
    return { state: [...learned, ...feedback], read: { loss } };
  },

  predict: ({ images, state, shape }) => forward(images, state, shape.layers.length).scores,
});

/** What every layer sees, and the scores of the last. */
function forward(images: Tensor, state: readonly Tensor[], depth: number): { inputs: Tensor[]; scores: Tensor } {
  const inputs = [images];
  for (let index = 0; ; index++) {
    const z = layer(index, () => tf.add(tf.matMul(inputs[index], state[6 * index]), state[6 * index + 1]));
    if (index === depth - 1) return { inputs, scores: z };
    inputs.push(layer(index, () => tf.relu(z)));
  }
}
