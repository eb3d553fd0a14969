import type { EngineName } from '../../core/measurement/engines.ts';
import { datasetOf, type Scenario } from '../../scenarios/rule/scenario.ts';
import {
  type ComparisonSetting,
  changedSetting,
  comparisonSetting,
  type Preset,
  type SettingChanges,
} from '../../scenarios/setting.ts';

/** What to compare, in which setting. */
export interface ComparisonRequest {
  readonly scenarios: readonly Scenario[];
  /** Id of the rule that the others are held against; missing: the usual one. */
  readonly reference?: string;
  /** Whether training begins anew where an interrupted one could go on. */
  readonly fresh?: boolean;
  readonly preset: Preset | null;
  /** How the setting differs from the preset's, for every scenario. */
  readonly changes: Omit<SettingChanges, 'dataset'>;
  /** The data set; undefined: the preset's. */
  readonly data: string | undefined;
  /** The folder that the files of data sets are in; undefined: the cache. */
  readonly dataDir: string | undefined;
}

/** A scenario in the setting that is asked for. */
export interface ScenarioSetting {
  readonly scenario: Scenario;
  readonly setting: ComparisonSetting;
}

/** The setting of every scenario. Throws InputError where one does not learn from the data that are named. */
export function requestedSettings({ scenarios, preset, changes, data }: ComparisonRequest): ScenarioSetting[] {
  return scenarios.map((scenario) => {
    const dataset = data === undefined ? undefined : datasetOf(scenario, data);
    return {
      scenario,
      setting: changedSetting(comparisonSetting(scenario, preset), scenario, { ...changes, dataset }),
    };
  });
}

/** The reference, where one is asked for, as what is compared has it. */
export function referenceIn({ reference }: ComparisonRequest): { readonly reference?: string } {
  return reference === undefined ? {} : { reference };
}

/** Multiply-accumulates of an update that an engine prices within seconds; where batches are reduced, to this. */
const QUICK_MACS: Readonly<Record<EngineName, number>> = {
  run: Number.POSITIVE_INFINITY,
  element: 8e6,
  oracle: 1e4,
};

/**
 * The batch of the setting, or, where the engine would take minutes over it, the largest of its halves (rounded down)
 * that it does not; at least 1.
 */
export function quickBatch({ scenario, setting }: ScenarioSetting, engine: EngineName): number {
  const rules = Object.entries(scenario.rules).map(([id, rule]) => rule.configured(setting.options[id]));
  const macs = (batch: number): number => Math.max(...rules.map((rule) => rule.macsPerUpdate(setting.shape, batch)));
  let batch = setting.batch;
  while (batch > 1 && macs(batch) > QUICK_MACS[engine]) batch = Math.floor(batch / 2);
  return batch;
}
