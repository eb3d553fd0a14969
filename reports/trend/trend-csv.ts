import { stringify } from 'csv-stringify/sync';
import { jsonInteger } from '../../core/numbers/exact-integer.ts';
import { cellText } from '../writing/visible-text.ts';
import type { Trend } from './trend.ts';

/** A history as CSV: a row a figure of a version, oldest first, `commit, date, subject, case, metric, value, accepted`. */
export function trendCsv({ versions }: Trend): string {
  const rows = versions.flatMap(({ commit, date, subject, baseline }) =>
    baseline.lines.map(({ id, metric, value, reason }) => [
      commit,
      date,
      cellText(subject),
      cellText(id),
      metric,
      jsonInteger(value),
      reason === null ? '' : cellText(reason),
    ]),
  );
  return stringify([['commit', 'date', 'subject', 'case', 'metric', 'value', 'accepted'], ...rows]);
}
