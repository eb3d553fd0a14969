import type { TopLevelSpec } from 'vega-lite';
import { isNarrow } from '../charts/chart.ts';
import { BYTE_AXIS, RULE_COLOURS } from '../charts/theme.ts';
import { comparedRules, ruleTitle } from '../findings/compared-rules.ts';
import { crossingNote } from './crossings.ts';
import {
  AXES,
  type Axis,
  baseOf,
  coordinatesOf,
  METRICS,
  type Series,
  type SweepMetric,
  seriesOf,
  updateOf,
  type Variant,
} from './sweep-figures.ts';
import type { SweepResult, SweptPoint } from './sweep-result.ts';

/** Marks of rules, by the place of their colour: apart without any colour, too. */
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];
const DASHES = [
  [1, 0],
  [5, 3],
  [1, 3],
  [8, 3, 2, 3],
  [3, 3],
  [10, 3],
];

/** Panels side by side, at most. */
const WIDE_COLUMNS = 5;
const NARROW_COLUMNS = 3;
/** For the labels of the first panel in a row, in pixels. */
const LABELS = 60;
const GAP = 24;
/** Of its length, so far an axis reaches beyond its ends, that marks and labels stand whole in the panel. */
const MARGIN = 0.06;

/** What one panel row shares: the series of an axis that are drawn, and what tells them apart. */
interface Block {
  readonly axis: Axis;
  readonly apart: Axis;
  readonly series: readonly Series[];
}

/** Whether anything is drawn of these points: an axis in which some differ alone. */
export function hasSweepChart({ points }: Variant): boolean {
  return AXES.some((axis) => seriesOf(points, axis).length > 0);
}

/**
 * Cost and peak live memory of an update against depth, width and batch as a Vega-Lite spec `width` pixels wide: a row of panels
 * for each figure along each axis, one beside the other for another value of a second axis, the third at its documented value.
 * All axes are logarithmic, and those of one figure the same in all panels.
 */
export function sweepChart(sweep: SweepResult, variant: Variant, width: number): TopLevelSpec {
  const most = isNarrow(width) ? NARROW_COLUMNS : WIDE_COLUMNS;
  const blocks = AXES.flatMap((axis) => blockOf(sweep, variant.points, axis, most));
  const drawn = blocks.flatMap(({ series }) => series.flatMap(({ points }) => points));
  const rows = blocks.flatMap((block) =>
    METRICS.map((metric) => ({
      title: {
        text: isNarrow(width)
          ? `${metric.shortTitle} against ${block.axis}`
          : `${metric.title} against ${block.axis}, ${settingOf(block)}`,
        fontSize: isNarrow(width) ? 11 : 12,
        offset: 8,
      },
      spacing: GAP,
      // Labels at the ends of an axis reach over the panel; it is placed as if they did not.
      bounds: 'flush' as const,
      hconcat: block.series.map((series, column) => panel(sweep, drawn, block, series, metric, width, column === 0)),
    })),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    spacing: 14,
    resolve: { scale: { color: 'shared', shape: 'shared', strokeDash: 'shared' } },
    vconcat: rows,
  };
}

/** The series of an axis, told apart by the other axis that most of them differ in; none where no points differ in this alone. */
function blockOf(sweep: SweepResult, points: readonly SweptPoint[], axis: Axis, most: number): Block[] {
  const all = seriesOf(points, axis);
  const [first, second] = AXES.filter((other) => other !== axis);
  const along = (apart: Axis, fixed: Axis) => ({
    axis,
    apart,
    series: all.filter(({ at }) => at[fixed] === baseOf(sweep, points, fixed)),
  });
  const [one, other] = [along(first, second), along(second, first)];
  const { apart, series } = other.series.length > one.series.length ? other : one;
  if (series.length === 0) return [];
  return [{ axis, apart, series: spread(series, most, ({ at }) => at[apart] === baseOf(sweep, points, apart)) }];
}

/** What is the same in all panels of a block. */
function settingOf({ axis, apart, series: [{ at }] }: Block): string {
  return AXES.filter((other) => other !== axis && other !== apart)
    .map((other) => `${other} ${at[other]}`)
    .join();
}

/** At most so many of a list: its ends, the one that must be there, and others as evenly as they lie. */
function spread<Item>(items: readonly Item[], most: number, isNeeded: (item: Item) => boolean): Item[] {
  if (items.length <= most) return [...items];
  const needed = items.findIndex(isNeeded);
  const chosen = Array.from({ length: most }, (_, k) => Math.round((k * (items.length - 1)) / (most - 1)));
  if (needed > 0 && !chosen.includes(needed)) {
    const nearest = chosen.slice(1, -1).sort((a, b) => Math.abs(a - needed) - Math.abs(b - needed))[0];
    chosen[chosen.indexOf(nearest)] = needed;
  }
  return chosen.map((index) => items[index]);
}

