import type { SweepResult, SweptPoint, SweptUpdate } from './sweep-result.ts';

/** A figure of an update that a sweep is drawn and told by. */
export interface SweepMetric {
  readonly id: 'cost' | 'peak' | 'beyond';
  readonly title: string;
  /** Where there is no room for it. */
  readonly shortTitle: string;
  readonly unit: 'bytedmd' | 'bytes';
  /** What the rule that has less of it does, and what the other does not do. */
  readonly hasLess: string;
  readonly haveLess: string;
  readonly figure: (update: SweptUpdate) => number | bigint;
}

export const METRICS: readonly SweepMetric[] = [
  {
    id: 'cost',
    title: 'ByteDMD cost of one update',
    shortTitle: 'Cost of an update',
    unit: 'bytedmd',
    hasLess: 'moves less data an update',
    haveLess: 'move less data an update',
    figure: ({ cost }) => cost.cold,
  },
  {
    id: 'peak',
    title: 'Peak live memory',
    shortTitle: 'Peak live memory',
    unit: 'bytes',
    hasLess: 'holds less memory, with its state,',
    haveLess: 'hold less memory, with its state,',
    figure: ({ peakLiveBytes }) => peakLiveBytes,
  },
  {
    id: 'beyond',
    title: 'Peak live memory beyond the state',
    shortTitle: 'Peak beyond the state',
    unit: 'bytes',
    hasLess: 'holds less memory beyond its state',
    haveLess: 'hold less memory beyond its state',
    figure: ({ peakLiveBytes, stateBytes }) => peakLiveBytes - stateBytes,
  },
];

/** What a sweep can vary beside options. */
export const AXES = ['depth', 'width', 'batch'] as const;
export type Axis = (typeof AXES)[number];

export type Coordinates = Readonly<Record<Axis, number>>;

/** A point by its depth (hidden layers), their width and the batch. Of layers of several widths the width is the largest. */
export function coordinatesOf({ layers, batch }: Pick<SweptPoint, 'layers' | 'batch'>): Coordinates {
  const [, ...hidden] = layers;
  return { depth: hidden.length, width: Math.max(...hidden), batch };
}

/** Points that differ in one axis alone, ascending in it; `at` is where they lie in the others. */
export interface Series {
  readonly axis: Axis;
  readonly at: Coordinates;
  readonly points: readonly SweptPoint[];
}

/** Points of one set of options, or of several that change none of the figures that are drawn. */
export interface Variant {
  /** Empty where all sets of options have the same figures. */
  readonly options: SweptPoint['options'];
  readonly points: readonly SweptPoint[];
}

/** The points by their options, those apart alone whose figures are. */
export function variantsOf({ points }: SweepResult): Variant[] {
  const sets = new Map<string, SweptPoint[]>();
  for (const point of points) {
    const key = JSON.stringify(point.options);
    sets.set(key, [...(sets.get(key) ?? []), point]);
  }
  const drawn = new Map<string, readonly SweptPoint[]>();
  for (const set of sets.values()) drawn.set(drawnFigures(set), drawn.get(drawnFigures(set)) ?? set);
  return [...drawn.values()].map((set) => ({ options: drawn.size === 1 ? {} : set[0].options, points: set }));
}

function drawnFigures(points: readonly SweptPoint[]): string {
  return JSON.stringify(
    points.map(({ layers, batch, updates }) => [
      layers,
      batch,
      updates.map((u) => METRICS.map((m) => String(m.figure(u)))),
    ]),
  );
}

/** The series of two points and more along an axis, ascending in the others. */
export function seriesOf(points: readonly SweptPoint[], axis: Axis): Series[] {
  const others = AXES.filter((other) => other !== axis);
  const groups = new Map<string, SweptPoint[]>();
  for (const point of points) {
    const at = coordinatesOf(point);
    const key = others.map((other) => at[other]).join();
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()]
    .filter((group) => new Set(group.map((point) => coordinatesOf(point)[axis])).size > 1)
    .map((group) => ({
      axis,
      at: coordinatesOf(group[0]),
      points: [...group].sort((a, b) => coordinatesOf(a)[axis] - coordinatesOf(b)[axis]),
    }))
    .sort((a, b) => others.map((other) => a.at[other] - b.at[other]).find((difference) => difference !== 0) ?? 0);
}

/** Of the values of an axis the documented one, or else the one in the middle. */
export function baseOf({ task }: SweepResult, points: readonly SweptPoint[], axis: Axis): number {
  const documented = coordinatesOf({ layers: task.documentedLayers, batch: task.documentedBatch })[axis];
  const values = [...new Set(points.map((point) => coordinatesOf(point)[axis]))].sort((a, b) => a - b);
  return values.includes(documented) ? documented : values[(values.length - 1) >> 1];
}

/** The update of a rule at a point. */
export function updateOf({ updates }: SweptPoint, rule: string): SweptUpdate {
  const found = updates.find(({ algorithm }) => algorithm === rule);
  if (found === undefined) throw new Error(`internal: a point of the sweep has no update of ${rule}`);
  return found;
}
