import type { Trend } from '../../../reports/trend/trend.ts';
import { baselineOf, type MadeCase } from './hand-made-bench.ts';

/** A history of versions of a baseline, oldest first, each of a commit; a cost of a later one was accepted for `reason`. */
export function handMadeTrend(
  versions: readonly Readonly<Record<string, MadeCase>>[],
  { subject = 'change', reason = 'adds a bias', file = 'odometer.baseline.txt', why = 'is no baseline' } = {},
): Trend {
  const commit = (place: number) => ({ commit: String(place).repeat(40), date: `2026-01-0${place + 1}`, subject });
  return {
    file,
    versions: versions.map((cases, place) => {
      const { header, lines } = baselineOf(cases);
      const reasoned = lines.map((line) => (place === 0 || line.metric !== 'cost' ? line : { ...line, reason }));
      return { ...commit(place), baseline: { header, lines: reasoned } };
    }),
    skipped: [{ ...commit(versions.length), why }],
  };
}
