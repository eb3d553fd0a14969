/**
 * tensor-odometer for pages, and the part of the library that needs no node: trace a program (`traceFunction`,
 * `traceUpdate`, `traceScalars`, `nest`) and `measure` what it made. Bundle it with TensorFlow.js.
 */

// Measuring: from a trace or a scalar program to its figures.

export type { Cost } from './core/cost/cost.ts';
export type { MemoryMisses } from './core/cost/curves.ts';
export { type PricedFloor, pricedFloor } from './core/floors/priced-floor.ts';
export type { FloorParts } from './core/floors/trace-floor.ts';
export { InputError } from './core/input-error.ts';
export { LEVEL_BYTES, type MemoryLevel, memoryLevels } from './core/levels/memory-levels.ts';
export type { LineLayout } from './core/lines/line-layout.ts';
export { type LineLevel, type LineTraffic, lineTraffic } from './core/lines/line-traffic.ts';
export type { Breakdown, IterationPart, PhasePart } from './core/measurement/breakdown.ts';
export type { CoursePoint, LayerWait } from './core/measurement/course.ts';
export {
  type MeasureTraceOptions,
  measure,
  type TraceMeasurement,
  type TraceMeasurementJson,
} from './core/measurement/measure.ts';
export type { Measurement } from './core/measurement/measurement.ts';
export type { JsonCost, JsonFigures } from './core/measurement/measurement-json.ts';
export type {
  JsonPart,
  MeasureProgramOptions,
  ProgramMeasurement,
  ProgramMeasurementJson,
} from './core/measurement/program-measurement.ts';
export type { ExactInteger, JsonInteger } from './core/numbers/exact-integer.ts';
export type { NarrowArray } from './core/numbers/narrow-array.ts';
export type { Random, RandomState } from './core/numbers/random.ts';
export type { Part } from './core/parts/part.ts';
export type { ProgramBreakdown, ProgramPart } from './core/parts/program-parts.ts';
export type { RolePart } from './core/parts/role-parts.ts';
export type { OperandPart, PlacePart } from './core/parts/site-parts.ts';
export { type PlacedCost, type Placement, placedCosts } from './core/placement/placed-trace.ts';
export type { PricingListener } from './core/trace/pricing-progress.ts';

// Tracing TensorFlow.js programs: what they read and write, call by call, as loops.

export { type Batch, fitStep } from './instrument/captured/fit-step.ts';
export { type LoopOrder, type NaiveOrder, parseLoopOrder } from './instrument/kernel-models/model/loop-order.ts';
export { hostRead, iteration, layer, phase, role } from './instrument/labels/labels.ts';
export { constantTensor } from './instrument/recording/constant-tensors.ts';
export {
  type ComputedTrace,
  type TensorFunction,
  type TraceFunctionOptions,
  traceComputed,
  traceFunction,
} from './instrument/tensors/trace-function.ts';
export type { Capturing, TraceOptions } from './instrument/tensors/trace-options.ts';
export { type TraceUpdateOptions, traceUpdate } from './instrument/tensors/trace-update.ts';
export type { TensorSpec, UpdateExample, UpdateProgram, UpdateResult } from './instrument/tensors/update-program.ts';

// Access models of kernels of one's own: what a kernel reads and writes, as loops.

export { type BranchRun, branchRuns } from './instrument/kernel-models/model/branch-runs.ts';
export {
  elementLoops,
  elementNest,
  inOrder,
  instruction,
  // `local` is that of nests.
  local as planLocal,
  loop,
  rowMajor,
  type Walk,
} from './instrument/kernel-models/model/element-loops.ts';
export {
  type ArrayDtype,
  type Attributes,
  at,
  type ImaginaryPart,
  type KernelModel,
  type KernelPlan,
  type PlanInputs,
  type PlanTensor,
  type Storage,
  type TracedDtype,
} from './instrument/kernel-models/model/kernel-model.ts';

export { type KernelModelOptions, registerKernelModel } from './instrument/kernel-models/registered-models.ts';

// Traces as data: `JSON.stringify` saves one, `parseTrace` checks what was saved.

