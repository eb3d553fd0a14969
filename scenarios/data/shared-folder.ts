import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { type DataSource, dataName, isMadeInCode, loadDataset } from './catalog.ts';
import type { Dataset } from './image-set.ts';

/**
 * These data sets, in their order, each loaded once however often it is there; all stay in memory, which
 * for MNIST and CIFAR-10 together is 1 GB. `folder` has the files of each in a folder of its name, or else beside the
 * others; without it they come from the cache. Throws InputError where a set cannot be had, and on a folder that none
 * of them would read.
 */
export async function loadDatasets(sources: readonly DataSource[], folder: string | undefined): Promise<Dataset[]> {
  requireReadFolder(folder, sources);
  const loaded = new Map<DataSource, Dataset>();
  const datasets: Dataset[] = [];
  for (const source of sources) {
    const dataset = loaded.get(source) ?? (await loadDataset(source, { dataDir: ownFolder(folder, source) }));
    loaded.set(source, dataset);
    datasets.push(dataset);
  }
  return datasets;
}

function requireReadFolder(folder: string | undefined, sources: readonly DataSource[]): void {
  if (folder === undefined || !sources.every(isMadeInCode)) return;
  throw new InputError(
    `--data-dir ${folder}: nothing reads it, ${[...new Set(sources.map(dataName))].join(' and ')} being made in code; leave it out`,
  );
}

/** Undefined for data made in code, which have no files. */
function ownFolder(shared: string | undefined, source: DataSource): string | undefined {
  if (shared === undefined || isMadeInCode(source)) return undefined;
  const own = join(shared, dataName(source));
  return statSync(own, { throwIfNoEntry: false })?.isDirectory() === true ? own : shared;
}
