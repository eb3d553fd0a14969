import type { TableTerm } from '../../core/trace/nest.ts';
import { isBlock } from '../../core/trace/nest.ts';
import type { DrawnLoop, ProgramDraw } from './program-draw.ts';

/** An affine map into a value, under the loops that it was drawn for. */
export interface DrawnMap {
  readonly base: number;
  readonly strides: readonly number[];
  readonly loops: readonly DrawnLoop[];
}

/** What is known of a value when an operand of it is drawn. */
export interface DrawnValue {
  readonly size: number;
  /** Steps from row to row, from column to column, as the value was written. */
  readonly steps: readonly number[];
  /** The maps of its other operands in the call. */
  readonly maps: readonly DrawnMap[];
}

/**
 * A map into a value under these loops: mostly one that meets each of its elements once, in any order and direction of
 * the loops, some of which may leave it where it is; or one by the steps of its rows and columns; else overlapping
 * windows, any strides, one element, or the map of another operand, moved or not. `isPlain`: none of
 * these else, and one map for all operands.
 */
export function drawMap(draw: ProgramDraw, value: DrawnValue, loops: readonly DrawnLoop[], isPlain: boolean): DrawnMap {
  const { size, steps, maps } = value;
  const fitting = maps.filter((map) => map.strides.every((step, k) => step === 0 || map.loops[k] === loops[k]));
  if (isPlain && fitting.length > 0) return fitting[0];
  const kind = draw.weighted([
    [4, 'once'],
    [steps.length === 0 ? 0 : isPlain ? 8 : 3, 'rows'],
    [fitting.length > 0 ? 4 : 0, 'another'],
    [isPlain ? 0 : 1, 'windows'],
    [isPlain ? 0 : 1.2, 'any'],
    [isPlain ? 0 : 0.6, 'one'],
  ] as const);
  if (kind === 'another') return moved(draw, size, draw.pick(fitting), loops);
  if (kind === 'once') return once(draw, size, loops);
  if (kind === 'rows') return rows(draw, size, steps, loops);
  if (kind === 'windows') return windows(draw, size, loops);
  if (kind === 'any') return anyStrides(draw, size, loops);
  return { base: draw.between(0, size - 1), strides: [], loops };
}

/** A map that writes every element of a new value, once or again and again; tells how many these are. */
export function drawWhole(draw: ProgramDraw, loops: readonly DrawnLoop[]): DrawnMap & { readonly size: number } {
  const { map, reach } = radix(draw, Number.POSITIVE_INFINITY, loops, 0);
  return { ...map, size: reach + 1 };
}

/** A table of elements of a value, some of them twice, and the term that runs through it under these loops. */
export function drawTable(
  draw: ProgramDraw,
  id: number,
  size: number,
  loops: readonly DrawnLoop[],
): { table: number[]; term: TableTerm } {
  const { map, reach } = radix(draw, 64, loops, 0);
  const table = Array.from({ length: reach + 1 }, () => draw.between(0, size - 1));
  return { table, term: { id, base: map.base, strides: map.strides, scale: 1 } };
}

function once(draw: ProgramDraw, size: number, loops: readonly DrawnLoop[]): DrawnMap {
  const { map, reach } = radix(draw, size, loops, 0.15);
  return { ...map, base: map.base + draw.between(0, size - 1 - reach) };
}

/** Mixed radix over some of the loops; `gap`: how often elements are left out between. A block walks with its counter. */
function radix(
  draw: ProgramDraw,
  size: number,
  loops: readonly DrawnLoop[],
  gap: number,
): { map: DrawnMap; reach: number } {
  const strides = loops.map(() => 0);
  let base = 0;
  let reach = 0;
  for (const k of draw.order(loops.length)) {
    const { trip } = loops[k];
    if (typeof trip !== 'number' || draw.chance(0.3)) continue;
    const block = loops.findIndex((inner) => isBlock(inner.trip) && inner.trip.block === k);
    const inner = block === -1 ? trip : loops[block].trip;
    const count = isBlock(inner) ? inner.size : trip;
    const step = reach + 1 + (draw.chance(gap) ? 1 : 0);
    if (count === 0 || reach + step * (count - 1) >= size) continue;
    const sign = draw.chance(0.25) ? -1 : 1;
    if (!isBlock(inner)) strides[k] = sign * step;
    else {
      strides[k] = sign * step * inner.width;
      strides[block] = sign * step;
    }
    reach += step * (count - 1);
    if (sign < 0) base += step * (count - 1);
  }
  return { map: { base, strides, loops }, reach };
}

/** By the steps of a value, each along a loop, mostly a longer one further out; from its first element on, mostly. */
function rows(draw: ProgramDraw, size: number, steps: readonly number[], loops: readonly DrawnLoop[]): DrawnMap {
  const strides = loops.map(() => 0);
  const taken = draw.chance(0.7) ? [...steps].sort((a, b) => b - a) : steps;
  let k = 0;
  for (const step of taken) {
    while (k < loops.length && draw.chance(0.3)) k++;
    if (k === loops.length) break;
    strides[k++] = step;
  }
  const { high } = boundsOf(strides, loops);
  if (high >= size) return within(draw, size, strides, loops);
  return { base: draw.chance(0.7) ? 0 : draw.between(0, size - 1 - high), strides, loops };
}

/** Two loops at one step, or nearly: what one iteration meets, the next meets in part. */
function windows(draw: ProgramDraw, size: number, loops: readonly DrawnLoop[]): DrawnMap {
  const [a, b] = draw.order(loops.length);
  if (b === undefined) return anyStrides(draw, size, loops);
  const strides = loops.map((_, k) => (k === a ? draw.between(1, 2) : k === b ? 1 : 0));
  return within(draw, size, strides, loops);
}

function anyStrides(draw: ProgramDraw, size: number, loops: readonly DrawnLoop[]): DrawnMap {
  const strides = loops.map(() => (draw.chance(0.4) ? 0 : draw.between(-3, 3)));
  return within(draw, size, strides, loops);
}

/** Steps halved until they fit, at a place where they do. */
function within(draw: ProgramDraw, size: number, wanted: readonly number[], loops: readonly DrawnLoop[]): DrawnMap {
  const strides = [...wanted];
  for (let k = 0; ; k = (k + 1) % strides.length) {
    const { low, high } = boundsOf(strides, loops);
    if (high - low < size) return { base: -low + draw.between(0, size - 1 - (high - low)), strides, loops };
    strides[k] = (strides[k] / 2) | 0;
  }
}

/** An earlier map, or one that lags behind it or runs ahead of it. */
function moved(draw: ProgramDraw, size: number, map: DrawnMap, loops: readonly DrawnLoop[]): DrawnMap {
  // Of the loops that are not around it now, none moved it.
  const strides = map.strides.slice(0, loops.length);
  const step = strides.length === 0 ? 0 : draw.pick(strides);
  const by = draw.weighted([
    [5, 0],
    [1, 1],
    [1, -1],
    [2, step],
    [1, -step],
  ]);
  const { low, high } = boundsOf(strides, loops);
  const fits = map.base + by + low >= 0 && map.base + by + high < size;
  return { base: fits ? map.base + by : map.base, strides, loops };
}

/** The least and the greatest of what loops add to a base, blocks taken as whole. */
function boundsOf(strides: readonly number[], loops: readonly DrawnLoop[]): { low: number; high: number } {
  let low = 0;
  let high = 0;
  strides.forEach((step, k) => {
    const reach = step * Math.max(0, loops[k].most - 1);
    if (reach < 0) low += reach;
    else high += reach;
  });
  return { low, high };
}
