import { InputError } from '../../core/input-error.ts';
import type { NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { datasetOf, type Scenario } from '../../scenarios/rule/scenario.ts';

/** A data set, named and identified. */
export interface BatchData {
  readonly name: string;
  readonly trainSha256: string;
  readonly testSha256: string;
}

/**
 * The data set that a batch would come from, checked against the network; null where none is named. A trace is made
 * from shapes alone, because which addresses an update touches does not depend on the images.
 * Throws InputError where the scenario does not learn from it, its images do not fit, or it has too few.
 */
export async function batchData(
  flags: { readonly data?: string | undefined; readonly 'data-dir'?: string | undefined },
  scenario: Scenario,
  shape: NetworkShape,
  batch: number,
): Promise<BatchData | null> {
  const { data, 'data-dir': dataDir } = flags;
  if (data === undefined) {
    if (dataDir !== undefined) throw new InputError('--data-dir: names a folder of no data set; add --data');
    return null;
  }
  const name = datasetOf(scenario, data);
  const { loadDataset } = await import('../../scenarios/data/catalog.ts');
  const { train, test } = await loadDataset(name, { dataDir });
  const width = train.rows * train.columns * train.channels;
  if (width !== shape.layers[0]) {
    throw new InputError(`--data ${name}: images have ${width} numbers, the first layer takes ${shape.layers[0]}`);
  }
  if (train.count < batch) {
    throw new InputError(`--data ${name}: has ${train.count} training images, fewer than a batch of ${batch}`);
  }
  return { name, trainSha256: train.sha256, testSha256: test.sha256 };
}
