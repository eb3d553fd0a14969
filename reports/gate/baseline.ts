/**
 * A baseline: the figures of every case as they are meant to be, committed as text (baseline-text.ts) and held against
 * what is measured now (check.ts). Why it holds what it holds: D45.
 */

import { InputError } from '../../core/input-error.ts';
import { type ExactInteger, exactInteger } from '../../core/numbers/exact-integer.ts';
import type { BenchCase, BenchResult } from '../bench/bench-result.ts';
import { type CostParts, costParts } from './cost-parts.ts';

export const BASELINE_SCHEMA = 'odometer-baseline/1';

/** The figures of a case that a baseline holds: ByteDMD cost, peak live bytes, reads. */
export const METRICS = ['cost', 'peak', 'reads'] as const;
export type Metric = (typeof METRICS)[number];

/** What figures depend on, beside the cases. */
export interface BaselineHeader {
  /** Version of tensor-odometer. */
  readonly tool: string;
  readonly tfjs: string;
  readonly semantics: string;
  readonly granularity: string;
  readonly bytes: string;
  readonly seed: string;
}

/** One figure of one case. */
export interface BaselineLine {
  readonly id: string;
  readonly metric: Metric;
  readonly value: ExactInteger;
  /** Of a cost: what it is made of. */
  readonly parts: CostParts;
  /** Why the figure was accepted, where that was stated. */
  readonly reason: string | null;
}

/** Three lines to a case, in any order. */
export interface Baseline {
  readonly header: BaselineHeader;
  readonly lines: readonly BaselineLine[];
}

/** A figure of a measured case. */
export function figureOf({ cost, peakBytes, reads }: BenchCase, metric: Metric): ExactInteger {
  return exactInteger(BigInt({ cost, peak: peakBytes, reads }[metric]));
}

/** What the figures of a run depend on, as a baseline of it states it. */
export function headerOf({ tool, tfjs, settings }: BenchResult): BaselineHeader {
  const { semantics, granularity, bytes, seed } = settings;
  return { tool, tfjs, semantics, granularity, bytes: String(bytes), seed: String(seed) };
}

/** The names of header fields in the text and in messages. */
export const HEADER_FIELDS: readonly (readonly [keyof BaselineHeader, string])[] = [
  ['tool', 'tensor-odometer'],
  ['tfjs', 'tfjs'],
  ['semantics', 'semantics'],
  ['granularity', 'granularity'],
  ['bytes', 'bytes'],
  ['seed', 'seed'],
];

/** Throws InputError, naming each field that differs, where figures of the run are not those of the baseline's setting. */
export function requireSameHeader(baseline: Baseline, result: BenchResult, file: string): void {
  const { schedule } = result.settings;
  if (schedule !== undefined) {
    throw new InputError(`${file}: is of cases in their own order; leave out --schedule ${schedule}`);
  }
  const now = headerOf(result);
  const differing = HEADER_FIELDS.filter(([field]) => baseline.header[field] !== now[field]);
  if (differing.length === 0) return;
  const named = differing.map(([field, name]) => `${name} is ${baseline.header[field]} there and ${now[field]} here`);
  throw new InputError(
    `${file}: was measured otherwise: ${named.join(', ')}; use the same, or measure all anew: odometer check --update`,
  );
}

/**
 * The baseline of what was measured. Of an earlier one it keeps the reasons of figures that are the same, and the lines of
 * cases that `isRun` says are no part of the run.
 */
export function updatedBaseline(
  result: BenchResult,
  earlier: Baseline | null,
  isRun: (id: string) => boolean,
): Baseline {
  const before = new Map(earlier?.lines.map((line) => [keyOf(line), line]));
  const others = earlier?.lines.filter(({ id }) => !isRun(id)) ?? [];
  const measured = result.cases.flatMap(linesOf).map((line) => {
    const known = before.get(keyOf(line));
    return known?.value === line.value ? { ...line, reason: known.reason } : line;
  });
  return { header: headerOf(result), lines: [...others, ...measured] };
}

/**
 * The baseline with the lines of the cases of `result` as they were measured now, and the reason at each figure that is
 * another one. Throws InputError where there is no reason or nothing to accept.
 */
export function acceptedBaseline(earlier: Baseline, result: BenchResult, reason: string): Baseline {
  const text = reason.trim();
  if (text === '') throw new InputError('--reason: is empty; say why the figures may change');
  const before = new Map(earlier.lines.map((line) => [keyOf(line), line]));
  const isSame = (line: BaselineLine): boolean => before.get(keyOf(line))?.value === line.value;
  const lines = result.cases.flatMap(linesOf);
  if (lines.every(isSame)) {
    throw new InputError(`--accept ${result.cases.map(({ id }) => id)}: none of its figures has changed; leave it out`);
  }
  const reasoned = lines.map((line) => ({
    ...line,
    reason: isSame(line) ? (before.get(keyOf(line))?.reason ?? null) : text,
  }));
  const isOther = ({ id }: BaselineLine): boolean => result.cases.every((one) => one.id !== id);
  return { header: earlier.header, lines: [...earlier.lines.filter(isOther), ...reasoned] };
}

function linesOf(one: BenchCase): BaselineLine[] {
  return METRICS.map((metric) => ({
    id: one.id,
    metric,
    value: figureOf(one, metric),
    parts: metric === 'cost' ? costParts(one) : {},
    reason: null,
  }));
}

function keyOf({ id, metric }: Pick<BaselineLine, 'id' | 'metric'>): string {
  return JSON.stringify([id, metric]);
}
