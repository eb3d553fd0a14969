import type { Measurement } from '../../../core/measurement/measurement.ts';
import { measureUpdate } from '../../../instrument/measure-update.ts';
import { compareUpdates } from '../../../reports/comparison/comparison.ts';
import type { Results } from '../../../reports/results/result.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { diskRing } from '../../../scenarios/disk-ring/scenario.ts';
import { hybrid } from '../../../scenarios/hybrid/scenario.ts';
import { labelInInput } from '../../../scenarios/label-in-input/scenario.ts';
import { locallyConnected } from '../../../scenarios/locally-connected/scenario.ts';
import { recurrent } from '../../../scenarios/recurrent/scenario.ts';
import { configuredRule } from '../../../scenarios/rule/rule.ts';
import type { BuiltInRule } from '../scenarios/built-in-rules.ts';

/** Small networks of every scenario. */
const SMALL = [
  [labelInInput, [24, 9, 7], {}],
  [hybrid, [36, 9, 7], {}],
  [recurrent, [36, 9, 7], {}],
  [locallyConnected, [300, 81, 49], { receptiveFields: [2, 3] }],
  [diskRing, [2, 4, 3], {}],
] as const;

const SETTINGS = SMALL.map(([scenario, layers, more]) => ({
  scenario,
  shape: { ...scenario.defaultShape, layers, ...more },
  batch: 2,
  data: null,
}));

export const SMALL_IDS = SMALL.map(([{ id }]) => id);

/** Updates and predictions of small networks of every scenario, measured. */
export function smallComparison(): Results {
  const { engineSeconds, ...measured } = compareUpdates(SETTINGS, {
    granularity: 'scalar',
    loops: 'tfjs',
    engine: 'element',
    seed: 0,
    presets: [],
  });
  return { ...measured, volatile: { engineSeconds, seconds: 1, peakRssBytes: 1 } };
}

const measurements = new Map<string, Measurement>();

/** An update of a small network, or its prediction of one image, with all that the engine measured of it, once. */
export function smallMeasurement(id: string, algorithm: BuiltInRule, work: 'update' | 'prediction'): Measurement {
  const key = `${id} ${algorithm} ${work}`;
  const measurement = measurements.get(key) ?? measured(id, algorithm, work);
  measurements.set(key, measurement);
  return measurement;
}

function measured(id: string, algorithm: BuiltInRule, work: 'update' | 'prediction'): Measurement {
  const setting = SETTINGS.find(({ scenario }) => scenario.id === id);
  if (setting === undefined) throw new Error(`no small ${id}`);
  const rule = configuredRule(id, findScenario(id).rules[algorithm], {});
  const { shape, batch } = setting;
  const program = work === 'update' ? rule.update(shape, batch) : rule.predictProgram?.(shape, 1);
  if (program === undefined) throw new Error(`${id} ${algorithm} predicts nothing`);
  return measureUpdate(program, { engine: 'element', granularity: 'scalar' }).measurement;
}
