import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../core/numbers/random.ts';
import { layer, phase } from '../../instrument/tensors/labels.ts';
import type { TensorSpec } from '../../instrument/tensors/update-program.ts';
import { adam } from '../learning/adam.ts';
import { sumSquares } from '../learning/goodness.ts';

/**
 * A network of hidden layers that see the layer below and the layer above at the iteration before (Hinton 2022,
 * section 4). With s_0 the image, the label above the top layer where there is one, and n(x) = x / (|x| + 1e-8):
 *   s_k(t) = damping * max(n(s_k-1(t-1)) up_k + n(s_k+1(t-1)) down_k + b_k, 0) + (1 - damping) * s_k(t-1),
 * all layers at once, from hidden states 0. The original also keeps weights from the first hidden layer down to the image
 * and from the last one up to the label, which nothing ever reads; these do not exist here.
 */
export interface RecurrentLayer {
  readonly weights: PerVariable;
  /** Adam's moments. */
  readonly m: PerVariable;
  readonly v: PerVariable;
}

/**
 * One tensor for each variable of a layer: the variable itself, a moment or its gradient. A type, not an interface:
 * `tf.tidy` takes no interface for its result.
 */
export type PerVariable = {
  /** [units below, units] */
  readonly up: Tensor;
  /** [units above, units]; undefined where nothing is above. */
  readonly down: Tensor | undefined;
  /** [units] */
  readonly b: Tensor;
};

/** Units of one hidden layer, and of the layers that it reads. */
export interface LayerUnits {
  readonly below: number;
  readonly units: number;
  /** 0 where nothing is above. */
  readonly above: number;
}

/** The hidden layers of these widths, the image first; `label` units above the last one, 0 for none. */
export function hiddenLayers(widths: readonly number[], label: number): LayerUnits[] {
  return widths.slice(1).map((units, index) => ({ below: widths[index], units, above: widths[index + 2] ?? label }));
}

/** Per layer from the first: up, down, b, their moments m and v in the same order. */
export function recurrentStateSpecs(layers: readonly LayerUnits[]): TensorSpec[] {
  return layers.flatMap(({ below, units, above }, index) => {
    const variables: [name: string, shape: number[]][] = [
      ['up', [below, units]],
      ...(above > 0 ? [['down', [above, units]] satisfies [string, number[]]] : []),
      ['b', [units]],
    ];
    const weights = variables.map(([name, shape]) => spec(`${name}${index}`, shape, 'weights'));
    const moments = variables.flatMap(([name, shape]) => [
      spec(`m${name}${index}`, shape, 'optimiser state'),
      spec(`v${name}${index}`, shape, 'optimiser state'),
    ]);
    return [...weights, ...moments];
  });
}

function spec(name: string, shape: readonly number[], role: TensorSpec['role']): TensorSpec {
  return { name, shape, dtype: 'float32', role };
}

/** The trained tensors of `recurrentStateSpecs`, without the optimiser's: what prediction reads. */
export function recurrentWeightSpecs(layers: readonly LayerUnits[]): TensorSpec[] {
  return recurrentStateSpecs(layers).filter(({ role }) => role === 'weights');
}

/**
 * The first state, in the order of `recurrentStateSpecs`: weights N(0, 1) / sqrt(2), drawn up before down from the first
 * layer on; biases and moments 0.
 */
export function initialRecurrentState(layers: readonly LayerUnits[], random: Random): Float32Array[] {
  const normals = (size: number) => Float32Array.from({ length: size }, () => random.normal() * Math.SQRT1_2);
  return layers.flatMap(({ below, units, above }) => {
    const values = [normals(below * units), ...(above > 0 ? [normals(above * units)] : []), new Float32Array(units)];
    const moments = values.flatMap(({ length }) => [new Float32Array(length), new Float32Array(length)]);
    return [...values, ...moments];
  });
}

/**
 * The layers in a state that holds, per layer from the first, up, down (where anything is above), b and their moments m, v
 * in the same order; what follows is left out.
 */
export function recurrentLayersOf(state: readonly Tensor[], layers: readonly LayerUnits[]): RecurrentLayer[] {
  let start = 0;
  return layers.map(({ above }) => {
    const variables = above > 0 ? 3 : 2;
    const weights = state.slice(start, start + variables);
    const moments = state.slice(start + variables, start + 3 * variables);
    start += 3 * variables;
    return {
      weights: perVariable(weights),
      m: perVariable(moments.filter((_, index) => index % 2 === 0)),
      v: perVariable(moments.filter((_, index) => index % 2 === 1)),
    };
  });
}

/** The layers' weights in tensors that begin, per layer from the first, with up, down (where anything is above), b. */
export function recurrentWeightsOf(tensors: readonly Tensor[], layers: readonly LayerUnits[]): PerVariable[] {
  let start = 0;
  return layers.map(({ above }) => {
    const variables = above > 0 ? 3 : 2;
    start += variables;
    return perVariable(tensors.slice(start - variables, start));
  });
}

function perVariable(tensors: readonly Tensor[]): PerVariable {
  return { up: tensors[0], down: tensors.length > 2 ? tensors[1] : undefined, b: tensors[tensors.length - 1] };
}

function listOf({ up, down, b }: PerVariable): Tensor[] {
  return down === undefined ? [up, b] : [up, down, b];
}

