import type { DataId, Tensor } from '@tensorflow/tfjs-core';

const marked = new WeakSet<DataId>();

/**
 * Marks a tensor that is made from host numbers once, outside the update (an index table), as a constant of every trace
 * that reads it: read, but never on the stack and never priced. Returns the tensor.
 */
export function constantTensor<T extends Tensor>(tensor: T): T {
  marked.add(tensor.dataId);
  return tensor;
}

export function isConstantTensor(dataId: DataId): boolean {
  return marked.has(dataId);
}
