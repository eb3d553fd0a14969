/** A folder of the product, or one file of it, that imports only itself and the rooms before it. */
export interface Room {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  /** The file to read first: it holds the room's interface. Relative to the room; '' where the room is a file. */
  readonly door: string;
}

/**
 * The rooms of the product in order. A file is in the room of the longest path that it begins with, so that a floor's
 * own files, which stand for the whole floor, may come after the folders in it.
 */
export const ROOMS: readonly Room[] = [
  { path: 'core/input-error.ts', door: '' },
  { path: 'core/numbers', door: 'exact-integer.ts' },
  { path: 'core/stack', door: 'depth-stack.ts' },
  { path: 'core/trace', door: 'trace.ts' },
  { path: 'core/programs', door: 'program.ts' },
  { path: 'core/cost', door: 'pricing.ts' },
  { path: 'core/levels', door: 'memory-levels.ts' },
  { path: 'core/floors', door: 'trace-floor.ts' },
  { path: 'core/element-engine', door: 'element-engine.ts' },
  { path: 'core/run-engine/plan', door: 'call-plan.ts' },
  { path: 'core/run-engine/notes', door: 'loop-notes.ts' },
  { path: 'core/run-engine/events', door: 'live-events.ts' },
  { path: 'core/run-engine/records', door: 'body-pricer.ts' },
  { path: 'core/run-engine/skipping', door: 'loop-skipper.ts' },
  { path: 'core/run-engine', door: 'run-engine.ts' },
  { path: 'core/cells', door: 'price-by-sizes.ts' },
  { path: 'core/parts', door: 'part.ts' },
  { path: 'core/schedules', door: 'schedule.ts' },
  { path: 'core/measurement', door: 'measurement.ts' },
  { path: 'instrument/sources', door: 'user-line.ts' },
  { path: 'instrument/scalars', door: 'scalar-tracer.ts' },
  { path: 'instrument/kernel-models/model', door: 'kernel-model.ts' },
  { path: 'instrument/kernel-models/elementwise', door: 'unary.ts' },
  { path: 'instrument/kernel-models/movement', door: 'slice.ts' },
  { path: 'instrument/kernel-models/reductions', door: 'reduce.ts' },
  { path: 'instrument/kernel-models/products', door: 'matmul.ts' },
  { path: 'instrument/kernel-models/windows', door: 'window-runs.ts' },
  { path: 'instrument/kernel-models/convolutions', door: 'conv2d.ts' },
  { path: 'instrument/kernel-models/pooling', door: 'pool.ts' },
  { path: 'instrument/kernel-models/normalisation', door: 'batch-norm.ts' },
  { path: 'instrument/kernel-models/images', door: 'resize.ts' },
  { path: 'instrument/kernel-models/searches', door: 'top-k.ts' },
  { path: 'instrument/kernel-models/sparse', door: 'segment-sum.ts' },
  { path: 'instrument/kernel-models/complex-numbers', door: 'complex.ts' },
  { path: 'instrument/kernel-models', door: 'all-models.ts' },
  { path: 'instrument/labels', door: 'labels.ts' },
  { path: 'instrument/recording', door: 'trace-recorder.ts' },
  { path: 'instrument/captured', door: 'watched-program.ts' },
  { path: 'instrument/tensors', door: 'update-program.ts' },
  { path: 'instrument/fidelity', door: 'kernel-fidelity.ts' },
  { path: 'instrument/nests/space', door: 'loop-space.ts' },
  { path: 'instrument/nests/body-source', door: 'body-conditions.ts' },
  { path: 'instrument/nests/recording', door: 'nest-recorder.ts' },
  { path: 'instrument/nests', door: 'nest.ts' },
  { path: 'instrument/backends', door: 'computing-backends.ts' },
  { path: 'instrument/cases', door: 'case-list.ts' },
  { path: 'instrument', door: 'measure-update.ts' },
  { path: 'scenarios/files', door: 'whole-file.ts' },
  { path: 'scenarios/data', door: 'catalog.ts' },
  { path: 'scenarios/learning', door: 'goodness.ts' },
  { path: 'scenarios/batches', door: 'examples.ts' },
  { path: 'scenarios/rule', door: 'rule.ts' },
  { path: 'scenarios/definitions', door: 'define-rule.ts' },
  { path: 'scenarios/dense', door: 'layers.ts' },
  { path: 'scenarios/label-in-input', door: 'scenario.ts' },
  { path: 'scenarios/disk-ring', door: 'scenario.ts' },
  { path: 'scenarios/hybrid', door: 'scenario.ts' },
  { path: 'scenarios/recurrent', door: 'scenario.ts' },
  { path: 'scenarios/locally-connected', door: 'scenario.ts' },
  { path: 'scenarios', door: 'catalog.ts' },
  { path: 'scenarios/evaluations', door: 'evaluation-grid.ts' },
  { path: 'scenarios/training', door: 'training-run.ts' },
  { path: 'reports/writing', door: 'format.ts' },
  { path: 'reports/results/figures', door: 'exact-count.ts' },
  { path: 'reports/results', door: 'result.ts' },
  { path: 'reports/comparison', door: 'comparison.ts' },
  { path: 'reports/merging', door: 'merged-results.ts' },
  { path: 'reports/findings', door: 'findings.ts' },
  { path: 'reports/verdict', door: 'factors.ts' },
  { path: 'reports/tables', door: 'headline.ts' },
  { path: 'reports/charts', door: 'chart.ts' },
  { path: 'reports/charts/drawn', door: 'drawn-charts.ts' },
  { path: 'reports/charts/training', door: 'training-charts.ts' },
  { path: 'reports/charts/update', door: 'update-charts.ts' },
  { path: 'reports/charts/ratios', door: 'factor-bar.ts' },
  { path: 'reports/pictures', door: 'standalone-svg.ts' },
  { path: 'reports/page', door: 'page.ts' },
  { path: 'reports/sweep', door: 'sweep-result.ts' },
  { path: 'reports/printed', door: 'update-report.ts' },
  { path: 'reports/bench', door: 'bench-result.ts' },
  { path: 'reports/bench/page', door: 'kernel-page.ts' },
  { path: 'reports/profiles', door: 'cost-profile.ts' },
  { path: 'reports/gate', door: 'baseline.ts' },
  { path: 'reports/gate/writings', door: 'statement.ts' },
  { path: 'reports/trend', door: 'trend.ts' },
  { path: 'reports/differences', door: 'difference.ts' },
  { path: 'cli/files', door: 'json-file.ts' },
  { path: 'cli/history', door: 'baseline-history.ts' },
  { path: 'cli/modules', door: 'user-module.ts' },
  { path: 'cli/flags', door: 'scenario-flags.ts' },
  { path: 'cli/flags/meters', door: 'meter-flags.ts' },
  { path: 'cli/terminal', door: 'pricing-bar.ts' },
  { path: 'cli/cases', door: 'loaded-cases.ts' },
  { path: 'cli/cases/timing', door: 'timed-cases.ts' },
  { path: 'cli/cases/exports', door: 'traced-export.ts' },
  { path: 'cli/sweep', door: 'kept-points.ts' },
  { path: 'cli/commands/listings', door: 'list.ts' },
  { path: 'cli/commands/learning', door: 'compare.ts' },
  { path: 'cli/commands', door: 'commands.ts' },
  { path: 'cli', door: 'command-line.ts' },
];

/** The place in ROOMS of the room that a file is in, -1 where it is in none. */
export function roomOf(file: string): number {
  let found = -1;
  ROOMS.forEach(({ path }, index) => {
    const isInside = file === path || file.startsWith(`${path}/`);
    if (isInside && path.length > (ROOMS[found]?.path.length ?? -1)) found = index;
  });
  return found;
}
