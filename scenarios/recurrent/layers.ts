import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../core/numbers/random.ts';
import type { TensorSpec } from '../../instrument/tensors/update-program.ts';
import { adam } from '../learning/adam.ts';

/** The variables of a hidden layer, and Adam's moments of each. */
export interface RecurrentLayer {
  readonly weights: PerVariable;
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
