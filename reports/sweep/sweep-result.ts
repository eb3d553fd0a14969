import { z } from 'zod';
import { InputError } from '../../core/input-error.ts';
import { GRANULARITIES } from '../../core/trace/trace.ts';
import { count, exactCount, exactJson } from '../results/figures/exact-count.ts';
import { totalCost } from '../results/total-result.ts';

/** The version of what `odometer sweep` writes and `odometer merge` puts together. */
export const SWEEP_SCHEMA = 'odometer-sweep/1';

/** What a training of a rule came to at a point: to the criterion, or to the last epoch without it. */
const trained = z.strictObject({
  runs: z
    .array(
      z.strictObject({
        seed: count,
        updatesToCriterion: count.positive().nullable(),
        /** The best mean of evaluations; null: there were too few. */
        bestAccuracy: z.number().min(0).max(1).nullable(),
      }),
    )
    .min(1),
  /** Median over the seeds; null: a seed did not meet the criterion. */
  updates: z.number().positive().nullable(),
  /** Of fitting a readout, once; 0 where none is fitted. */
  readoutCost: exactCount,
  /** Updates times the cold cost of one, and the readout's; null without updates. */
  totalCost: exactCount.nullable(),
});

/** One update of a rule at a point. */
const update = z
  .strictObject({
    algorithm: z.string(),
    /** At 4 bytes an element; steady is null where an update does not return all of its state. */
    cost: z.strictObject({ cold: exactCount, steady: exactCount.nullable() }),
    reads: count,
    macs: count,
    peakLiveBytes: count,
    /** Of weights, biases and optimiser state, alive all the time; within the peak. */
    stateBytes: count,
    trained: trained.exactOptional(),
  })
  .superRefine(({ cost, peakLiveBytes, stateBytes, trained }, context) => {
    if (peakLiveBytes < stateBytes) {
      const message = `are ${stateBytes}, more than the ${peakLiveBytes} of the peak`;
      context.addIssue({ code: 'custom', path: ['stateBytes'], message });
    }
    if (trained === undefined) return;
    const expected = totalCost(trained.updates, cost.cold, trained.readoutCost);
    if (expected === trained.totalCost) return;
    const message = `is ${expected} by its parts, not ${trained.totalCost}`;
    context.addIssue({ code: 'custom', path: ['trained', 'totalCost'], message });
  });

export type SweptUpdate = z.output<typeof update>;

const pointFields = {
  /** Widths, the input first. */
  layers: z.array(count.positive()).min(2),
  batch: count.positive(),
  /** Of the grid; each goes to the rules that know it. */
  options: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
};

const point = z.strictObject({ ...pointFields, updates: z.array(update).min(1) });

/** What every rule measured at one point of the grid. */
export type SweptPoint = z.output<typeof point>;

const sweepSchema = z
  .strictObject({
    schema: z.literal(SWEEP_SCHEMA),
    tool: z.string(),
    task: z.strictObject({
      id: z.string(),
      title: z.string(),
      classes: count.positive(),
      documentedLayers: z.array(count.positive()).min(2),
      documentedBatch: count.positive(),
    }),
    /** How the rules are called and drawn, in the order in which they are shown. */
    rules: z
      .array(
        z.strictObject({
          algorithm: z.string(),
          title: z.string(),
          shortName: z.string(),
          colour: count,
          /** SHA-256 of the files of a user's that define it, or the task; missing: none does. */
          digest: z.string().exactOptional(),
        }),
      )
      .min(1, 'names no rule'),
    /** The rule that the others are held against. */
    reference: z.string(),
    settings: z.strictObject({ granularity: z.enum(GRANULARITIES), loops: z.string() }),
    /** How the rules were trained; null: they were not. */
    training: z
      .strictObject({
        data: z.string(),
        trainSha256: z.string(),
        testSha256: z.string(),
        trainImages: count.positive(),
        epochs: count.positive(),
        testAccuracy: z.number().positive().max(1),
        seeds: z.array(count).min(1),
        platform: z.string(),
      })
      .nullable(),
    /** Which part of the points this is; null: all. */
    shard: z.strictObject({ index: count.positive(), of: count.positive() }).nullable(),
    points: z.array(point),
  })
  .superRefine(({ rules, reference, training, shard, points }, context) => {
    const ids = rules.map(({ algorithm }) => algorithm);
    if (new Set(ids).size < ids.length) context.addIssue({ code: 'custom', path: ['rules'], message: 'has one twice' });
    if (!ids.includes(reference)) {
      context.addIssue({ code: 'custom', path: ['reference'], message: `is ${reference}, which is none of the rules` });
    }
    if (shard === null && points.length === 0) {
      context.addIssue({ code: 'custom', path: ['points'], message: 'are none' });
    }
    const seen = new Set<string>();
    points.forEach((one, index) => {
      const name = pointName(one);
      const problem = seen.has(name)
        ? `${name} is there twice`
        : String(one.updates.map(({ algorithm }) => algorithm)) !== String(ids)
          ? `${name}: its updates are not one of each rule, in their order`
          : one.updates.some(({ trained }) => (trained === undefined) !== (training === null))
            ? `${name}: is trained, or is not, otherwise than the sweep`
            : null;
      if (problem !== null) context.addIssue({ code: 'custom', path: ['points', index], message: problem });
      seen.add(name);
    });
  });

/** What `odometer sweep` measured. */
export type SweepResult = z.output<typeof sweepSchema>;

/** All of a sweep that every point of it depends on. */
export type SweepHead = Omit<SweepResult, 'points' | 'shard'>;

/** A point in words: `784-500-500, batch 128, learningRate 0.01`. Unique in a sweep. */
export function pointName({ layers, batch, options }: Pick<SweptPoint, 'layers' | 'batch' | 'options'>): string {
  return [
    layers.join('-'),
    `batch ${batch}`,
    ...Object.entries(options).map(([name, value]) => `${name} ${value}`),
  ].join(', ');
}

/** A sweep as JSON text: parsing it gives an equal one. */
export function sweepJson(sweep: SweepResult): string {
  return `${exactJson(sweep, 1)}\n`;
}

/** A sweep from JSON that nobody has checked yet. Throws InputError naming `where`, and the place in it. */
export function parseSweep(json: unknown, where: string): SweepResult {
  const parsed = sweepSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const place = path.join('.') || 'content';
  throw new InputError(`${where}: is no ${SWEEP_SCHEMA} file: ${place}: ${message}; write it anew with odometer sweep`);
}
