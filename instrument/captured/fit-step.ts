import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, InputError } from '../../core/input-error.ts';

/** What a batch of a model is given as: a tensor, a list of them, or tensors by the names of inputs or outputs. */
export type Batch = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** A compiled model of tfjs-layers: a Sequential one has a functional one inside. */
interface TrainedModel {
  readonly model?: TrainedModel | null;
  standardizeUserDataXY?(x: Batch, y: Batch): [Tensor[], Tensor[]];
  makeTrainFunction?(): (data: Tensor[]) => Tensor[];
}

/**
 * Trains a compiled model of `@tensorflow/tfjs-layers` on one batch, at once: what `fit` does for a batch and
 * `trainOnBatch` does, gradients and optimiser included, without waiting for anything. Returns the loss and the metrics,
 * scalars, in the order of `model.metricsNames`. Traced by
 * `traceFunction((x, y) => fitStep(model, x, y), [x, y], { captured: 'arguments' })`. Sample and class weights are not
 * supported. Throws InputError on what is no layers model or not compiled, and what the model throws on a batch of other
 * shapes.
 */
export function fitStep(model: object, x: Batch, y: Batch): Tensor[] {
  const { inner, standardize, makeTrainFunction } = trained(model);
  return tf.tidy(() => {
    const [inputs, targets] = standardize.call(inner, x, y);
    return makeTrainFunction.call(inner)([...inputs, ...targets]);
  });
}

function trained(model: TrainedModel) {
  const isObject = typeof model === 'object' && model !== null;
  const inner = isObject ? (model.model ?? model) : {};
  const { standardizeUserDataXY: standardize, makeTrainFunction } = inner;
  if (typeof standardize !== 'function' || typeof makeTrainFunction !== 'function') {
    throw new InputError(`fitStep: needs a compiled model of tfjs-layers, got ${describe(model)}`);
  }
  if (!('optimizer' in inner) || inner.optimizer === undefined || inner.optimizer === null) {
    throw new InputError('fitStep: the model is not compiled; call model.compile with an optimizer and a loss before');
  }
  return { inner, standardize, makeTrainFunction };
}
