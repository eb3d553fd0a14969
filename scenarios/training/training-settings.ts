import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { ComputingBackend } from '../../instrument/backends/computing-backends.ts';
import { findRule, findScenario, sourcesOf } from '../catalog.ts';
import type { Dataset } from '../data/image-set.ts';
import type { EvaluationGrid } from '../evaluations/evaluation-grid.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import { configuredRule, type Rule } from '../rule/rule.ts';
import type { RuleOptions } from '../rule/rule-option.ts';
import { requireSoundRule } from '../sound-rule.ts';

/** What to train. */
export interface TrainingRequest {
  readonly scenario: string;
  /** Id of the rule. */
  readonly algorithm: string;
  /** Default: as documented. */
  readonly shape?: NetworkShape | undefined;
  readonly batch?: number | undefined;
  readonly options?: RuleOptions | undefined;
  /** Learn from this many training images, drawn once by the seed; default: from all. */
  readonly trainSubset?: number | undefined;
  /** Updates from one evaluation to the next, or `log`: ever more of them; default 50. */
  readonly evaluateEvery?: EvaluationGrid | undefined;
  /** Test images of an evaluation, the same ones for every seed and rule; default 2000, or all there are. */
  readonly evaluationImages?: number | undefined;
  /** Default `wasm`. */
  readonly backend?: ComputingBackend | undefined;
}

/** All that the course of a run depends on, resolved; plain JSON. */
export interface TrainingSettings {
  readonly scenario: string;
  readonly algorithm: string;
  /** SHA-256 of each file of a user's that defines the rule or the task; missing: none does. */
  readonly definedIn?: Readonly<Record<string, string>>;
  readonly shape: NetworkShape;
  readonly batch: number;
  readonly options: RuleOptions;
  readonly learningRate: number;
  readonly trainImages: number;
  readonly evaluateEvery: EvaluationGrid;
  readonly evaluationImages: number;
  readonly data: string;
  readonly trainSha256: string;
  readonly testSha256: string;
  readonly backend: ComputingBackend;
  /** TensorFlow.js, node and processor architecture: another one rounds differently. */
  readonly platform: string;
}

const DEFAULT_EVALUATION_IMAGES = 2000;
const DEFAULT_EVALUATE_EVERY = 50;
const MOST_UPDATES_BETWEEN = 1e9;

/** The settings of a request on these data. Throws InputError on a request that they or the rule do not allow. */
export function trainingSettings(request: TrainingRequest, { name, train, test }: Dataset): TrainingSettings {
  const scenario = findScenario(request.scenario);
  const { algorithm, options = {}, backend = 'wasm' } = request;
  const shape = request.shape ?? scenario.defaultShape;
  const rule = configuredRule(`${scenario.id} ${algorithm}`, findRule(scenario, algorithm), options);
  const width = train.rows * train.columns * train.channels;
  if (width !== shape.layers[0]) {
    throw new InputError(`data ${name}: an image has ${width} numbers, the first layer takes ${shape.layers[0]}`);
  }
  if (train.classes !== shape.classes) {
    throw new InputError(`data ${name}: has ${train.classes} classes, the network ${shape.classes}`);
  }
  const trainImages = countOf('training images', request.trainSubset ?? train.count, train.count, name);
  const batch = countOf('images a batch', request.batch ?? scenario.defaultBatch, trainImages, name);
  requireSoundRule(scenario.id, algorithm, rule, shape, batch);
  rule.update(shape, batch);
  return {
    scenario: scenario.id,
    algorithm,
    ...definedIn(scenario.id, algorithm),
    shape,
    batch,
    options,
    learningRate: rule.learningRate,
    trainImages,
    evaluateEvery: gridOf(request.evaluateEvery ?? DEFAULT_EVALUATE_EVERY, name),
    evaluationImages: countOf(
      'images an evaluation',
      request.evaluationImages ?? Math.min(DEFAULT_EVALUATION_IMAGES, test.count),
      test.count,
      name,
    ),
    data: name,
    trainSha256: train.sha256,
    testSha256: test.sha256,
    backend,
    platform: `tfjs ${tf.version_core}, node ${process.version}, ${process.arch}`,
  };
}

