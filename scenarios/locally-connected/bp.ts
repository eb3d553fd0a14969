import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layer, phase } from '../../instrument/labels/labels.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { inputsSpec, labelsAt, oneHotRows } from '../batches/examples.ts';
import { bestLabels, predictedLabels } from '../batches/label-scores.ts';
import { defineRule } from '../definitions/define-rule.ts';
import { initialDenseState } from '../dense/initial-weights.ts';
import {
  checkUpdateShape,
  type DenseWeights,
  denseLayersOf,
  denseLinear,
  denseMacs,
  denseParameters,
  denseStateOf,
  denseStateSpecs,
  denseWeightSpecs,
  denseWeightsOf,
} from '../dense/layers.ts';
import { readoutGradient, readoutSpecs, readoutWidths } from '../dense/softmax-readout.ts';
import { adamLayers, type LayerGradient } from '../learning/adam.ts';
import { softmaxLoss } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { BACKPROP } from '../rule/rule-label.ts';
import { learningRateOption } from '../rule/shared-options.ts';
import { centredPixels } from './batch.ts';
import {
  gradientBelow,
  initialLocalState,
  type LocalLayer,
  localGradient,
  localLayers,
  localMacs,
  localParameters,
  localRelu,
  localStateSpecs,
  localWeightSpecs,
  patchesOf,
  rowsOf,
  windowsOfRows,
} from './layers.ts';

/**
 * Backprop through the same locally connected layers, with a linear readout of all units of the last one to a softmax on
 * top: no label in the centred image, nothing normalised between layers. The patches of the forward pass are kept for
 * the backward pass, not copied together again.
 */
export const locallyConnectedBp = defineRule({
  ...BACKPROP,
  options: [learningRateOption(0.01)],
  decide: ({ learningRate }) => {
    return {
      learningRate,
      update: (shape, batchSize) => update(shape, batchSize, learningRate),
      predictProgram,
      initialState: (shape, random) => [
        ...initialLocalState(layersOf(shape), random),
        ...initialDenseState(readoutWidths(shape), random),
      ],
      buildBatch: ({ layers, classes }, examples, indices) => [
        centredPixels(examples, indices, layers[0]),
        oneHotRows(labelsAt(examples, indices), classes),
      ],
      predict: (shape, state, examples, indices) => {
        const layers = layersOf(shape);
        const network = denseLayersOf(state);
        const [width] = shape.layers;
        return bestLabels(indices.length, IMAGES_AT_ONCE, (start, end) => {
          const images = tf.tensor(centredPixels(examples, indices.subarray(start, end), width), [end - start, width]);
          return passForward(layers, network, images).logits;
        });
      },
      macsPerUpdate: (shape, batchSize) => {
        // Forward and weight gradient of every layer, input gradient of all but the first.
        const local = localMacs(layersOf(shape), batchSize);
        const perProduct = [...local, ...denseMacs(readoutWidths(shape), batchSize)];
        return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - perProduct[0];
      },
      parameters: (shape) => localParameters(layersOf(shape)) + denseParameters(readoutWidths(shape)),
    };
  },
});

function layersOf(shape: NetworkShape): LocalLayer[] {
  return localLayers('locally-connected bp', shape);
}

function update(shape: NetworkShape, batchSize: number, learningRate: number): UpdateProgram {
  const layers = layersOf(shape);
  return {
    name: 'locally-connected bp',
    about: { ...about(shape, batchSize), learningRate },
    batch: [inputsSpec('inputs', batchSize, shape.layers[0]), inputsSpec('labels', batchSize, shape.classes)],
    state: [...localStateSpecs(layers), ...readoutSpecs(shape, denseStateSpecs)],
    update: ([images, labels], state, step) =>
      tf.tidy(() => {
        const network = denseLayersOf(state);
        const passed = phase('forward', () => passForward(layers, network, images));
        const { probabilities, loss } = phase('goodness and loss', () => softmaxLoss(passed.logits, labels));
        const gradients = phase('backward', () => backward(layers, network, passed, probabilities, labels));
        return { state: denseStateOf(adamLayers(network, gradients, step, learningRate)), read: { loss } };
      }),
  };
}

interface Passed {
  /** Of each local layer, from the first. */
  readonly patches: readonly Tensor[];
  readonly activations: readonly Tensor[];
  /** What the readout sees, [images, size of the last layer]. */
  readonly top: Tensor;
  /** [images, classes] */
  readonly logits: Tensor;
}

/** The network is the local layers and the readout. */
export function passForward(layers: readonly LocalLayer[], network: readonly DenseWeights[], images: Tensor): Passed {
  const patches: Tensor[] = [];
  const activations: Tensor[] = [];
  let x = images;
  layers.forEach((local, index) => {
    layer(index, () => {
      patches.push(patchesOf(x, local));
      activations.push(localRelu(patches[index], network[index]));
      x = rowsOf(activations[index]);
    });
  });
  const readout = network[layers.length];
  return { patches, activations, top: x, logits: layer(layers.length, () => denseLinear(x, readout)) };
}

/** The gradients of the weights and biases of all layers and the readout, computed from the last to the first. */
function backward(
  layers: readonly LocalLayer[],
  network: readonly DenseWeights[],
  { patches, activations, top }: Passed,
  probabilities: Tensor,
  labels: Tensor,
): LayerGradient[] {
  const readout = layers.length;
  const gradients: LayerGradient[] = [];
  let dActivations = layer(readout, () => {
    const { dx, ...gradient } = readoutGradient(network[readout], top, probabilities, labels);
    gradients[readout] = gradient;
    return windowsOfRows(dx, layers[readout - 1]);
  });
  for (let index = readout - 1; index >= 0; index--) {
    layer(index, () => {
      // Activations come from relu, whose derivative is 1 where they are above 0.
      const dz = tf.mul(dActivations, tf.step(activations[index]));
      gradients[index] = localGradient(patches[index], dz);
      if (index > 0) dActivations = gradientBelow(network[index], dz, layers[index]);
    });
  }
  return gradients;
}

/** Images that go through the network together: 140 MB of patches at the documented shape. */
const IMAGES_AT_ONCE = 200;

/** One forward pass, and the class of highest logit. */
function predictProgram(shape: NetworkShape, images: number): UpdateProgram {
  const layers = layersOf(shape);
  return {
    name: 'locally-connected bp prediction',
    about: { ...about(shape, images), work: 'predict' },
    batch: [inputsSpec('inputs', images, shape.layers[0])],
    state: [...localWeightSpecs(layers), ...readoutSpecs(shape, denseWeightSpecs)],
    update: ([inputs], state) =>
      predictedLabels(state, () => passForward(layers, denseWeightsOf(state), inputs).logits),
  };
}

/** Throws InputError on a batch size that cannot be. */
function about({ layers, classes, receptiveFields = [] }: NetworkShape, batchSize: number) {
  checkUpdateShape('locally-connected bp', layers, batchSize);
  return { scenario: 'locally-connected', algorithm: 'bp', layers, receptiveFields, classes, batch: batchSize };
}
