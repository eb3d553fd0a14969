import { createHash } from 'node:crypto';
import type { PricingListener } from '../../core/trace/pricing-progress.ts';
import type { MeasureOptions } from '../../instrument/measure-update.ts';
import { sourcesOf } from '../../scenarios/catalog.ts';
import type { Dataset } from '../../scenarios/data/image-set.ts';
import { loadDatasets } from '../../scenarios/data/shared-folder.ts';
import { knownOptions } from '../../scenarios/rule/rule.ts';
import { colouredLabels } from '../../scenarios/rule/rule-label.ts';
import { referenceOf, type Scenario } from '../../scenarios/rule/scenario.ts';
import type { TrainingRuns } from '../../scenarios/training/training-pool.ts';
import { trainingSettings } from '../../scenarios/training/training-settings.ts';
import type { TrainingOutcome } from '../../scenarios/training/training-task.ts';
import { type ComparisonRequest, requestedSettings } from '../comparison/comparison-request.ts';
import { trainedComparison } from '../comparison/trained-comparison.ts';
import { toolVersion } from '../results/tool-version.ts';
import { measuredPoint, rulesAt } from './measured-point.ts';
import { type GridPoint, gridPoints, type SweepGrid } from './sweep-grid.ts';
import { SWEEP_SCHEMA, type SweepHead, type SweptPoint } from './sweep-result.ts';

/** What to sweep: the rules of a scenario over a grid. */
export interface SweepRequest {
  readonly scenario: Scenario;
  /** Id of the rule that the others are held against; missing: the usual one. */
  readonly reference?: string;
  readonly grid: SweepGrid;
  readonly measuring: Pick<MeasureOptions, 'granularity' | 'engine'> & {
    readonly loops: NonNullable<MeasureOptions['loops']>;
  };
  /** How the rules are trained at every point; null: they are not. */
  readonly training: Omit<ComparisonRequest, 'scenarios'> | null;
}

/** What all points share, and the points. */
export interface PlannedSweep {
  readonly head: SweepHead;
  readonly points: readonly GridPoint[];
}

/**
 * The points of a sweep, each held to what the rules and the data allow. Throws InputError, before anything is measured, on a
 * point that a rule cannot have, and on data that cannot be had or learned from.
 */
export async function plannedSweep(request: SweepRequest): Promise<PlannedSweep> {
  const { scenario, reference, grid, measuring } = request;
  const { id, title, rules, defaultShape, defaultBatch } = scenario;
  const points = gridPoints(grid, scenario);
  for (const point of points) rulesAt(scenario, point);
  const labels = colouredLabels(Object.values(rules).map(({ label }) => label));
  const ids = Object.keys(rules);
  return {
    head: {
      schema: SWEEP_SCHEMA,
      tool: toolVersion(),
      task: {
        id,
        title,
        classes: defaultShape.classes,
        documentedLayers: [...defaultShape.layers],
        documentedBatch: defaultBatch,
      },
      rules: labels.map((label, index) => ({ algorithm: ids[index], ...label, ...digestOf(id, ids[index]) })),
      reference: reference ?? referenceOf(ids),
      settings: { granularity: measuring.granularity, loops: measuring.loops },
      training: await plannedTraining(request, points),
    },
    points,
  };
}

/** Of what a user's files say of a rule and its task; empty where none does. */
function digestOf(task: string, rule: string): { readonly digest?: string } {
  const digest = sourcesOf(task, rule).flatMap((source) => source?.sha256 ?? []);
  return digest.length === 0 ? {} : { digest: digest.join(' ') };
}

async function plannedTraining(request: SweepRequest, points: readonly GridPoint[]): Promise<SweepHead['training']> {
  const { scenario, training } = request;
  if (training === null) return null;
  const [{ setting }] = requestedSettings({ ...training, scenarios: [scenario] });
  const [data] = await loadDatasets([setting.dataset], training.dataDir);
  const trainImages = Math.min(setting.trainImages ?? data.train.count, data.train.count);
  const platforms = points.map((point) => platformOf(scenario, point, data, trainImages));
  return {
    data: data.name,
    trainSha256: data.train.sha256,
    testSha256: data.test.sha256,
    trainImages,
    epochs: setting.epochs,
    testAccuracy: setting.criterion,
    seeds: [...setting.seeds],
    platform: platforms[0],
  };
}

/** What computes. Throws InputError where a rule cannot be trained so on these data. */
function platformOf(
  { id: scenario, rules }: Scenario,
  { shape, batch, options }: GridPoint,
  data: Dataset,
  trainSubset: number,
): string {
  const [first] = Object.entries(rules).map(([algorithm, rule]) => {
    const request = { scenario, algorithm, shape, batch, options: knownOptions(rule, options), trainSubset };
    return trainingSettings(request, data);
  });
  return first.platform;
}

/** A name for all that the figures of a point depend on: other settings have another. */
export function pointDigest(head: SweepHead, { shape, batch, options }: GridPoint): string {
  return createHash('sha256')
    .update(JSON.stringify([head, shape, batch, options]))
    .digest('hex');
}

/** How training is shown, and how far pricing is. */
export interface SweepProgress {
  readonly train: (runs: TrainingRuns) => Promise<readonly TrainingOutcome[]>;
  readonly onPricing: PricingListener;
}

/** Trains the rules at a point, where that is asked for, and measures them; `forget` is for when the result is kept. */
export async function sweptPoint(
  { scenario, measuring, training }: SweepRequest,
  point: GridPoint,
  threads: number | undefined,
  { train, onPricing }: SweepProgress,
): Promise<{ point: SweptPoint; forget(): void }> {
  const pricing = { ...measuring, onProgress: onPricing };
  if (training === null) return { point: measuredPoint(scenario, point, pricing, null), forget: () => {} };
  const { shape, batch, options } = point;
  const changes = { ...training.changes, shape, batch, options };
  const { scenarios, forget } = await trainedComparison(
    { ...training, scenarios: [scenario], changes },
    threads,
    train,
  );
  const trained = Object.entries(scenarios[0].trainings ?? {}).map(([id, one]) => [id, one.trained] as const);
  return { point: measuredPoint(scenario, point, pricing, Object.fromEntries(trained)), forget };
}