export type {
  Access,
  AffineTrip,
  BlockTrip,
  Instruction,
  Local,
  Loop,
  Nest,
  Node as NestNode,
  Op,
  Operand as NestOperand,
  TableTerm,
  Trip,
} from './core/trace/nest.ts';
export type { PhaseRole, PhaseRoles } from './core/trace/phase-roles.ts';
export {
  argumentStack,
  type ConstantReads,
  type Granularity,
  type KernelCall,
  type LayerLabel,
  type Role,
  type Semantics,
  type StackRun,
  steadyStack,
  type Trace,
  type TraceValue,
} from './core/trace/trace.ts';
export { parseTrace } from './core/trace/trace-format.ts';

// Tracing plain loops: over numbers, arrays and typed tensors, operation by operation.

export type { Escape } from './core/programs/escapes.ts';
export type { EventKind, Program } from './core/programs/program.ts';
export { type ProgramJson, programJson, type VectorsJson } from './core/programs/program-format.ts';
export {
  createProgram,
  type ProgramEvent,
  type ProgramSource,
  type StoredResults,
} from './core/programs/program-source.ts';
export { type LoggedAccess, logAccesses } from './instrument/scalars/access-log.ts';
export type { ProgramRecorder } from './instrument/scalars/program-recorder.ts';
export { apply, constant, type Operand, type Scalar } from './instrument/scalars/scalar.ts';
export { maxOf, minOf, sumOf } from './instrument/scalars/scalar-folds.ts';
export {
  type ScalarTrace,
  type Traced,
  type TracedArguments,
  type TraceScalarsOptions,
  traceScalars,
  type Untraced,
} from './instrument/scalars/scalar-tracer.ts';
export { type Dtype, type SetOptions, TensorProxy } from './instrument/scalars/tensor-proxy.ts';

// Recording loops over symbolic tensors: nests of any size, priced at once and compiled to run on numbers.

export {
  type BodyTensors,
  type KernelNest,
  type NestArrays,
  type NestResults,
  type NestTensors,
  nest,
} from './instrument/nests/nest.ts';
export type { IndexOperand, LoopIndex } from './instrument/nests/recording/loop-index.ts';
export { blocks, type LoopBlock, range } from './instrument/nests/recording/loop-ranges.ts';
export { type LocalOptions, local, type NestLocal } from './instrument/nests/recording/nest-local.ts';
export type { NestTensor, ReadTensor } from './instrument/nests/recording/nest-tensor.ts';
export type { NestValue, ValueOperand } from './instrument/nests/recording/nest-value.ts';
export {
  inout,
  input,
  output,
  scratch,
  type TensorDeclaration,
  type TensorOptions,
  type TensorUse,
} from './instrument/nests/tensor-declaration.ts';

// The metric: the price of a read, the depths of a program's reads, the engines that `measure` calls.

export { type DepthBin, type MissRatio, missRatioCurve } from './core/cost/curves.ts';
export { DepthHistogram } from './core/cost/depth-histogram.ts';
export type { PartDepths } from './core/cost/part-depths.ts';
export { ceilSqrt, ELEMENT_BYTES, readCost, readCostBig } from './core/cost/pricing.ts';
export type { CellPricing, PricedTrace } from './core/cost/tally.ts';
export type { PricingOptions } from './core/element-engine/element-engine.ts';
export type { FirstReads, MarkedStack } from './core/first-reads/first-reads.ts';
export { ENGINES, type Engine, type EngineName } from './core/measurement/engines.ts';
export type { SteadyPricing } from './core/measurement/measurement.ts';
export { costKey, summarize } from './core/measurement/measurement.ts';
export type { ProgramEngine } from './core/measurement/program-pricing.ts';
export { eagerTrace, irClassic, irLive, twoStackTrace } from './core/programs/semantics.ts';
export type { DepthStack } from './core/stack/depth-stack.ts';

// Energy: of moving operands and of computing with them, from figures with their sources.

export { type Capacity, type Energy, energyOf, readsPerLevel } from './core/cost/energy.ts';
export { ENERGY_PRESETS, type EnergyPreset, type Figure, parseEnergyPreset } from './core/cost/energy-presets.ts';
