import { z } from 'zod';
import { LINE_LAYOUTS } from '../../core/lines/line-layout.ts';
import { PLACEMENTS } from '../../core/placement/placed-trace.ts';
import { GRANULARITIES, SEMANTICS } from '../../core/trace/trace.ts';
import { count, exactCount, exactJson } from '../results/figures/exact-count.ts';

/** The version of what `bench` writes and `merge` and `diff` read. */
export const BENCH_SCHEMA = 'odometer-bench/1';

/** What the cost of a case is broken down by. */
export const BREAKDOWNS = ['kernel', 'operand', 'op', 'line', 'phase'] as const;
export type BreakdownName = (typeof BREAKDOWNS)[number];

/** One part of a case: its reads, and their cost at the bytes that the case is priced at. */
const part = z.strictObject({ name: z.string(), reads: count, cost: count });
export type CasePart = z.output<typeof part>;

/** Samples of wall time: their median is the estimate, its quartiles are the range. */
const sampled = z.strictObject({
  samples: count.positive(),
  medianMs: z.number().min(0),
  lowerQuartileMs: z.number().min(0),
  upperQuartileMs: z.number().min(0),
});

/** How a time stands to the one before. */
const TIME_VERDICTS = ['faster', 'slower', 'inconclusive'] as const;
export type TimeVerdict = (typeof TIME_VERDICTS)[number];

/** Wall time of a case, untraced, and what it was held against, if it was. */
const time = sampled.extend({ against: sampled.extend({ verdict: z.enum(TIME_VERDICTS) }).optional() });
export type CaseTime = z.output<typeof time>;

const caseSchema = z
  .strictObject({
    /** `FILE > NAME SIZE=N ...`: unique in a run. */
    id: z.string(),
    file: z.string(),
    name: z.string(),
    sizes: z.record(z.string(), z.number()),
    kind: z.enum(['nest', 'loops', 'tensors', 'file']),
    /** Bytes an element is priced at; null: elements of several sizes, each at its own. */
    bytes: count.positive().nullable(),
    reads: count,
    cost: exactCount,
    peakBytes: count,
    /** null: what multiplies and adds is not known, as in plain loops. */
    macs: count.nullable(),
    /** Reads that miss in a fully associative LRU memory of so many bytes. */
    misses: z.array(z.strictObject({ bytes: count, misses: count })),
    /** What crosses the boundary below each of these memories; missing: it was not told. null: elements of several sizes. */
    levels: z
      .array(z.strictObject({ capacityBytes: count, hits: count, beyond: count, bytesAcross: exactCount.nullable() }))
      .optional(),
    /** What no order costs less than, and of which orders; null: nothing is proved. Missing: it was not told. */
    floor: z.strictObject({ of: z.string(), cost: exactCount }).nullable().optional(),
    /** Why there is none, or what is left out of it; missing: nothing is, or it was not told. */
    whyNoFloor: z.string().exactOptional(),
    /** What it costs where each value has a place for its life, at each of these placements; null: not seen. Missing: not told. */
    placed: z
      .array(z.strictObject({ placement: z.enum(PLACEMENTS), cost: exactCount }))
      .nullable()
      .optional(),
    /** What these memories load in whole lines; missing: it was not told, or the case is plain loops. */
    lines: z
      .strictObject({
        lineBytes: count.positive(),
        /** Missing: packed. */
        layout: z.enum(LINE_LAYOUTS).exactOptional(),
        reads: count,
        firstReads: count,
        levels: z.array(z.strictObject({ capacityBytes: count, misses: count, bytesAcross: count })),
      })
      .exactOptional(),
    /** SHA-256 of all that was priced, in order: equal where the case is equal to the last read. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** SHA-256 of the operations whatever their order: equal where only the order differs. */
    operationsDigest: z.string().regex(/^[0-9a-f]{64}$/),
    /** Each adds up to the reads and the cost; missing where it is not known (lines of plain loops without --lines). */
    by: z.partialRecord(z.enum(BREAKDOWNS), z.array(part)),
    histogram: z.array(z.strictObject({ from: count, to: count, reads: count })),
    warnings: z.array(z.string()),
    /** Missing: it was not asked for, or the case has nothing that runs untraced. Never the same twice. */
    time: time.optional(),
  })
  .superRefine((one, context) => {
    const inBins = one.histogram.reduce((sum, bin) => sum + bin.reads, 0);
    if (inBins !== one.reads) {
      const message = `adds up to ${inBins} reads of ${one.reads}`;
      context.addIssue({ code: 'custom', path: ['histogram'], message });
    }
    for (const [name, parts] of Object.entries(one.by)) {
      const reads = parts.reduce((sum, part) => sum + part.reads, 0);
      const cost = parts.reduce((sum, part) => sum + BigInt(part.cost), 0n);
      if (reads === one.reads && cost === BigInt(one.cost)) continue;
      const message = `adds up to ${reads} reads and ${cost} of ${one.reads} and ${one.cost}`;
      context.addIssue({ code: 'custom', path: ['by', name], message });
    }
  });

