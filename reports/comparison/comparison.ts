import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import type { PricingListener } from '../../core/trace/pricing-progress.ts';
import type { Granularity, Trace } from '../../core/trace/trace.ts';
import type { LoopOrder } from '../../instrument/kernel-models/model/loop-order.ts';
import { type MeasureOptions, measureUpdate } from '../../instrument/measure-update.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { SCENARIOS } from '../../scenarios/catalog.ts';
import { measureReadout } from '../../scenarios/measure-readout.ts';
import type { NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { configuredRule } from '../../scenarios/rule/rule.ts';
import { colouredLabels } from '../../scenarios/rule/rule-label.ts';
import type { RuleOptions } from '../../scenarios/rule/rule-option.ts';
import { perRule, referenceOf, type Scenario } from '../../scenarios/rule/scenario.ts';
import { descriptionOf } from '../../scenarios/rule/scenario-description.ts';
import type { Preset } from '../../scenarios/setting.ts';
import { requireSoundRule } from '../../scenarios/sound-rule.ts';
import { definedIn } from '../../scenarios/training/training-settings.ts';
import { inferenceResult } from '../results/inference-result.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { RESULTS_SCHEMA } from '../results/result.ts';
import { toolVersion } from '../results/tool-version.ts';
import { totalResult } from '../results/total-result.ts';
import type { NamedTraining } from '../results/training-result.ts';
import { commonTraining, trainingSeconds } from '../results/training-result.ts';
import { updateResult } from '../results/update-result.ts';

/** One scenario to compare, and in which setting. */
export interface ComparedScenario {
  readonly scenario: Scenario;
  /** Id of the rule that the others are held against; missing: the usual one. */
  readonly reference?: string;
  readonly shape: NetworkShape;
  readonly batch: number;
  readonly data: ScenarioResult['data'];
  /** The named setting that was asked for, if any. */
  readonly preset?: Preset | null;
  /** How the rules differ from the documented ones, where nothing was trained; what was trained has its own. */
  readonly options?: Readonly<Record<string, RuleOptions>>;
  /** What the rules learned, by their ids; missing: only an update is compared. */
  readonly trainings?: Readonly<Record<string, NamedTraining>>;
}

export interface ComparisonSettings {
  readonly granularity: Granularity;
  readonly loops: LoopOrder;
  /** In which order programs are priced in place of their own, by its name in the results. Missing: as executed. */
  readonly schedule?:
    | { readonly name: NonNullable<Results['provenance']['schedule']>; readonly order: (trace: Trace) => Trace }
    | undefined;
  readonly engine: EngineName;
  readonly seed: number;
  readonly presets: readonly EnergyPreset[];
  /** Hears how far the pricing of each program is, by the program's name. */
  readonly onProgress?: ((name: string, ...progress: Parameters<PricingListener>) => void) | undefined;
}

/** What `compareUpdates` leaves to its caller: the time and memory of the whole run. */
export type ComparedResults = Omit<Results, 'volatile'> &
  Pick<Results['volatile'], 'engineSeconds' | 'trainingSeconds'>;

/** Images that are predicted at once where inference is measured: one, as it comes. */
const INFERENCE_IMAGES = 1;

/**
 * Traces and prices one update of every rule of every scenario, and the prediction of one image; where the rules
 * were trained, also what it cost to meet the criterion. Throws InputError on a shape, batch or option it cannot have,
 * and where the rules of a scenario were not trained alike.
 */
export function compareUpdates(compared: readonly ComparedScenario[], settings: ComparisonSettings): ComparedResults {
  const { granularity, loops, schedule, engine, seed, presets } = settings;
  const engineSeconds: Record<string, number> = {};
  const trainingTimes: Record<string, number> = {};
  // All programs are built before the first is measured: a wrong shape of the last is told at once.
  const prepared = compared.map(preparedScenario);
  for (const { scenario, trainings } of compared) {
    if (trainings === undefined) continue;
    for (const [id, { trained }] of Object.entries(trainings)) {
      trainingTimes[`${scenario.id} ${id}`] = trainingSeconds(trained);
    }
  }
  const scenarios = prepared.map((one, index) =>
    scenarioResult(one, settings, engineSeconds, `${index + 1}/${prepared.length}`),
  );
  return {
    schema: RESULTS_SCHEMA,
    provenance: {
      tool: toolVersion(),
      node: process.version,
      costModel: { semantics: 'eager', granularity },
      loops,
      ...(schedule === undefined ? {} : { schedule: schedule.name }),
      engine,
      seed,
      energyPresets: [...presets],
    },
    scenarios,
    engineSeconds,
    ...(Object.keys(trainingTimes).length === 0 ? {} : { trainingSeconds: trainingTimes }),
  };
}

/** The results with the time and memory of a run that began at `start`, in ms of `performance.now()`. */
export function completeResults(compared: ComparedResults, start: number): Results {
  const { engineSeconds, trainingSeconds, ...measured } = compared;
  const volatile = {
    engineSeconds,
    ...(trainingSeconds === undefined ? {} : { trainingSeconds }),
    seconds: (performance.now() - start) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  return { ...measured, volatile };
}

/** The rules as they are configured, their updates, and what they learned. */
function preparedScenario(compared: ComparedScenario) {
  const { scenario, shape, batch, options, trainings } = compared;
  const asked = perRule(scenario.rules, (_, id) => trainings?.[id].trained.options ?? options?.[id] ?? {});
  const rules = perRule(scenario.rules, (rule, id) => configuredRule(`${scenario.id} ${id}`, rule, asked[id]));
  const programs = perRule(rules, (rule, id): UpdateProgram => {
    if (trainings === undefined) requireSoundRule(scenario.id, id, rule, shape, batch);
    const program = rule.update(shape, batch);
    // Where they were trained, the results state the options with the training.
    return trainings === undefined ? { ...program, about: { ...program.about, ...asked[id] } } : program;
  });
  const training = trainings === undefined ? undefined : commonTraining(trainings, scenario.rules);
  return { compared, rules, programs, training };
}

function scenarioResult(
  { compared, rules, programs, training }: ReturnType<typeof preparedScenario>,
  { granularity, loops, schedule, engine, presets, onProgress }: ComparisonSettings,
  engineSeconds: Record<string, number>,
  place: string,
): ScenarioResult {
  const { scenario, shape, batch, data, preset, reference } = compared;
  const ids = Object.keys(rules);
  const labels = colouredLabels(Object.values(scenario.rules).map(({ label }) => label));
  const pricing = (algorithm: string, work: string): MeasureOptions => {
    const name = `${place} ${scenario.id} ${algorithm}, ${work}`;
    const order = schedule?.order;
    return {
      engine,
      granularity,
      loops,
      order,
      onProgress: onProgress && ((...progress) => onProgress(name, ...progress)),
    };
  };
  const updates = ids.map((algorithm) => {
    const measured = measureUpdate(programs[algorithm], { ...pricing(algorithm, 'update'), lines: true, kinds: true });
    engineSeconds[`${scenario.id} ${algorithm}`] = measured.engineSeconds;
    return updateResult(algorithm, measured, presets);
  });
  const inference = ids.flatMap((algorithm) => {
    const program = rules[algorithm].predictProgram?.(shape, INFERENCE_IMAGES);
    if (program === undefined) return [];
    const { measurement } = measureUpdate(program, pricing(algorithm, 'prediction'));
    return [inferenceResult(algorithm, INFERENCE_IMAGES, measurement)];
  });
  const totals = training?.rules.map((rule, index) =>
    totalResult(
      rule,
      updates[index].cost.cold[ELEMENT_BYTES],
      measureReadout(rules[rule.algorithm], shape, training.trainImages, pricing(rule.algorithm, 'readout')),
    ),
  );
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
    rules: labels.map((label, index) => ({ algorithm: ids[index], ...label, ...definedIn(scenario.id, ids[index]) })),
    reference: reference ?? referenceOf(ids),
    updates,
    ...(SCENARIOS.some(({ id }) => id === scenario.id) ? {} : { described: descriptionOf(scenario) }),
    ...(preset === undefined ? {} : { preset }),
    ...(inference.length === 0 ? {} : { inference }),
    ...(training === undefined || totals === undefined ? {} : { training, totals }),
  };
}
