import type { Tensor } from '@tensorflow/tfjs-core';
import type { Role, Trace } from '../../core/trace/trace.ts';

/** One tensor that an update takes: a name for messages, what it is for, and its shape. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly role: Role;
}

/**
 * One training update, written once as a TensorFlow.js program: on the cpu or wasm backend it trains, on the traced
 * backend it is measured. Tensors come and go in the order of the specs.
 */
export interface UpdateProgram {
  readonly name: string;
  /** Shapes, batch and options, for the provenance of every number made from this program. */
  readonly about: Trace['about'];
  /** The batch: first arguments, the first one on top of the initial stack. */
  readonly batch: readonly TensorSpec[];
  /** Per layer from the first: W, b, mW, vW, mb, vb. */
  readonly state: readonly TensorSpec[];
  /**
   * `step` counts updates from 1 (Adam's t). Returns the new state, in the order of `state`, and what the host reads
   * (losses, goodness), by name. What is to stay as it was may be returned as it came. The caller disposes of all of it,
   * and of the batch and the state that it gave, but for what is in the new state.
   */
  update(batch: readonly Tensor[], state: readonly Tensor[], step: number): UpdateResult;
  /**
   * The numbers in the batch and the state, in the order of the specs, that a trace computes with. Missing: it computes
   * none, and nothing may depend on values. Where addresses or the number of iterations do, a trace is of these numbers.
   */
  example?(): UpdateExample;
}

/** Numbers for the tensors of an update, row-major. */
export interface UpdateExample {
  readonly batch: readonly Float32Array[];
  readonly state: readonly Float32Array[];
}

export interface UpdateResult {
  readonly state: readonly Tensor[];
  readonly read: Readonly<Record<string, Tensor>>;
}