function panel(
  sweep: SweepResult,
  drawn: readonly SweptPoint[],
  { axis, apart, series: side }: Block,
  series: Series,
  metric: SweepMetric,
  width: number,
  isFirst: boolean,
) {
  const values = series.points.flatMap((point) =>
    sweep.rules.map(({ algorithm }) => ({
      rule: ruleTitle(sweep, algorithm),
      x: coordinatesOf(point)[axis],
      y: Number(metric.figure(updateOf(point, algorithm))),
    })),
  );
  const figures = drawn.flatMap(({ updates }) => updates.map((update) => Number(metric.figure(update))));
  const ticks = axisTicks(figures, metric.unit === 'bytes' ? 4 : 10);
  const places = [...new Set(drawn.map((point) => coordinatesOf(point)[axis]))].sort((a, b) => a - b);
  const scale = { domain: sweep.rules.map(({ algorithm }) => ruleTitle(sweep, algorithm)) };
  const legend = { title: null, orient: 'top' as const, symbolSize: 60 };
  const ofRule = <Value>(list: readonly Value[]) => sweep.rules.map(({ colour }) => list[colour % list.length]);
  const columns = Math.max(side.length, 2);
  const inner = Math.floor((width - LABELS - 28 - (columns - 1) * GAP) / columns);
  const notes = comparedRules(sweep)
    .map((rule) => crossingNote(sweep, series, rule, metric, isNarrow(width)))
    .filter((note) => note !== '');
  const encoded = { field: 'rule', type: 'nominal' as const, sort: null };
  return {
    title: {
      text: `${apart} ${series.at[apart]}`,
      fontSize: 11,
      fontWeight: 'normal' as const,
      offset: 3,
      frame: 'group' as const,
    },
    width: inner,
    height: isNarrow(width) ? 84 : 104,
    layer: [
      {
        data: { values },
        mark: { type: 'line' as const, strokeWidth: 1.6, point: { size: isNarrow(width) ? 16 : 26, filled: true } },
        encoding: {
          x: {
            field: 'x',
            type: 'quantitative' as const,
            scale: { type: 'log' as const, base: 2, domain: widened(places), nice: false },
            axis: {
              values: labelled(places, inner),
              format: 'd',
              labelOverlap: false,
              labelFlush: true,
              grid: false,
              title: null,
            },
          },
          y: {
            field: 'y',
            type: 'quantitative' as const,
            scale: { type: 'log' as const, base: 10, domain: widened(ticks), nice: false },
            axis: {
              values: ticks,
              labelExpr: metric.unit === 'bytes' ? BYTE_AXIS.labelExpr : powersLabel(ticks),
              labels: isFirst,
              ticks: false,
              minExtent: isFirst ? LABELS : 0,
              maxExtent: isFirst ? LABELS : 0,
              title: null,
            },
          },
          color: { ...encoded, scale: { ...scale, range: ofRule(RULE_COLOURS.map(({ fill }) => fill)) }, legend },
          shape: { ...encoded, scale: { ...scale, range: ofRule(SHAPES) }, legend },
          strokeDash: { ...encoded, scale: { ...scale, range: ofRule(DASHES) }, legend },
        },
      },
      ...notes.flatMap((note, row) => noteLayers(note, row, isNarrow(width) ? { limit: LETTER_GUESS * inner } : {})),
    ],
  };
}

/** So many times as wide as it is Vega takes a text for; one that it takes for wider than a limit ends in an ellipsis. */
const LETTER_GUESS = 1.5;
const NOTE = { type: 'text', align: 'left', baseline: 'top', fontSize: 10, clip: true } as const;

/** Where lines that rise leave a panel free, below its uppermost line of the grid; on white, to be read across a line. */
function noteLayers(note: string, row: number, limit: { readonly limit?: number }) {
  return [{ stroke: 'white', strokeWidth: 3 }, {}].map((outline) => ({
    data: { values: [{ note }] },
    mark: { ...NOTE, ...limit, ...outline },
    encoding: { text: { field: 'note' }, x: { value: 4 }, y: { value: 8 + 13 * row } },
  }));
}

/** The domain of a logarithmic axis around ascending values. */
function widened(values: readonly number[]): [number, number] {
  const [least, greatest] = [values[0], values[values.length - 1]];
  const beyond = (greatest / least) ** MARGIN;
  return [least / beyond, greatest * beyond];
}

/** Those of the places along a logarithmic axis so many pixels long that have room for their labels, both ends among them. */
function labelled(places: readonly number[], pixels: number): number[] {
  const perOctave = pixels / Math.max(1, Math.log2(places[places.length - 1] / places[0]));
  const chosen: number[] = [];
  for (const place of [...places].reverse()) {
    const room = 7 * String(chosen[0] ?? '').length + 9;
    if (chosen.length === 0 || perOctave * Math.log2(chosen[0] / place) >= room) chosen.unshift(place);
  }
  return chosen.length < 2 ? chosen : [places[0], ...chosen.slice(1)];
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** An expression that labels powers of ten as such: 10¹¹. */
function powersLabel(ticks: readonly number[]): string {
  const powers = ticks.map((tick) => Math.round(Math.log10(tick)));
  const labels = powers.map((power) => [
    power,
    `10${[...String(power)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`,
  ]);
  return `${JSON.stringify(Object.fromEntries(labels))}[round(log(datum.value) / LN10)]`;
}

/** Powers of a base that all figures lie between; a figure of 0, which a logarithmic axis has not, lies at 1. */
function axisTicks(figures: readonly number[], base: number): number[] {
  const exponent = (figure: number): number => Math.log(Math.max(figure, 1)) / Math.log(base);
  const from = Math.floor(exponent(Math.min(...figures)));
  const to = Math.max(from + 1, Math.ceil(exponent(Math.max(...figures)) - 1e-9));
  return Array.from({ length: to - from + 1 }, (_, k) => base ** (from + k));
}
