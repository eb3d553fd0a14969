import { InputError } from '../../core/input-error.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import { trainingReport } from '../../reports/printed/training-report.ts';
import { type ComparedScenario, quickBatch } from '../../reports/results/comparison.ts';
import { toolVersion } from '../../reports/results/tool-version.ts';
import { parseTrainedRule } from '../../reports/results/trained-rule.ts';
import type { NamedTraining } from '../../reports/results/training-result.ts';
import { findScenario, SCENARIOS } from '../../scenarios/catalog.ts';
import { type DatasetName, loadDataset } from '../../scenarios/data/catalog.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import { perRule } from '../../scenarios/rule/algorithm.ts';
import { datasetOf, type Scenario } from '../../scenarios/rule/scenario.ts';
import { comparisonSetting, type Preset } from '../../scenarios/setting.ts';
import { keptStates } from '../../scenarios/training/kept-states.ts';
import { type TrainingSettings, trainingSettings } from '../../scenarios/training/training-settings.ts';
import { batchData } from '../files/batch-data.ts';
import { dataFolder, requireReadFolder } from '../files/data-folder.ts';
import { readJsonFile } from '../files/json-file.ts';
import { batchOf, shapeOf } from '../flags/scenario-flags.ts';
import { parseSeeds, parseUntil, positiveInteger } from '../flags/training-flags.ts';
import { trainShown } from '../terminal/shown-training.ts';

/** The flags that say what is compared, and in which setting. */
export interface ComparedFlags {
  scenario: string[] | undefined;
  preset: Preset | undefined;
  batch: number | undefined;
  layers: string | undefined;
  data: string | undefined;
  'data-dir': string | undefined;
  engine: EngineName;
  seeds: string | undefined;
  epochs: number | undefined;
  until: number | undefined;
  'train-subset': number | undefined;
  threads: number | undefined;
}

/** What to compare; `forget` removes what is kept of trainings for nothing but to go on with them. */
export interface Compared {
  readonly scenarios: readonly ComparedScenario[];
  readonly forget: () => void;
}

/** The scenarios named, with one update each to compare and nothing trained. */
export async function comparedUpdates(flags: ComparedFlags): Promise<Compared> {
  const settings = comparedSettings(flags);
  if (flags.data !== undefined)
    requireReadFolder(
      flags['data-dir'],
      settings.map((one) => datasetName(one, flags)),
    );
  const scenarios: ComparedScenario[] = [];
  for (const { scenario, setting, shape } of settings) {
    const { options } = setting;
    const fallback = flags.preset === undefined ? quickBatch(scenario, shape, flags.engine) : setting.batch;
    const batch = batchOf(flags.batch, fallback);
    const data = await batchData(dataFlags(flags, scenario), scenario, shape, batch);
    scenarios.push({ scenario, shape, batch, data, options, preset: flags.preset ?? null });
  }
  return { scenarios, forget: () => {} };
}

/** The scenarios of which files hold both rules, trained. Throws InputError on a file of no use, or one too few. */
export function comparedFiles(files: readonly string[], names: readonly string[] = []): Compared {
  const trained = files.map(trainedFile);
  const named = names.length === 0 ? [...new Set(trained.map((one) => one.trained.scenario))] : [...new Set(names)];
  const scenarios = named.map(findScenario);
  for (const {
    where,
    trained: { scenario },
  } of trained) {
    if (!named.includes(scenario))
      throw new InputError(`${where}: is about ${scenario}; name that scenario, too, or leave out the file`);
  }
  return { scenarios: scenarios.map((scenario) => trainedScenario(scenario, trained)), forget: () => {} };
}

/** What a file holds. Throws InputError where another version made it: a rule may have learned otherwise there. */
function trainedFile(where: string): NamedTraining {
  const trained = parseTrainedRule(readJsonFile(where), where);
  const { version, scenario, algorithm } = trained;
  if (version === toolVersion()) return { where, trained };
  throw new InputError(
    `${where}: was trained by version ${version}, this is ${toolVersion()}; train again with odometer train ${scenario} --algorithm ${algorithm} --json`,
  );
}

function trainedScenario(scenario: Scenario, files: readonly NamedTraining[]): ComparedScenario {
  const trainings = perRule((algorithm): NamedTraining => {
    const found = files.filter(({ trained }) => trained.scenario === scenario.id && trained.algorithm === algorithm);
    if (found.length === 1) return found[0];
    throw new InputError(
      found.length === 0
        ? `--trained: no file holds ${scenario.id} ${algorithm}; make one with odometer train ${scenario.id} --algorithm ${algorithm} --json`
        : `--trained: ${found.map(({ where }) => where).join(' and ')} both hold ${scenario.id} ${algorithm}; give one of them`,
    );
  });
  const { shape, classes, batch, data, trainSha256, testSha256 } = trainings.ff.trained;
  return {
    scenario,
    shape: { ...scenario.defaultShape, layers: shape, classes },
    batch,
    data: { name: data, trainSha256, testSha256 },
    trainings,
  };
}

