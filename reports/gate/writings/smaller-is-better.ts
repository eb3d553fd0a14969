import type { Metric } from '../baseline.ts';
import type { Check } from '../check-result.ts';
import { differenceText } from './statement.ts';

/** The unit of each metric, said in full: a reader of a chart has nothing else. */
const UNITS: Readonly<Record<Metric, string>> = { cost: 'ByteDMD cost', peak: 'live bytes', reads: 'reads' };

/**
 * The figures of now in the shape that github-action-benchmark calls `customSmallerIsBetter`: a list of name, unit, value,
 * and the change as text. Every value has all of its digits, also beyond 2^53, where readers may round it.
 */
export function smallerIsBetterJson({ cases }: Check): string {
  const entries = cases.flatMap(({ id, metrics }) =>
    metrics.flatMap(({ metric, old, new: now }) => {
      if (now === null) return [];
      const extra = old === null ? 'new' : `against the baseline: ${differenceText(old, now)}`;
      const [name, unit, about] = [`${id}: ${metric}`, UNITS[metric], extra].map((text) => JSON.stringify(text));
      return [`  {"name": ${name}, "unit": ${unit}, "value": ${now}, "extra": ${about}}`];
    }),
  );
  return `[\n${entries.join(',\n')}\n]\n`;
}
