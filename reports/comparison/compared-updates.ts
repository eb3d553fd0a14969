import type { EngineName } from '../../core/measurement/engines.ts';
import { batchData } from '../../scenarios/batch-data.ts';
import { loadDatasets } from '../../scenarios/data/shared-folder.ts';
import type { ComparedScenario } from './comparison.ts';
import { type ComparisonRequest, quickBatch, referenceIn, requestedSettings } from './comparison-request.ts';

/**
 * What is asked for, with one update of each rule to compare and nothing trained. Data are loaded where they are named,
 * for their names and hashes alone. Throws InputError on data that the networks cannot learn from.
 */
export async function comparedUpdates(request: ComparisonRequest, engine: EngineName): Promise<ComparedScenario[]> {
  const { preset, changes, data, dataDir } = request;
  const settings = requestedSettings(request);
  const names = data === undefined ? [] : settings.map(({ setting }) => setting.dataset);
  const datasets = data === undefined ? [] : await loadDatasets(names, dataDir);
  const isAsItIs = preset !== null || changes.batch !== undefined;
  return settings.map((one, index) => {
    const { scenario, setting } = one;
    const { shape, options } = setting;
    const batch = isAsItIs ? setting.batch : quickBatch(one, engine);
    const named = data === undefined ? null : batchData(datasets[index], shape, batch);
    return { scenario, ...referenceIn(request), shape, batch, data: named, options, preset };
  });
}