/** Trains both rules of the scenarios named; goes on where an earlier command was interrupted. */
export async function comparedTraining(flags: ComparedFlags): Promise<Compared> {
  const settings = comparedSettings(flags);
  const threads = positiveInteger('--threads', flags.threads);
  requireReadFolder(
    flags['data-dir'],
    settings.map((one) => datasetName(one, flags)),
  );
  // Bad input of the last scenario is told before the first is trained. The data are read again then: all of them at
  // once would fill the memory.
  for (const one of settings) await ruleSettings(one, flags);
  const scenarios: ComparedScenario[] = [];
  const forgets: (() => void)[] = [];
  for (const one of settings) {
    const { scenario, shape, setting } = one;
    const { data, rules } = await ruleSettings(one, flags);
    const stop = { epochs: setting.epochs, criterion: setting.criterion, stopsAtCriterion: true };
    const { seeds } = setting;
    const train = async (algorithm: Algorithm): Promise<NamedTraining> => {
      const where = `${scenario.id} ${algorithm}`;
      const { folder: checkpointFolder, remove } = keptStates(rules[algorithm], stop);
      forgets.push(() => remove(seeds));
      process.stderr.write(`${where}: training to ${stop.criterion} on ${data.name}, seeds ${seeds.join(', ')}\n`);
      const task = { settings: rules[algorithm], stop, data, seeds, checkpointFolder, fresh: false, threads };
      const outcomes = await trainShown(task);
      return { where, trained: parseTrainedRule(trainingReport(rules[algorithm], stop, outcomes), where) };
    };
    const trainings = { ff: await train('ff'), bp: await train('bp') };
    scenarios.push({
      scenario,
      shape,
      batch: rules.ff.batch,
      data: { name: data.name, trainSha256: data.train.sha256, testSha256: data.test.sha256 },
      preset: flags.preset ?? null,
      trainings,
    });
  }
  return {
    scenarios,
    forget: () => {
      for (const forget of forgets) forget();
    },
  };
}

type NamedSetting = ReturnType<typeof comparedSettings>[number];

/** The setting of every scenario that is compared: the preset's, changed by the flags. */
function comparedSettings(flags: ComparedFlags) {
  const { scenario: names = [], preset, layers, batch } = flags;
  const scenarios = names.length === 0 ? SCENARIOS : [...new Set(names)].map(findScenario);
  if (scenarios.length > 1 && layers !== undefined) {
    throw new InputError('--layers: is the shape of one scenario; name the scenario');
  }
  const seeds = flags.seeds === undefined ? undefined : parseSeeds(flags.seeds);
  const epochs = positiveInteger('--epochs', flags.epochs);
  const criterion = parseUntil(flags.until);
  const trainImages = positiveInteger('--train-subset', flags['train-subset']);
  return scenarios.map((scenario) => {
    const base = comparisonSetting(scenario, preset ?? null);
    const setting = {
      ...base,
      batch: batchOf(batch, base.batch),
      seeds: seeds ?? base.seeds,
      epochs: epochs ?? base.epochs,
      criterion: criterion ?? base.criterion,
      trainImages: trainImages ?? base.trainImages,
    };
    const shape = layers === undefined ? setting.shape : shapeOf(scenario, layers);
    return { scenario, setting, shape };
  });
}

function datasetName({ scenario, setting }: NamedSetting, { data }: ComparedFlags): DatasetName {
  return data === undefined ? setting.dataset : datasetOf(scenario, data);
}

/** The data set, and what both rules are trained with. */
async function ruleSettings(named: NamedSetting, flags: ComparedFlags) {
  const { scenario, setting, shape } = named;
  const name = datasetName(named, flags);
  const data = await loadDataset(name, { dataDir: dataFolder(flags['data-dir'], name) });
  const { trainImages, evaluateEvery, evaluationImages, batch, options } = setting;
  const trainSubset = trainImages === undefined ? undefined : Math.min(trainImages, data.train.count);
  const rules = perRule(
    (algorithm): TrainingSettings =>
      trainingSettings(
        {
          scenario: scenario.id,
          algorithm,
          shape,
          batch,
          options: options[algorithm],
          trainSubset,
          evaluateEvery,
          evaluationImages,
        },
        data,
      ),
  );
  return { data, rules };
}

/** What `--no-train` reads data for is provenance alone: none is read unless it is named. */
function dataFlags({ data, 'data-dir': dataDir }: ComparedFlags, scenario: Scenario) {
  if (data === undefined) return { 'data-dir': dataDir };
  return { data, 'data-dir': dataFolder(dataDir, datasetOf(scenario, data)) };
}
