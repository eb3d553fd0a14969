import { InputError } from '../../core/input-error.ts';
import { findScenario } from '../../scenarios/catalog.ts';
import { ALGORITHMS, perRule } from '../../scenarios/rule/algorithm.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { toolVersion } from '../results/tool-version.ts';
import { parseTrainedRule } from '../results/trained-rule.ts';
import type { NamedTraining } from '../results/training-result.ts';
import type { ComparedScenario } from './comparison.ts';

/** A file that holds a trained rule, as JSON that nobody has checked yet. */
export interface TrainedFile {
  readonly where: string;
  readonly json: unknown;
}

/**
 * The scenarios of which files hold both rules, trained: those that are named, or, where none is, all that the files are
 * about. Throws InputError on a file of no use, and where one is missing.
 */
export function comparedFiles(files: readonly TrainedFile[], named: readonly Scenario[]): ComparedScenario[] {
  const trained = files.map(namedTraining);
  const ids = new Set(named.length === 0 ? trained.map((one) => one.trained.scenario) : named.map(({ id }) => id));
  const scenarios = [...ids].map(findScenario);
  for (const { where, trained: one } of trained) {
    if (ids.has(one.scenario)) continue;
    throw new InputError(`${where}: is about ${one.scenario}; name that scenario, too, or leave out the file`);
  }
  return scenarios.map((scenario) => trainedScenario(scenario, trained));
}

/** What a file holds. Throws InputError where another version made it: a rule may have learned otherwise there. */
function namedTraining({ where, json }: TrainedFile): NamedTraining {
  const trained = parseTrainedRule(json, where);
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
  // That both rules had the same task is checked where they are compared.
  const { shape, classes, batch, data, trainSha256, testSha256 } = trainings[ALGORITHMS[0]].trained;
  return {
    scenario,
    shape: { ...scenario.defaultShape, layers: shape, classes },
    batch,
    data: { name: data, trainSha256, testSha256 },
    trainings,
  };
}
