import { InputError } from '../../core/input-error.ts';
import { findRule, findScenario } from '../../scenarios/catalog.ts';
import { dataName } from '../../scenarios/data/catalog.ts';
import { MOST_BATCH_IMAGES } from '../../scenarios/rule/network-shape.ts';
import { configuredRule } from '../../scenarios/rule/rule.ts';
import { perRule, type Scenario } from '../../scenarios/rule/scenario.ts';
import { definedIn } from '../../scenarios/training/training-settings.ts';
import { toolVersion } from '../results/tool-version.ts';
import { parseTrainedRule, type TrainedRule } from '../results/trained-rule.ts';
import type { NamedTraining } from '../results/training-result.ts';
import type { ComparedScenario } from './comparison.ts';
import { courseMistake } from './trained-course.ts';

/** A file that holds a trained rule, as JSON that nobody has checked yet. */
export interface TrainedFile {
  readonly where: string;
  readonly json: unknown;
}

/**
 * The scenarios of which files hold every rule, trained: those that are named, or, where none is, all that the files are
 * about. Throws InputError on a file of no use, and where one is missing.
 */
export function comparedFiles(files: readonly TrainedFile[], named: readonly Scenario[]): ComparedScenario[] {
  const trained = files.map(namedTraining);
  const ids = new Set(named.length === 0 ? trained.map((one) => one.trained.scenario) : named.map(({ id }) => id));
  const scenarios = named.length === 0 ? [...ids].map(findScenario) : named;
  for (const { where, trained: one } of trained) {
    const scenario = scenarios.find(({ id }) => id === one.scenario);
    if (scenario !== undefined) {
      if (Object.hasOwn(scenario.rules, one.algorithm)) continue;
      throw new InputError(`${where}: is of the rule ${one.algorithm}; name it in --rules, too, or leave out the file`);
    }
    throw new InputError(`${where}: is about ${one.scenario}; name that scenario, too, or leave out the file`);
  }
  return scenarios.map((scenario) => trainedScenario(scenario, trained));
}

/** What a file holds. Throws InputError where another version made it: a rule may have learned otherwise there. */
function namedTraining({ where, json }: TrainedFile): NamedTraining {
  const trained = parseTrainedRule(json, where);
  const { version, scenario, algorithm } = trained;
  if (version !== toolVersion()) {
    throw new InputError(
      `${where}: was trained by version ${version}, this is ${toolVersion()}; train again with odometer train ${scenario} --algorithm ${algorithm} --json`,
    );
  }
  const mistake = courseMistake(trained);
  if (mistake !== null) throw new InputError(`${where}: runs: ${mistake}; train again to make a whole file`);
  try {
    const found = taskMistake(trained);
    if (found === null) return { where, trained };
    throw new InputError(`${found}; train again to make a whole file`);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${where}: ${error.message}`) : error;
  }
}

/**
 * Where what a rule was trained on is not what its scenario trains it on; null: nowhere. Throws InputError on a scenario,
 * an option or a shape that there is not.
 */
function taskMistake(trained: TrainedRule): string | null {
  const { algorithm, options, learningRate, data, shape, classes, batch, trainImages, runs } = trained;
  const scenario = findScenario(trained.scenario);
  const { id, datasets, defaultShape } = scenario;
  const rule = configuredRule(`${id} ${algorithm}`, findRule(scenario, algorithm), options);
  const { definedIn: now = {} } = definedIn(id, algorithm);
  const changed = Object.keys(now).find((file) => trained.definedIn?.[file] !== now[file]);
  if (changed !== undefined) return `${changed} was changed since`;
  const known = datasets.map(dataName);
  if (!known.includes(data)) return `${id} learns from ${known.join(' or ')}, not from ${data}`;
  const width = defaultShape.layers[0];
  if (shape[0] !== width) return `an image of ${data} has ${width} numbers, the first layer takes ${shape[0]}`;
  if (classes !== defaultShape.classes) return `${data} has ${defaultShape.classes} classes, not ${classes}`;
  if (batch > MOST_BATCH_IMAGES) return `the batch must be an integer in 1 .. ${MOST_BATCH_IMAGES}, got ${batch}`;
  if (learningRate !== rule.learningRate)
    return `its options give a learning rate of ${rule.learningRate}, not ${learningRate}`;
  const headUpdates = rule.readoutUpdates?.(trainImages);
  const stated = trained.headUpdatesPerEvaluation ?? headUpdates;
  if (stated !== headUpdates) return `its options give ${headUpdates} updates of a head, not ${stated}`;
  if (runs.some(({ perClass }) => perClass.length !== classes))
    return `a run has not one accuracy for each of ${classes} classes`;
  rule.update({ ...defaultShape, layers: shape, classes }, batch);
  return null;
}

function trainedScenario(scenario: Scenario, files: readonly NamedTraining[]): ComparedScenario {
  const trainings = perRule(scenario.rules, (_, algorithm): NamedTraining => {
    const found = files.filter(({ trained }) => trained.scenario === scenario.id && trained.algorithm === algorithm);
    if (found.length === 1) return found[0];
    throw new InputError(
      found.length === 0
        ? `--trained: no file holds ${scenario.id} ${algorithm}; make one with odometer train ${scenario.id} --algorithm ${algorithm} --json`
        : `--trained: ${found.map(({ where }) => where).join(' and ')} both hold ${scenario.id} ${algorithm}; give one of them`,
    );
  });
  // That all rules had the same task is checked where they are compared.
  const { shape, classes, batch, data, trainSha256, testSha256 } = Object.values(trainings)[0].trained;
  return {
    scenario,
    shape: { ...scenario.defaultShape, layers: shape, classes },
    batch,
    data: { name: data, trainSha256, testSha256 },
    trainings,
  };
}
