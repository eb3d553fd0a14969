import { InputError } from '../core/input-error.ts';
import type { Dataset } from './data/image-set.ts';
import type { NetworkShape } from './rule/network-shape.ts';

/** A data set, named and identified. */
export interface BatchData {
  readonly name: string;
  readonly trainSha256: string;
  readonly testSha256: string;
}

/**
 * The data set that a batch would come from, checked against the network. A trace is made from shapes alone, because
 * which addresses an update touches does not depend on the images. Throws InputError where the images do not fit, or
 * are fewer than a batch.
 */
export function batchData({ name, train, test }: Dataset, shape: NetworkShape, batch: number): BatchData {
  const width = train.rows * train.columns * train.channels;
  if (width !== shape.layers[0]) {
    throw new InputError(`--data ${name}: images have ${width} numbers, the first layer takes ${shape.layers[0]}`);
  }
  if (train.count < batch) {
    throw new InputError(`--data ${name}: has ${train.count} training images, fewer than a batch of ${batch}`);
  }
  return { name, trainSha256: train.sha256, testSha256: test.sha256 };
}
