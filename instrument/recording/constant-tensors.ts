import type { DataId } from '@tensorflow/tfjs-core';
import { Tensor } from '@tensorflow/tfjs-core';
import { describe, InputError } from '../../core/input-error.ts';

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
