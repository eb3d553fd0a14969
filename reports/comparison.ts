import type { EnergyPreset } from '../core/energy-presets.ts';
import type { EngineName } from '../core/engines.ts';
import type { Granularity } from '../core/trace.ts';
import type { LoopOrder } from '../instrument/kernel-models/loop-order.ts';
import { measureUpdate } from '../scenarios/measure-update.ts';
import type { NetworkShape, Scenario } from '../scenarios/scenario.ts';
import { ALGORITHMS } from '../scenarios/scenario.ts';
import type { Results, ScenarioResult } from './result.ts';
import { RESULTS_SCHEMA } from './result.ts';
import { toolVersion } from './tool-version.ts';
import { updateResult } from './update-result.ts';

/** One scenario to compare, and in which setting. */
export interface ComparedScenario {
  readonly scenario: Scenario;
  readonly shape: NetworkShape;
  readonly batch: number;
  readonly data: ScenarioResult['data'];
}

export interface ComparisonSettings {
  readonly granularity: Granularity;
  readonly loops: LoopOrder;
  readonly engine: EngineName;
  readonly seed: number;
  readonly presets: readonly EnergyPreset[];
  /** Called before each update is measured, with its name. */
  readonly onUpdate: (name: string) => void;
}

/** What `compareUpdates` leaves to its caller: the time and memory of the whole run. */
export type ComparedResults = Omit<Results, 'volatile'> & {
  readonly engineSeconds: Results['volatile']['engineSeconds'];
};

/** Traces and prices one update of every algorithm of every scenario. Throws InputError on a shape or batch it cannot have. */
export function compareUpdates(compared: readonly ComparedScenario[], settings: ComparisonSettings): ComparedResults {
  const { granularity, loops, engine, seed, presets, onUpdate } = settings;
  const engineSeconds: Record<string, number> = {};
  // All programs are built before the first is measured: a wrong shape of the last is told at once.
  const programs = compared.map(({ scenario, shape, batch }) =>
    ALGORITHMS.map((algorithm) => ({ algorithm, program: scenario.algorithms[algorithm].update(shape, batch) })),
  );
  const scenarios = compared.map(({ scenario, shape, batch, data }, index): ScenarioResult => {
    const updates = programs[index].map(({ algorithm, program }) => {
      const name = `${scenario.id} ${algorithm}`;
      onUpdate(name);
      const measured = measureUpdate(program, { engine, granularity, loops });
      engineSeconds[name] = measured.engineSeconds;
      return updateResult(algorithm, measured.measurement, presets);
    });
    return {
      id: scenario.id,
      title: scenario.title,
      source: scenario.source,
      layers: [...shape.layers],
      classes: shape.classes,
      batch,
      documentedBatch: scenario.defaultBatch,
      documentedLayers: [...scenario.defaultShape.layers],
      data,
      updates,
    };
  });
  return {
    schema: RESULTS_SCHEMA,
    provenance: {
      tool: toolVersion(),
      node: process.version,
      costModel: { semantics: 'eager', granularity },
      loops,
      engine,
      seed,
      energyPresets: [...presets],
    },
    scenarios,
    engineSeconds,
  };
}

/** Multiply-accumulates of an update that an engine prices within seconds; where batches are reduced, to this. */
const QUICK_MACS: Readonly<Record<EngineName, number>> = {
  run: Number.POSITIVE_INFINITY,
  element: 8e6,
  oracle: 1e4,
};

/**
 * The documented batch, or, where the engine would take minutes over it, the largest of its halves (rounded down) that
 * it does not; at least 1.
 */
export function quickBatch({ algorithms, defaultBatch }: Scenario, shape: NetworkShape, engine: EngineName): number {
  const macs = (batch: number): number =>
    Math.max(...ALGORITHMS.map((algorithm) => algorithms[algorithm].macsPerUpdate(shape, batch)));
  let batch = defaultBatch;
  while (batch > 1 && macs(batch) > QUICK_MACS[engine]) batch = Math.floor(batch / 2);
  return batch;
}
