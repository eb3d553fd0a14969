/**
 * tensor-odometer as a library. Trace a program (`traceFunction`, `traceUpdate`, `traceScalars`) and `measure` what it
 * made: the exact cost of the data that moved, and where it moved.
 */

// Tracing and measuring, what they take and what they give: what pages can use, too.

export * from './browser.ts';

// Models of kernels of one's own held against what the kernels do.

export type { Unseen } from './instrument/fidelity/access-alignment.ts';
export {
  checkKernelModel,
  type KernelModelCase,
  type KernelModelCheck,
  type KernelModelCheckOptions,
} from './instrument/fidelity/kernel-model-check.ts';

// Kernels as cases of `odometer bench`: what a file `NAME.odometer.ts` exports.

export {
  type CaseBody,
  FileBody,
  type NestBody,
  ScalarBody,
  savedTrace,
  scalarProgram,
  TensorBody,
  type TensorBodyOptions,
  tensorProgram,
} from './instrument/cases/case-body.ts';
export {
  type CaseDefinition,
  CaseList,
  type CaseTools,
  cases,
  type KernelCase,
  type Sizes,
} from './instrument/cases/case-list.ts';
export { defineConfig, type OdometerConfig } from './instrument/cases/odometer-config.ts';

// Learning rules and tasks: what `odometer compare --rules FILE --task FILE` takes, and what built-in ones are made of.

export type { ComputingBackend } from './instrument/backends/computing-backends.ts';
export { type CompareOptions, compare } from './reports/comparison/compared-task.ts';
export type { LearningOptions } from './reports/comparison/learning-options.ts';
export { type TrainOptions, train } from './reports/comparison/trained-task.ts';
export { reportPage } from './reports/page/page.ts';
export type { Results } from './reports/results/result.ts';
export type { TrainedRule } from './reports/results/trained-rule.ts';
export type { Examples } from './scenarios/batches/examples.ts';
export { rules, tasks } from './scenarios/catalog.ts';
export {
  DATASET_NAMES,
  type DataSource,
  type DatasetName,
  type LoadOptions,
  loadDataset,
  type OwnDataset,
} from './scenarios/data/catalog.ts';
export type { DownloadProgress } from './scenarios/data/download.ts';
export type { Dataset, ImageSet } from './scenarios/data/image-set.ts';
export { defineRule, type WholeRule } from './scenarios/definitions/define-rule.ts';
export { defineTask, type TaskData, type TaskDefinition } from './scenarios/definitions/define-task.ts';
export type {
  ChosenExamples,
  FilledTensor,
  OptionsOf,
  PlainOptions,
  PlainRule,
  RuleSetting,
  UpdateGiven,
} from './scenarios/definitions/plain-rule.ts';
export type { LabelledImages, MakeImages, TaskImages } from './scenarios/definitions/task-data.ts';
export { adam } from './scenarios/learning/adam.ts';
export type { NetworkShape } from './scenarios/rule/network-shape.ts';
export type { AnswerKind, Question } from './scenarios/rule/question.ts';
export type { BatchContext, DecidedRule, Learned, ProgramRuns, Rule } from './scenarios/rule/rule.ts';
export type { RuleLabel } from './scenarios/rule/rule-label.ts';
export type {
  FlagForm,
  OptionKind,
  OptionValue,
  RuleOption,
  RuleOptions,
  SettingsOf,
} from './scenarios/rule/rule-option.ts';
export type { QuickSetting, Scenario } from './scenarios/rule/scenario.ts';
export type { Preset } from './scenarios/setting.ts';

// Scalar programs under several semantics, as `odometer price` prints them.

export { type ProgramPrice, priceProgram, type SemanticsPrice } from './reports/printed/program-prices.ts';