/** The figures of one case. */
export type BenchCase = z.output<typeof caseSchema>;

/** What the figures of a run depend on, beside its cases. */
const settingsSchema = z.strictObject({
  semantics: z.enum(SEMANTICS),
  granularity: z.enum(GRANULARITIES),
  /** Of elements whose size a case does not state. */
  bytes: count.positive(),
  /** Of what cases draw at random. */
  seed: count,
  /** In which order cases were executed in place of their own: `fused`, `found` or a file. Missing: their own. */
  schedule: z.string().exactOptional(),
});

export const benchSchema = z
  .strictObject({
    schema: z.literal(BENCH_SCHEMA),
    /** Of tensor-odometer, of TensorFlow.js, and of what no figure depends on. */
    tool: z.string(),
    tfjs: z.string(),
    environment: z.strictObject({ node: z.string(), platform: z.string() }),
    settings: settingsSchema,
    /** Which part of the cases this is; null: all. */
    shard: z.strictObject({ index: count.positive(), of: count.positive() }).nullable(),
    /** What the times were held against, and how; missing: nothing. */
    timeBaseline: z.strictObject({ file: z.string(), estimator: z.string() }).optional(),
    cases: z.array(caseSchema),
  })
  .superRefine(({ cases }, context) => {
    const seen = new Set<string>();
    cases.forEach(({ id }, index) => {
      if (seen.has(id)) context.addIssue({ code: 'custom', path: ['cases', index], message: `${id} is there twice` });
      seen.add(id);
    });
  });

/** What `odometer bench` measured. */
export type BenchResult = z.output<typeof benchSchema>;

/** The memories whose misses any of the cases tells, in bytes, ascending. */
export function memoriesOf(cases: readonly BenchCase[]): number[] {
  return [...new Set(cases.flatMap(({ misses }) => misses.map(({ bytes }) => bytes)))].sort((a, b) => a - b);
}

/** The memories across whose boundary any of the cases tells the traffic, in bytes, ascending. */
export function levelsOf(cases: readonly BenchCase[]): number[] {
  const told = cases.flatMap(({ levels = [] }) => levels.map(({ capacityBytes }) => capacityBytes));
  return [...new Set(told)].sort((a, b) => a - b);
}

/** The memories of which any of the cases tells what they load in lines, in bytes, ascending. */
export function lineLevelsOf(cases: readonly BenchCase[]): number[] {
  const told = cases.flatMap(({ lines }) => lines?.levels.map(({ capacityBytes }) => capacityBytes) ?? []);
  return [...new Set(told)].sort((a, b) => a - b);
}

/** Whether rows were padded to whole lines, where any of the cases tells of lines. */
export function arePadded(cases: readonly BenchCase[]): boolean {
  return cases.some(({ lines }) => lines?.layout === 'padded');
}

/** A result as JSON text: parsing it gives an equal one. */
export function benchJson(result: BenchResult): string {
  return `${exactJson(result, 2)}\n`;
}
