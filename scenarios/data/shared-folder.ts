import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { type DatasetName, isMadeInCode, loadDataset } from './catalog.ts';
import type { Dataset } from './image-set.ts';

/**
 * The data sets of these names, in their order, each loaded once however often it is named; all stay in memory, which
 * for MNIST and CIFAR-10 together is 1 GB. `folder` has the files of each in a folder of its name, or else beside the
 * others; without it they come from the cache. Throws InputError where a set cannot be had, and on a folder that none
 * of them would read.
 */
export async function loadDatasets(names: readonly DatasetName[], folder: string | undefined): Promise<Dataset[]> {
  requireReadFolder(folder, names);
  const loaded = new Map<DatasetName, Dataset>();
  const datasets: Dataset[] = [];
  for (const name of names) {
    const dataset = loaded.get(name) ?? (await loadDataset(name, { dataDir: ownFolder(folder, name) }));
    loaded.set(name, dataset);
    datasets.push(dataset);
  }
  return datasets;
}

function requireReadFolder(folder: string | undefined, names: readonly DatasetName[]): void {
  if (folder === undefined || !names.every(isMadeInCode)) return;
  throw new InputError(
    `--data-dir ${folder}: nothing reads it, ${[...new Set(names)].join(' and ')} being made in code; leave it out`,
  );
}

/** Undefined for data made in code, which have no files. */
function ownFolder(shared: string | undefined, name: DatasetName): string | undefined {
  if (shared === undefined || isMadeInCode(name)) return undefined;
  const own = join(shared, name);
  return statSync(own, { throwIfNoEntry: false })?.isDirectory() === true ? own : shared;
}