/** The state of a network: per layer from the first up, down, b, their moments m and v in the same order. */
export function recurrentStateOf(network: readonly RecurrentLayer[]): Tensor[] {
  return network.flatMap(({ weights, m, v }) => {
    const vs = listOf(v);
    return [...listOf(weights), ...listOf(m).flatMap((moment, index) => [moment, vs[index]])];
  });
}

/** Weights and biases. */
export function recurrentParameters(layers: readonly LayerUnits[]): number {
  return layers.reduce((sum, { below, units, above }) => sum + (below + above + 1) * units, 0);
}

/** Multiply-adds of one iteration of all layers on this many rows. */
export function iterationMacs(layers: readonly LayerUnits[], rows: number): number {
  return layers.reduce((sum, { below, units, above }) => sum + rows * (below + above) * units, 0);
}

/** Rows scaled to length 1, [rows, units], and their length before, [rows, 1]. */
export interface Normalized {
  readonly x: Tensor;
  readonly length: Tensor;
}

/** Keeps a row of zeros one. Added to the length, not under the root. */
export const LENGTH_EPSILON = 1e-8;

/**
 * Each row scaled to unit length, x / (|x| + 1e-8), and its length |x|, which a backward pass needs. A row of zeros stays
 * one. Five kernels.
 */
export function unitRows(x: Tensor): Normalized {
  const length = tf.sqrt(sumSquares(x));
  return { x: tf.div(x, tf.add(length, LENGTH_EPSILON)), length };
}

/** What is clamped to the ends of the network, normalised. */
export interface Clamped {
  /** [rows, pixels] */
  readonly image: Tensor;
  /** [rows, classes]; undefined where nothing is above the top layer. */
  readonly label: Tensor | undefined;
  /** [rows, units]: the image times the first layer's weights, where that is not to be computed at each iteration. */
  readonly imageDrive?: Tensor;
}

/** The clamped ends never change, so they are normalised once an update and not at each iteration. */
export function clamp(image: Tensor, label?: Tensor): Clamped {
  return phase('normalise', () => ({
    image: unitRows(image).x,
    label: label === undefined ? undefined : unitRows(label).x,
  }));
}

/** A hidden layer at one iteration. */
export type LayerActivity = {
  /** [rows, units below]: n of the layer below at the iteration before. */
  readonly below: Tensor;
  /** [rows, units above]: n of the layer above at the iteration before; undefined where nothing is above. */
  readonly above: Tensor | undefined;
  /** [rows, 1]: the length of this layer's own state at the iteration before. */
  readonly length: Tensor;
  /** [rows, units]: max(..., 0) of the state equation, positive where relu's derivative is 1. */
  readonly fresh: Tensor;
  /** [rows, units]: the layer's state after the iteration. */
  readonly state: Tensor;
};

/** Hidden states before the first iteration, [rows, units] a layer: zeros, made of host numbers. */
export function restingStates(network: readonly PerVariable[], rows: number): Tensor[] {
  return network.map(({ b }) => tf.zeros([rows, b.shape[0] as number]));
}

/**
 * One iteration of all layers, from the states at the iteration before, [rows, units] a layer. 13 kernels a layer, 11 with
 * nothing above.
 */
export function iterate(
  network: readonly PerVariable[],
  { image, label, imageDrive }: Clamped,
  states: readonly Tensor[],
  damping: number,
): LayerActivity[] {
  const normalized = states.map((state, index) => layer(index, () => phase('normalise', () => unitRows(state))));
  return network.map(({ up, down, b }, index) =>
    layer(index, () => {
      const below = index === 0 ? image : normalized[index - 1].x;
      const above = index === network.length - 1 ? label : normalized[index + 1].x;
      const rising = index === 0 && imageDrive !== undefined ? imageDrive : tf.matMul(below, up);
      const drive = down === undefined || above === undefined ? rising : tf.add(rising, tf.matMul(above, down));
      const fresh = tf.relu(tf.add(drive, b));
      const state = tf.add(tf.mul(fresh, damping), tf.mul(states[index], 1 - damping));
      return { below, above, length: normalized[index].length, fresh, state };
    }),
  );
}

/**
 * The gradients of a layer's variables at one iteration, from that of its input before relu, `dPre` [rows, units]. Three
 * kernels, two with nothing above.
 */
export function gradientOf({ below, above }: LayerActivity, dPre: Tensor): PerVariable {
  return {
    up: tf.matMul(below, dPre, true),
    down: above === undefined ? undefined : tf.matMul(above, dPre, true),
    b: tf.sum(dPre, 0),
  };
}

/** The sums of the gradients of a layer's variables, variable by variable. */
export function addGradients(one: PerVariable, other: PerVariable): PerVariable {
  return {
    up: tf.add(one.up, other.up),
    down: one.down === undefined || other.down === undefined ? undefined : tf.add(one.down, other.down),
    b: tf.add(one.b, other.b),
  };
}

/** One Adam update of a layer's variables: up, down, b. 13 kernels a variable. */
export function adamRecurrent(
  { weights, m, v }: RecurrentLayer,
  gradient: PerVariable,
  step: number,
  learningRate: number,
): RecurrentLayer {
  const [ms, vs, gradients] = [listOf(m), listOf(v), listOf(gradient)];
  const next = listOf(weights).map((value, index) =>
    adam(value, gradients[index], ms[index], vs[index], step, learningRate),
  );
  const nextOf = (part: 0 | 1 | 2): PerVariable => perVariable(next.map((variable) => variable[part]));
  return { weights: nextOf(0), m: nextOf(1), v: nextOf(2) };
}
