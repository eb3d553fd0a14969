import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { hostRead, layer, phase } from '../../instrument/tensors/labels.ts';
import type { TensorSpec, UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { type Examples, labelsAt, oneHotRows } from '../batches/examples.ts';
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
import { adamLayer } from '../learning/adam.ts';
import { crossEntropy, crossEntropyGradient } from '../learning/softmax-cross-entropy.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { Rule } from '../rule/rule.ts';
import { positiveOption, type RuleOptions } from '../rule/rule-options.ts';
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
export const locallyConnectedBp: Rule = locallyConnectedBpRule({});

function locallyConnectedBpRule(options: RuleOptions): Rule {
  const learningRate = positiveOption('learning rate', options.learningRate ?? 0.01);
  return {
    learningRate,
    options: ['learningRate'],
    configured: (changes) => locallyConnectedBpRule({ ...options, ...changes }),
    update: (shape, batchSize) => update(shape, batchSize, learningRate),
    predictProgram,
    initialState: (shape, random) => [
      ...initialLocalState(layersOf(shape), random),
      ...initialDenseState(readoutOf(shape), random),
    ],
    buildBatch: ({ layers, classes }, examples, indices) => [
      centredPixels(examples, indices, layers[0]),
      oneHotRows(labelsAt(examples, indices), classes),
    ],
    predict,
    macsPerUpdate: (shape, batchSize) => {
      // Forward and weight gradient of every layer, input gradient of all but the first.
      const local = localMacs(layersOf(shape), batchSize);
      const perProduct = [...local, ...denseMacs(readoutOf(shape), batchSize)];
      return 3 * perProduct.reduce((sum, macs) => sum + macs, 0) - perProduct[0];
    },
    parameters: (shape) => localParameters(layersOf(shape)) + denseParameters(readoutOf(shape)),
  };
}

function layersOf(shape: NetworkShape): LocalLayer[] {
  return localLayers('locally-connected bp', shape);
}

/** Widths of the readout: the units of the last layer, the classes. */
function readoutOf({ layers, classes }: NetworkShape): [number, number] {
  return [layers[layers.length - 1], classes];
}

/** The readout's tensors, named after its place above the local layers. */
function readoutSpecs(shape: NetworkShape, specsOf: typeof denseStateSpecs): TensorSpec[] {
  const index = shape.layers.length - 1;
  return specsOf(readoutOf(shape)).map((spec) => ({ ...spec, name: spec.name.replace(/0$/, String(index)) }));
}

function update(shape: NetworkShape, batchSize: number, learningRate: number): UpdateProgram {
  const layers = layersOf(shape);
  return {
    name: 'locally-connected bp',
    about: { ...about(shape, batchSize), learningRate },
    batch: [
      inputsSpec(shape, batchSize),
      { name: 'labels', shape: [batchSize, shape.classes], dtype: 'float32', role: 'inputs' },
    ],
    state: [...localStateSpecs(layers), ...readoutSpecs(shape, denseStateSpecs)],
    update: ([images, labels], state, step) =>
      tf.tidy(() => {
        const network = denseLayersOf(state);
        const passed = phase('forward', () => passForward(layers, network, images));
        const { probabilities, loss } = phase('goodness and loss', () => {
          const probabilities = tf.softmax(passed.logits);
          return { probabilities, loss: hostRead(crossEntropy(probabilities, labels)) };
        });
        const gradients = phase('backward', () => backward(layers, network, passed, probabilities, labels));
        const updated = network.map((one, index) =>
          layer(index, () =>
            phase('optimiser', () => adamLayer(one, gradients[index].gW, gradients[index].gb, step, learningRate)),
          ),
        );
        return { state: denseStateOf(updated), read: { loss } };
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
): { gW: Tensor; gb: Tensor }[] {
  const readout = layers.length;
  const gradients: { gW: Tensor; gb: Tensor }[] = [];
  let dActivations = layer(readout, () => {
    const dLogits = crossEntropyGradient(probabilities, labels);
    gradients[readout] = { gW: tf.matMul(top, dLogits, true), gb: tf.sum(dLogits, 0) };
    return windowsOfRows(tf.matMul(dLogits, network[readout].W, false, true), layers[readout - 1]);
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

function predict(shape: NetworkShape, state: readonly Tensor[], examples: Examples, indices: Int32Array): Uint8Array {
  const layers = layersOf(shape);
  const network = denseLayersOf(state);
  const labels = new Uint8Array(indices.length);
  for (let start = 0; start < indices.length; start += IMAGES_AT_ONCE) {
    const part = indices.subarray(start, start + IMAGES_AT_ONCE);
    const best = tf.tidy(() => {
      const pixels = centredPixels(examples, part, shape.layers[0]);
      const images = tf.tensor(pixels, [part.length, shape.layers[0]]);
      return phase('predict', () => tf.argMax(passForward(layers, network, images).logits, -1)).dataSync();
    });
    labels.set(best, start);
  }
  return labels;
}

/** One forward pass, and the class of highest logit. */
function predictProgram(shape: NetworkShape, images: number): UpdateProgram {
  const layers = layersOf(shape);
  return {
    name: 'locally-connected bp prediction',
    about: { ...about(shape, images), work: 'predict' },
    batch: [inputsSpec(shape, images)],
    state: [...localWeightSpecs(layers), ...readoutSpecs(shape, denseWeightSpecs)],
    update: ([inputs], state) => {
      const labels = tf.tidy(() =>
        phase('predict', () => hostRead(tf.argMax(passForward(layers, denseWeightsOf(state), inputs).logits, -1))),
      );
      return { state, read: { labels } };
    },
  };
}

/** Throws InputError on a batch size that cannot be. */
function about({ layers, classes, receptiveFields = [] }: NetworkShape, batchSize: number) {
  checkUpdateShape('locally-connected bp', layers, batchSize);
  return { scenario: 'locally-connected', algorithm: 'bp', layers, receptiveFields, classes, batch: batchSize };
}

function inputsSpec({ layers }: NetworkShape, images: number): TensorSpec {
  return { name: 'inputs', shape: [images, layers[0]], dtype: 'float32', role: 'inputs' };
}