/** The files that define a rule and its task, with their hashes, as settings and results state them. */
export function definedIn(scenario: string, algorithm: string): Pick<TrainingSettings, 'definedIn'> {
  const sources = sourcesOf(scenario, algorithm).filter((source) => source !== null);
  if (sources.length === 0) return {};
  return { definedIn: Object.fromEntries(sources.map(({ file, sha256 }) => [file, sha256])) };
}

/** What those files import, with their hashes, by file; empty where they import nothing of the user's. */
export function importsOf({ scenario, algorithm }: Pick<TrainingSettings, 'scenario' | 'algorithm'>): {
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
} {
  const sources = sourcesOf(scenario, algorithm).filter((source) => source !== null);
  const entries = sources.flatMap(({ file, imports }) => (Object.keys(imports).length === 0 ? [] : [[file, imports]]));
  return entries.length === 0 ? {} : { imports: Object.fromEntries(entries) };
}

/**
 * The file of a user's that is not as it was: one that defines the rule or the task, or one that it imports, if that alone
 * differs. undefined where each is as it was, or nothing was said of it.
 */
export function changedFile(
  definedThen: unknown,
  importsThen: Readonly<Record<string, Readonly<Record<string, string>>>>,
  settings: TrainingSettings,
): string | undefined {
  const { definedIn: definedNow = {} } = settings;
  const before = new Map<string, unknown>(Object.entries(definedThen ?? {}));
  const changed = Object.keys(definedNow).find((name) => before.has(name) && before.get(name) !== definedNow[name]);
  if (changed === undefined) return undefined;
  const [then = {}, now = {}] = [importsThen[changed], importsOf(settings).imports?.[changed]];
  const imported = Object.keys(now).find((name) => name in then && then[name] !== now[name]);
  return imported === undefined ? changed : `${imported}, which ${changed} imports`;
}

/** The rule that settings name, configured, and the shape that it trains. */
export function ruleOf(settings: TrainingSettings): { rule: Rule; shape: NetworkShape } {
  const { scenario, algorithm, options, shape } = settings;
  const rule = configuredRule(`${scenario} ${algorithm}`, findRule(findScenario(scenario), algorithm), options);
  return { rule, shape };
}

/**
 * What differs between two settings, one `name was then, is now` after another; empty where they are equal. What one of
 * them does not name is at its default there.
 */
export function settingsDifference(then: object, now: object): string {
  const [before, after] = [flat(then), flat(now)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name} was ${before.get(name) ?? 'default'}, is ${after.get(name) ?? 'default'}`)
    .join('; ');
}

/** What stands one level deeper, the shape and the options, beside the rest. */
function flat(settings: object): Map<string, string> {
  const entries: [string, unknown][] = Object.entries(settings);
  const beside = entries.flatMap(([name, value]): [string, unknown][] =>
    (name === 'options' || name === 'shape' || name === 'definedIn') && typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [[name, value]],
  );
  return new Map(beside.map(([name, value]) => [name, String(value)]));
}

function gridOf(grid: EvaluationGrid, data: string): EvaluationGrid {
  if (grid === 'log' || (Number.isInteger(grid) && grid >= 1 && grid <= MOST_UPDATES_BETWEEN)) return grid;
  throw new InputError(
    `data ${data}: the number of updates between evaluations must be an integer in 1..${MOST_UPDATES_BETWEEN}, or log, ` +
      `got ${grid}`,
  );
}

function countOf(what: string, count: number, most: number, data: string): number {
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new InputError(`data ${data}: the number of ${what} must be an integer in 1..${most}, got ${count}`);
  }
  return count;
}
