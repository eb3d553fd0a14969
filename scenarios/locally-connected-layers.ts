import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../core/input-error.ts';
import type { Random } from '../core/random.ts';
import type { TensorSpec } from '../instrument/update-program.ts';
import { checkUpdateShape, type DenseWeights } from './dense-layers.ts';
import { fromPatches, imageSize, type PatchGeometry, patchSize, patchTable, toPatches, windowsOf } from './patches.ts';
import type { NetworkShape } from './scenario.ts';

/** Red, green, blue. */
export const IMAGE_CHANNELS = 3;

/**
 * A layer whose units see one square window of the layer below, `units` of them for each window, all with weights of their
 * own: W [windows^2, patchSize, units] and b [windows^2, units, 1]. Images are columns: what a layer gives is
 * [windows^2, units, images], which reshapes to [size, images], the input of the next, without a copy.
 */
export interface LocalLayer {
  readonly geometry: PatchGeometry;
  readonly windows: number;
  readonly units: number;
  /** windows^2 * units */
  readonly size: number;
  readonly table: Int32Array;
}

/**
 * The layers of a shape: square images of three channels, and square layers. Throws InputError, beginning with `owner`,
 * on widths that are no such layers with these receptive fields.
 */
export function localLayers(owner: string, { layers, receptiveFields = [] }: NetworkShape): LocalLayer[] {
  checkUpdateShape(owner, layers, 1);
  if (receptiveFields.length !== layers.length - 1) {
    throw new InputError(
      `${owner}: there must be a receptive field for each of ${layers.length - 1} layers, got ${receptiveFields.join(',') || 'none'}`,
    );
  }
  let side = Math.sqrt(layers[0] / IMAGE_CHANNELS);
  let channels = IMAGE_CHANNELS;
  if (!Number.isInteger(side)) {
    throw new InputError(`${owner}: the input must be a square image of ${IMAGE_CHANNELS} channels, got ${layers[0]}`);
  }
  return receptiveFields.map((field, index) => {
    const geometry = { side, channels, field };
    const windows = windowsOf(geometry);
    if (!Number.isInteger(field) || field < 1 || windows < 1) {
      throw new InputError(`${owner}: a receptive field must be an integer in 1..${side}, got ${field}`);
    }
    const size = layers[index + 1];
    const units = size / (windows * windows);
    if (!Number.isInteger(units)) {
      throw new InputError(
        `${owner}: layer ${index} has ${windows} x ${windows} windows, which ${size} units do not fit`,
      );
    }
    side = windows;
    channels = units;
    return { geometry, windows, units, size, table: tableOf(geometry) };
  });
}

const tables = new Map<string, Int32Array>();

/** `patchTable`, made once for each geometry. */
function tableOf(geometry: PatchGeometry): Int32Array {
  const key = `${geometry.side},${geometry.channels},${geometry.field}`;
  const table = tables.get(key) ?? patchTable(geometry);
  tables.set(key, table);
  return table;
}

/** Per layer from the first: W, b, mW, vW, mb, vb. */
export function localStateSpecs(layers: readonly LocalLayer[]): TensorSpec[] {
  return layers.flatMap(({ geometry, windows, units }, index): TensorSpec[] => {
    const W = [windows * windows, patchSize(geometry), units];
    const b = [windows * windows, units, 1];
    const dtype = 'float32';
    return [
      { name: `W${index}`, shape: W, dtype, role: 'weights' },
      { name: `b${index}`, shape: b, dtype, role: 'weights' },
      { name: `mW${index}`, shape: W, dtype, role: 'optimiser state' },
      { name: `vW${index}`, shape: W, dtype, role: 'optimiser state' },
      { name: `mb${index}`, shape: b, dtype, role: 'optimiser state' },
      { name: `vb${index}`, shape: b, dtype, role: 'optimiser state' },
    ];
  });
}

/** The trained tensors of `localStateSpecs`: per layer W, b. */
export function localWeightSpecs(layers: readonly LocalLayer[]): TensorSpec[] {
  return localStateSpecs(layers).filter(({ role }) => role === 'weights');
}

/** The first state, in the order of `localStateSpecs`: W = N(0, 1) * sqrt(2 / patchSize), all else 0. */
export function initialLocalState(layers: readonly LocalLayer[], random: Random): Float32Array[] {
  return layers.flatMap(({ geometry, windows, units }) => {
    const scale = Math.sqrt(2 / patchSize(geometry));
    const b = windows * windows * units;
    const W = Float32Array.from({ length: b * patchSize(geometry) }, () => random.normal() * scale);
    const zeros = (length: number) => new Float32Array(length);
    return [W, zeros(b), zeros(W.length), zeros(W.length), zeros(b), zeros(b)];
  });
}

/** Weights and biases. */
export function localParameters(layers: readonly LocalLayer[]): number {
  return layers.reduce((sum, { geometry, size }) => sum + (patchSize(geometry) + 1) * size, 0);
}

/** Multiply-adds of one product of each layer's patches with its weights, from the first layer, for so many images. */
export function localMacs(layers: readonly LocalLayer[], images: number): number[] {
  return layers.map(({ geometry, size }) => images * patchSize(geometry) * size);
}

/** The patches that a layer sees of its input [size below, images]. */
export function patchesOf(x: Tensor, { geometry, table }: LocalLayer): Tensor {
  return toPatches(x, table, geometry);
}

/** max(patches W + b, 0), window by window: [windows^2, units, images]. Three kernels. */
export function localRelu(patches: Tensor, { W, b }: DenseWeights): Tensor {
  return tf.relu(tf.add(tf.matMul(W, patches, true), b));
}

/** The gradients of W and b from that of the input to relu, `dz` [windows^2, units, images]. */
export function localGradient(patches: Tensor, dz: Tensor): { gW: Tensor; gb: Tensor } {
  return { gW: tf.matMul(patches, dz, false, true), gb: tf.sum(dz, -1, true) };
}

/** The gradient of a layer's input [size below, images] from `dz`: that of the patches, added up where they overlap. */
export function inputGradient({ W }: DenseWeights, dz: Tensor, { geometry, table }: LocalLayer): Tensor {
  return tf.tidy(() => fromPatches(tf.matMul(W, dz), table, geometry));
}

/** A layer's activations as columns [size, images]: the same storage. */
export function columnsOf(h: Tensor): Tensor {
  const [windows, units, images] = h.shape as [number, number, number];
  return tf.reshape(h, [windows * units, images]);
}

/** Units of the image that a network of these layers sees. */
export function inputSize([first]: readonly LocalLayer[]): number {
  return imageSize(first.geometry);
}
