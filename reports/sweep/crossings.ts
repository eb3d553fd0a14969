import { comparedRules, pairLabels } from '../findings/compared-rules.ts';
import { capitalised, listed } from '../writing/format.ts';
import {
  AXES,
  type Axis,
  coordinatesOf,
  METRICS,
  type Series,
  type SweepMetric,
  seriesOf,
  updateOf,
  type Variant,
} from './sweep-figures.ts';
import type { SweepResult, SweptPoint } from './sweep-result.ts';

const PLURALS: Readonly<Record<Axis, string>> = { depth: 'depths', width: 'widths', batch: 'batches' };

/**
 * Where each rule has less of a figure than the reference, a sentence each without its full stop: along the depth of the network,
 * and along width and batch where the one with less changes. Nothing is said of values between those that were measured.
 */
export function crossings(sweep: SweepResult, variant: Variant): string[] {
  return comparedRules(sweep).flatMap((rule) => METRICS.flatMap((metric) => ofRule(sweep, variant, rule, metric)));
}

function ofRule(sweep: SweepResult, { points, options }: Variant, rule: string, metric: SweepMetric): string[] {
  const { compared, reference } = pairLabels(sweep, rule);
  const [title, against] = [capitalised(compared.title), reference.title];
  const ending = Object.entries(options)
    .map(([name, value]) => `, ${name} ${value}`)
    .join('');
  const hasLess = (point: SweptPoint): boolean => hasLessThanReference(sweep, point, rule, metric);
  const wins = points.filter(hasLess).length;
  if (wins === points.length)
    return [`At every point of the sweep ${title} ${metric.hasLess} than ${against}${ending}`];
  if (wins === 0) return [`At no point of the sweep does ${title} ${metric.haveLess} than ${against}${ending}`];
  return AXES.flatMap((axis) => {
    const groups = new Map<string, Series[]>();
    for (const series of seriesOf(points, axis)) {
      const less = series.points.filter(hasLess);
      const isCrossed = less.length > 0 && less.length < series.points.length;
      if (axis !== 'depth' && !isCrossed) continue;
      const where = placesOf(axis, series.points, less);
      groups.set(where, [...(groups.get(where) ?? []), series]);
    }
    return [...groups].map(
      ([where, found]) => `${title} ${metric.hasLess} than ${against} ${where} ${settingsOf(axis, found)}${ending}`,
    );
  });
}

/** Where along a series a rule has less of a figure than the reference, in few words: `FF less from 6`; in fewer `FF from 6`; empty: nowhere. */
export function crossingNote(
  sweep: SweepResult,
  { axis, points }: Series,
  rule: string,
  metric: SweepMetric,
  inFewer = false,
): string {
  const { compared } = pairLabels(sweep, rule);
  const values = points.map((point) => coordinatesOf(point)[axis]);
  const found = points.filter((point) => hasLessThanReference(sweep, point, rule, metric));
  if (found.length === 0) return '';
  const places = found.map((point) => coordinatesOf(point)[axis]);
  const [first, last] = [values.indexOf(places[0]), values.indexOf(places[places.length - 1])];
  const isWhole = last - first + 1 === places.length;
  const beginsFirst = isWhole && first === 0;
  const endsLast = isWhole && last === values.length - 1;
  const where = beginsFirst
    ? endsLast
      ? 'at all'
      : `to ${values[last]}`
    : endsLast
      ? `from ${places[0]}`
      : `at ${places.join(', ')}`;
  return `${compared.shortName} ${inFewer ? '' : 'less '}${where}`;
}

function hasLessThanReference(sweep: SweepResult, point: SweptPoint, rule: string, { figure }: SweepMetric): boolean {
  return figure(updateOf(point, rule)) < figure(updateOf(point, sweep.reference));
}

/** At which of the values of an axis: `from depth 6 on (not at 4)`. */
function placesOf(axis: Axis, all: readonly SweptPoint[], less: readonly SweptPoint[]): string {
  const values = all.map((point) => coordinatesOf(point)[axis]);
  const found = less.map((point) => coordinatesOf(point)[axis]);
  const range = `${axis} from ${values[0]} to ${values[values.length - 1]}`;
  if (found.length === 0) return `at no ${range}`;
  if (found.length === values.length) return `at every ${range}`;
  const [first, last] = [values.indexOf(found[0]), values.indexOf(found[found.length - 1])];
  if (last - first + 1 > found.length) return `at ${named(axis, found)} alone`;
  if (last === values.length - 1) return `from ${axis} ${found[0]} on${gap(values[first - 1], found[0])}`;
  if (first === 0) return `up to ${axis} ${values[last]}${gap(values[last + 1], values[last])}`;
  return `at ${named(axis, found)} alone`;
}

/** The neighbour at which it is otherwise, where something lies between that was not measured. */
function gap(other: number, value: number): string {
  return Math.abs(other - value) === 1 ? '' : ` (not at ${other})`;
}

/** Where series lie in the other axes: `at widths 128 and 256, batch 128; at width 500, batch 32`. */
function settingsOf(axis: Axis, series: readonly Series[]): string {
  const [inner, outer] = AXES.filter((other) => other !== axis);
  const innerOf = new Map<number, number[]>();
  for (const { at } of series) innerOf.set(at[outer], [...(innerOf.get(at[outer]) ?? []), at[inner]]);
  const outerOf = new Map<string, number[]>();
  for (const [value, within] of innerOf) {
    const text = named(inner, within);
    outerOf.set(text, [...(outerOf.get(text) ?? []), value]);
  }
  return [...outerOf].map(([text, values]) => `at ${text}, ${named(outer, values)}`).join('; ');
}

function named(axis: Axis, values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b).map(String);
  return `${sorted.length === 1 ? axis : PLURALS[axis]} ${listed(sorted)}`;
}
