import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { Random } from '../../core/numbers/random.ts';
import type { TensorSpec } from '../../instrument/tensors/update-program.ts';
import { checkUpdateShape, type DenseWeights } from '../dense/layers.ts';
import type { LayerGradient } from '../learning/adam.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { fromPatches, type PatchGeometry, patchSize, patchTable, toPatches, windowsOf } from './patches.ts';

/** Red, green, blue. */
export const IMAGE_CHANNELS = 3;

/**
 * A layer whose units see one square window of the layer below, `units` of them for each window, all with weights of their
 * own: W [windows^2, patchSize, units] and b [windows^2, 1, units]. What it gives is [windows^2, images, units], window by
 * window; `rowsOf` makes it [images, size], the input of the next layer.
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
        `${owner}: layer ${index + 1} has ${windows} x ${windows} windows, which ${size} units do not fit`,
      );
    }
    side = windows;
    channels = units;
    return { geometry, windows, units, size, table: tableOf(geometry) };
  });
}

const tables = new Map<string, Int32Array>();

/** The unit of the image at each place of each window, listed once for each geometry. */
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
    const b = [windows * windows, 1, units];
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

/** The patches [windows^2, patchSize, images] that a layer sees of its input [images, size below]. */
export function patchesOf(x: Tensor, { geometry, table }: LocalLayer): Tensor {
  return toPatches(x, table, geometry);
}

/** max(patches W + b, 0), window by window: [windows^2, images, units]. Three kernels. */
export function localRelu(patches: Tensor, { W, b }: DenseWeights): Tensor {
  return tf.relu(tf.add(tf.matMul(patches, W, true), b));
}

/** The gradients of W and b from that of the input to relu, `dz` [windows^2, images, units]. */
export function localGradient(patches: Tensor, dz: Tensor): LayerGradient {
  return { gW: tf.matMul(patches, dz), gb: tf.sum(dz, 1, true) };
}

/**
 * The gradient of what the layer below gave, [windows^2, images, units] of that layer, from a layer's `dz`: that of its
 * patches, added up where they overlap.
 */
export function gradientBelow({ W }: DenseWeights, dz: Tensor, { geometry, table }: LocalLayer): Tensor {
  const { side, channels } = geometry;
  return tf.tidy(() => {
    const columns = fromPatches(tf.matMul(W, dz, false, true), table, geometry);
    const images = columns.shape[1] as number;
    return tf.transpose(tf.reshape(columns, [side * side, channels, images]), [0, 2, 1]);
  });
}

/** What a layer gives, image by image: [windows^2, images, units] -> [images, size]. */
export function rowsOf(h: Tensor): Tensor {
  const [windows, images, units] = h.shape as [number, number, number];
  return tf.reshape(tf.transpose(h, [1, 0, 2]), [images, windows * units]);
}

/** What a layer gives, window by window: [images, size] -> [windows^2, images, units]. */
export function windowsOfRows(rows: Tensor, { windows, units }: LocalLayer): Tensor {
  return tf.transpose(tf.reshape(rows, [rows.shape[0] as number, windows * windows, units]), [1, 0, 2]);
}
