import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import type { Granularity, Trace } from '../../core/trace/trace.ts';
import type { LoopOrder } from '../../instrument/kernel-models/model/loop-order.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import { SCENARIOS } from '../../scenarios/catalog.ts';
import { summedReadout } from '../../scenarios/measure-readout.ts';
import type { NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { configuredRule } from '../../scenarios/rule/rule.ts';
import { colouredLabels } from '../../scenarios/rule/rule-label.ts';
import type { RuleOptions } from '../../scenarios/rule/rule-option.ts';
import { perRule, referenceOf, type Scenario } from '../../scenarios/rule/scenario.ts';
import { descriptionOf } from '../../scenarios/rule/scenario-description.ts';
import type { Preset } from '../../scenarios/setting.ts';
import { requireSoundRule } from '../../scenarios/sound-rule.ts';
import { definedIn } from '../../scenarios/training/training-settings.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { RESULTS_SCHEMA } from '../results/result.ts';
import { toolVersion } from '../results/tool-version.ts';
import { totalResult } from '../results/total-result.ts';
import type { NamedTraining } from '../results/training-result.ts';
import { commonTraining, trainingSeconds } from '../results/training-result.ts';
import { type MeasuringJob, measuredHere, measuredInThreads, type NamedListener } from './measuring-pool.ts';
import type { ProgramAnswer, ProgramQuestion } from './program-answer.ts';

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
  /** Hears how far the pricing is, by the program's name or, where several are priced at a time, of all. */
  readonly onProgress?: NamedListener | undefined;
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
  const prepared = preparedComparison(compared, settings);
  return comparedResults(prepared, settings, measuredHere(jobsOf(prepared), settings.onProgress));
}

/** Does what `compareUpdates` does, so many programs at a time; the results do not depend on how many. */
export async function compareInThreads(
  compared: readonly ComparedScenario[],
  settings: ComparisonSettings,
  threads: number,
): Promise<ComparedResults> {
  const prepared = preparedComparison(compared, settings);
  const answers = await measuredInThreads(jobsOf(prepared), threads, settings.onProgress);
  return comparedResults(prepared, settings, answers);
}

type PreparedScenario = ReturnType<typeof preparedScenario>;

/** All programs are built before the first is measured: a wrong shape of the last is told at once. */
function preparedComparison(
  compared: readonly ComparedScenario[],
  settings: ComparisonSettings,
): readonly PreparedScenario[] {
  return compared.map((one, index) => preparedScenario(one, settings, `${index + 1}/${compared.length}`));
}

function jobsOf(prepared: readonly PreparedScenario[]): MeasuringJob[] {
  return prepared.flatMap(({ jobs }) => jobs);
}

/** `answers`: those of all jobs, in their order. */
function comparedResults(
  prepared: readonly PreparedScenario[],
  { granularity, loops, schedule, engine, seed, presets }: ComparisonSettings,
  answers: readonly ProgramAnswer[],
): ComparedResults {
  const engineSeconds: Record<string, number> = {};
  const trainingTimes: Record<string, number> = {};
  for (const { scenario, trainings } of prepared.map(({ compared }) => compared)) {
    if (trainings === undefined) continue;
    for (const [id, { trained }] of Object.entries(trainings)) {
      trainingTimes[`${scenario.id} ${id}`] = trainingSeconds(trained);
    }
  }
  let taken = 0;
  const scenarios = prepared.map((one) => {
    const first = taken;
    taken += one.jobs.length;
    return scenarioResult(one, answers.slice(first, taken), engineSeconds);
  });
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

/** The rules as they are configured, what they learned, and what is to be measured of them: updates first. */
function preparedScenario(
  compared: ComparedScenario,
  { granularity, loops, schedule, engine, presets }: ComparisonSettings,
  place: string,
) {
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
  const jobOf = (program: UpdateProgram, question: ProgramQuestion): MeasuringJob => ({
    name: `${place} ${scenario.id} ${question.algorithm}, ${question.kind}`,
    program,
    options: {
      engine,
      granularity,
      loops,
      order: schedule?.order,
      lines: question.kind === 'update',
      kinds: question.kind === 'update',
    },
    question,
  });
  const ids = Object.keys(rules);
  const updates = ids.map((algorithm) => jobOf(programs[algorithm], { kind: 'update', algorithm, presets }));
  const predictions = ids.flatMap((algorithm) => {
    const program = rules[algorithm].predictProgram?.(shape, INFERENCE_IMAGES);
    return program === undefined ? [] : [jobOf(program, { kind: 'prediction', algorithm, images: INFERENCE_IMAGES })];
  });
  const readouts = new Map(
    training?.rules.map(({ algorithm }) => [
      algorithm,
      rules[algorithm]
        .readoutPrograms?.(shape, training.trainImages)
        .map(({ program, times }) => jobOf(program, { kind: 'readout', algorithm, times })),
    ]),
  );
  const jobs = [...updates, ...predictions, ...[...readouts.values()].flatMap((parts) => parts ?? [])];
  return { compared, ids, training, jobs, hasReadout: (id: string) => readouts.get(id) !== undefined };
}

function scenarioResult(
  { compared, ids, training, hasReadout }: PreparedScenario,
  answers: readonly ProgramAnswer[],
  engineSeconds: Record<string, number>,
): ScenarioResult {
  const { scenario, shape, batch, data, preset, reference } = compared;
  const labels = colouredLabels(Object.values(scenario.rules).map(({ label }) => label));
  const updates = answers.flatMap((answer) => {
    if (answer.kind !== 'update') return [];
    engineSeconds[`${scenario.id} ${answer.algorithm}`] = answer.engineSeconds;
    return [answer.result];
  });
  const inference = answers.flatMap((answer) => (answer.kind === 'prediction' ? [answer.result] : []));
  const totals = training?.rules.map((rule, index) => {
    const parts = answers.flatMap((answer) =>
      answer.kind === 'readout' && answer.algorithm === rule.algorithm ? [answer] : [],
    );
    const readout = hasReadout(rule.algorithm) ? summedReadout(parts) : null;
    return totalResult(rule, updates[index].cost.cold[ELEMENT_BYTES], readout);
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
    rules: labels.map((label, index) => ({ algorithm: ids[index], ...label, ...definedIn(scenario.id, ids[index]) })),
    reference: reference ?? referenceOf(ids),
    updates,
    ...(SCENARIOS.some(({ id }) => id === scenario.id) ? {} : { described: descriptionOf(scenario) }),
    ...(preset === undefined ? {} : { preset }),
    ...(inference.length === 0 ? {} : { inference }),
    ...(training === undefined || totals === undefined ? {} : { training, totals }),
  };
}
