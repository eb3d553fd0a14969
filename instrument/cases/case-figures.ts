import type { DepthBin } from '../../core/cost/curves.ts';
import { missesOf } from '../../core/cost/curves.ts';
import type { DepthHistogram } from '../../core/cost/depth-histogram.ts';
import type { MemoryLevel } from '../../core/levels/memory-levels.ts';
import type { LineLayout } from '../../core/lines/line-layout.ts';
import type { LineTraffic } from '../../core/lines/line-traffic.ts';
import type { ExactInteger } from '../../core/numbers/exact-integer.ts';
import type { PlacedCost } from '../../core/placement/placed-trace.ts';
import type { Granularity, Semantics } from '../../core/trace/trace.ts';

/** How cases are measured. */
export interface CaseSettings {
  readonly semantics: Semantics;
  readonly granularity: Granularity;
  /** Of elements whose size a case does not state. */
  readonly bytes: 1 | 4;
  /** Whether plain loops note the source line of each operation, which takes several times as long. */
  readonly lines: boolean;
  /** Memories whose traffic is told, in bytes, smallest first. Missing: LEVEL_BYTES. */
  readonly levels?: readonly number[];
  /** Bytes of a cache line, where what the memories load in lines is told. Missing: it is not. */
  readonly line?: number | undefined;
  /** How values lie in lines. Missing: packed. */
  readonly layout?: LineLayout | undefined;
}

/** A part of a case: its reads, and their cost. */
export interface CasePart {
  readonly name: string;
  readonly reads: number;
  readonly cost: number;
}

/** What cases are taken apart by: `kernel`, `operand` ... */
export type CaseParts = Readonly<Record<string, readonly CasePart[]>>;

/** A floor in cost, and of which orders it is one, in words. */
export interface CaseFloor {
  readonly of: string;
  readonly cost: ExactInteger;
}

/** The figures of a case at one number of bytes an element. */
export interface CaseFigures {
  /** Bytes of an element; null: elements of several sizes, each at its own. */
  readonly bytes: number | null;
  readonly reads: number;
  readonly cost: ExactInteger;
  readonly peakBytes: number;
  readonly macs: number | null;
  readonly misses: readonly { readonly bytes: number; readonly misses: number }[];
  readonly levels: readonly MemoryLevel[];
  /** What no order costs less than, at the same bytes, and of which orders; null where there is no such thing. */
  readonly floor: CaseFloor | null;
  /** Why there is none, or what is left out of it; missing: nothing is. */
  readonly whyNoFloor?: string;
  /** What it costs where each value has a place for its life; null where that is not seen. */
  readonly placed: readonly PlacedCost[] | null;
  /** What the memories load in whole lines; missing: not asked for, or of plain loops. */
  readonly lines?: LineTraffic;
  readonly digest: string;
  readonly operationsDigest: string;
  readonly by: CaseParts;
  readonly histogram: readonly DepthBin[];
  readonly warnings: readonly string[];
}

/** Memories whose misses are told: as large as caches of three levels are. */
const MEMORY_BYTES: readonly number[] = [2 ** 15, 2 ** 20, 2 ** 25];

/** Reads deeper than each of these memories holds elements. */
export function missesAt(histogram: DepthHistogram, elementBytes: number): CaseFigures['misses'] {
  const told = missesOf(histogram, elementBytes).filter(({ capacityBytes }) => MEMORY_BYTES.includes(capacityBytes));
  return told.map(({ capacityBytes, misses }) => ({ bytes: capacityBytes, misses }));
}
