import type { DepthBin } from '../../core/cost/curves.ts';
import type { ExactInteger } from '../../core/numbers/exact-integer.ts';
import type { BenchCase, BenchResult } from '../bench/bench-result.ts';
import { type Baseline, type BaselineHeader, headerOf } from '../gate/baseline.ts';
import type { CostPart } from '../gate/cost-parts.ts';

/** A case on one side of a comparison: of a baseline less is known than of a bench. */
export interface SideCase {
  readonly id: string;
  readonly figures: Readonly<Partial<Record<'cost' | 'peak' | 'reads', ExactInteger>>>;
  /** Costs by kernel, operand, line ... */
  readonly parts: Readonly<Partial<Record<string, readonly CostPart[]>>>;
  readonly histogram: readonly DepthBin[] | null;
  /** What it did in order, and what it did whatever the order. */
  readonly digests: { readonly all: string; readonly operations: string } | null;
}

/** One side of a comparison. */
export interface Side {
  /** As it was named. */
  readonly name: string;
  /** What its figures depend on beside its cases. */
  readonly settings: Readonly<Record<string, string>>;
  readonly cases: readonly SideCase[];
}

/** A run of `bench`. */
export function sideOfBench(name: string, result: BenchResult): Side {
  const { schedule } = result.settings;
  const settings = { ...settingsOf(headerOf(result)), ...(schedule === undefined ? {} : { schedule }) };
  return { name, settings, cases: result.cases.map(sideCase) };
}

/** A baseline of `check`. */
export function sideOfBaseline(name: string, { header, lines }: Baseline): Side {
  const ids = [...new Set(lines.map(({ id }) => id))];
  const cases = ids.map((id): SideCase => {
    const own = lines.filter((line) => line.id === id);
    return {
      id,
      figures: Object.fromEntries(own.map(({ metric, value }) => [metric, value])),
      parts: own.find(({ metric }) => metric === 'cost')?.parts ?? {},
      histogram: null,
      digests: null,
    };
  });
  return { name, settings: settingsOf(header), cases };
}

function settingsOf({ semantics, granularity, bytes, seed }: BaselineHeader): Side['settings'] {
  return { semantics, granularity, bytes, seed };
}

function sideCase({ id, cost, peakBytes, reads, by, histogram, digest, operationsDigest }: BenchCase): SideCase {
  return {
    id,
    figures: { cost, peak: peakBytes, reads },
    parts: by,
    histogram,
    digests: { all: digest, operations: operationsDigest },
  };
}
