/** How figures changed from one committed baseline to the next: what a page (trend-page.ts) and CSV (trend-csv.ts) show. */

import type { ExactInteger } from '../../core/numbers/exact-integer.ts';
import { type Baseline, type BaselineHeader, HEADER_FIELDS } from '../gate/baseline.ts';
import { byCodePoints } from '../gate/case-name.ts';

/** A baseline as a commit left it. */
export interface CommittedBaseline {
  readonly commit: string;
  /** Of the commit, `2026-01-31`. */
  readonly date: string;
  readonly subject: string;
  readonly baseline: Baseline;
}

/** A commit that left no baseline, and why. */
export interface SkippedCommit {
  readonly commit: string;
  readonly date: string;
  readonly subject: string;
  readonly why: string;
}

/** The history of a baseline, oldest first. */
export interface Trend {
  readonly file: string;
  readonly versions: readonly CommittedBaseline[];
  readonly skipped: readonly SkippedCommit[];
}

/** The cost of a case as a version has it. */
export interface CostPoint {
  /** The place of the version in the trend. */
  readonly version: number;
  /** null: the version has no such case. */
  readonly cost: ExactInteger | null;
  readonly reason: string | null;
}

/** The costs of every case of any version, a point a version, by code points of their ids. */
export function costsOf({ versions }: Trend): Map<string, CostPoint[]> {
  const costs = versions.map(({ baseline }) => {
    return new Map(baseline.lines.filter(({ metric }) => metric === 'cost').map((line) => [line.id, line]));
  });
  const ids = [...new Set(costs.flatMap((ofVersion) => [...ofVersion.keys()]))].sort(byCodePoints);
  const pointsOf = (id: string): CostPoint[] =>
    costs.map((ofVersion, version) => {
      const line = ofVersion.get(id);
      return { version, cost: line?.value ?? null, reason: line?.reason ?? null };
    });
  return new Map(ids.map((id) => [id, pointsOf(id)]));
}

/** The points at which a case came, went, or cost something else than before. */
export function changesOf(points: readonly CostPoint[]): CostPoint[] {
  return points.filter(({ cost }, place) => cost !== (place === 0 ? null : points[place - 1].cost));
}

/** What a version was measured with otherwise than the one before, as `semantics: eager, then ir-live`. */
export function otherSetting(before: BaselineHeader, now: BaselineHeader): string[] {
  const differing = HEADER_FIELDS.filter(([field]) => before[field] !== now[field]);
  return differing.map(([field, name]) => `${name}: ${before[field]}, then ${now[field]}`);
}
