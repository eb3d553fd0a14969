import { choiceOf } from '../../core/input-error.ts';
import { ENGINE_NAMES } from '../../core/measurement/engines.ts';
import { parseLoopOrder } from '../../instrument/kernel-models/model/loop-order.ts';
import { compareUpdates } from '../../reports/comparison/comparison.ts';
import { mergedPlaces } from '../../reports/results/figures/place-parts.ts';
import type { Results, ScenarioResult, UpdateResult } from '../../reports/results/result.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { perRule } from '../../scenarios/rule/scenario.ts';

/**
 * The results with their updates and predictions measured again, in the same setting: every figure that they have is
 * found anew, but for source lines, which may move; those that only this version measures are beside them. Training and totals stay as they are.
 * Throws RangeError naming the first figure that is not found anew.
 */
export function remeasuredResults(results: Results): Results {
  const { costModel, loops, engine, seed, energyPresets } = results.provenance;
  const measured = compareUpdates(results.scenarios.map(settingOf), {
    granularity: costModel.granularity,
    loops: parseLoopOrder(loops),
    engine: choiceOf('engine', engine, ENGINE_NAMES),
    seed,
    presets: energyPresets,
  });
  const scenarios = results.scenarios.map((scenario, index) => {
    const { updates, inference } = measured.scenarios[index];
    requireFigures(scenario.updates.map(withoutLines), updates.map(withoutLines), `${scenario.id}: updates`);
    requireFigures(scenario.inference, inference, `${scenario.id}: inference`);
    return { ...scenario, updates, ...(inference === undefined ? {} : { inference }) };
  });
  return { ...results, scenarios };
}

function settingOf({ id, layers, classes, batch, data, training }: ScenarioResult) {
  const scenario = findScenario(id);
  const optionsOf = new Map(training?.rules.map(({ algorithm, options }) => [algorithm, options]));
  return {
    scenario,
    shape: { ...scenario.defaultShape, layers, classes },
    batch,
    data,
    options: perRule(scenario.rules, (_, id) => optionsOf.get(id) ?? {}),
  };
}

/** An update whose places are told apart by what is computed there alone: its source lines may move. */
function withoutLines({ places, ...update }: UpdateResult) {
  return places === undefined ? update : { ...update, places: mergedPlaces(places, ['phase', 'layer', 'kernel']) };
}

/** Whether all that is stated is measured, too. */
function requireFigures(stated: unknown, measured: unknown, where: string): void {
  if (typeof stated !== 'object' || stated === null) {
    if (Object.is(stated, measured)) return;
    throw new RangeError(`${where}: is ${stated} in the results, ${measured} measured again`);
  }
  const [ours, anew] = [Object.entries(stated), new Map(Object.entries(measured ?? {}))];
  if (Array.isArray(stated) && anew.size !== ours.length) {
    throw new RangeError(`${where}: has ${ours.length} entries in the results, ${anew.size} measured again`);
  }
  for (const [key, value] of ours) requireFigures(value, anew.get(key), `${where}.${key}`);
}
