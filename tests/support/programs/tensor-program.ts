import type { Tensor, TypedArray } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** A TensorFlow.js program as a user may write it, and what is known of it. */
export type TensorProgram = ProgramFacts &
  (
    | { readonly run: ProgramRun }
    /** Makes what is there before the program, such as a model or an optimiser, and gives the program that captures it. */
    | { readonly before: () => ProgramRun }
  );

interface ProgramFacts {
  readonly name: string;
  /** What it is given. */
  readonly inputs: readonly GivenInput[];
  /**
   * Whether its addresses depend on values (`computed`), or branches, of which a trace of shapes has both sides
   * (`branches`). Default: neither, so that shapes say all (`shapes`).
   */
  readonly values?: 'shapes' | 'branches' | 'computed';
  /** Reads at granularity `register`, counted independently before. */
  readonly register?: number;
}

/** A method, so that a program may ask for tensors of certain ranks. */
export type ProgramRun = { run(...inputs: Tensor[]): unknown }['run'];

/** A shape of random numbers in -1 .. 1, or numbers. */
export type GivenInput = readonly number[] | Numbers;

interface Numbers {
  readonly values: TypedArray;
  readonly shape: readonly number[];
}

/** Whole numbers as an input. */
export function integers(shape: readonly number[], ...values: number[]): Numbers {
  return { values: Int32Array.from(values), shape };
}

/** Numbers as an input. */
export function floats(shape: readonly number[], ...values: number[]): Numbers {
  return { values: Float32Array.from(values), shape };
}

/** The inputs as tensors of the current backend, the same numbers each time. */
export function inputsOf({ inputs }: TensorProgram): Tensor[] {
  return inputs.map((given, at) =>
    'shape' in given
      ? tf.tensor(given.values.slice(), [...given.shape])
      : tf.randomUniform([...given], -1, 1, 'float32', at + 1),
  );
}
