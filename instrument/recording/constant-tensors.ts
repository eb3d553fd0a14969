import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import { Tensor, Variable } from '@tensorflow/tfjs-core';
import { describe, InputError } from '../../core/input-error.ts';
import type { TracedDtype } from '../kernel-models/model/kernel-model.ts';

const marked = new WeakSet<DataId>();

/**
 * Marks a tensor that is made from host numbers once, outside the update (an index table), as a constant of every trace
 * that reads it: read, but never on the stack and never priced. Returns the tensor.
 */
export function constantTensor<T extends Tensor>(tensor: T): T {
  requireTensor('constantTensor', tensor);
  marked.add(tensor.dataId);
  return tensor;
}

/** Throws InputError, beginning with `owner`, on what is no tensor. */
export function requireTensor(owner: string, subject: unknown): void {
  if (subject instanceof Tensor) return;
  throw new InputError(`${owner}: must be given a tensor, got ${describe(subject)}`);
}

export function isConstantTensor(dataId: DataId): boolean {
  return marked.has(dataId);
}

/** Throws InputError on a tensor from before the trace that is neither an argument of it nor a constant. */
export function refuseCaptured(info: TensorInfo, dtype: TracedDtype): never {
  const [what, instead] =
    info instanceof Variable
      ? [`the variable ${info.name}`, 'assign an argument to it in the program']
      : ['a tensor', 'pass it in, or mark it with constantTensor if it is made of host numbers'];
  throw new InputError(
    `trace: ${what} ${dtype}[${info.shape}] was made before the trace and is no argument of it; ${instead}; ` +
      "with the option captured: 'arguments' all such are arguments",
  );
}
