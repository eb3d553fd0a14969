import type { AccumulatedProduct, MappedAccess } from '../products/accumulated-product.ts';
import type { Box } from './axes.ts';

/** From one iteration to the next, how far each of the three operands of a term moves: left, right, sum. */
export type Steps = readonly [left: number, right: number, sum: number];

/** The terms of a nest, each at a place of its own, with integers for coordinates. */
export interface TermSpace {
  readonly directions: readonly Steps[];
  readonly boxes: readonly Box[];
}

/** Terms of one multiplication: where the first is, and how many there are along which directions. */
interface Site {
  readonly base: Steps;
  readonly trips: ReadonlyMap<string, { readonly steps: Steps; readonly trip: number }>;
}

/**
 * The terms of several multiplications of a nest as boxes of one space, none in two of them: those of windows that a border
 * cuts in other ways. null where loops are no plain ones, or where boxes meet. O(boxes^2 * directions^2).
 */
export function termBoxes(products: readonly AccumulatedProduct[]): TermSpace | null {
  const sites: Site[] = [];
  for (const product of products) {
    const site = siteOf(product);
    if (site === null) return null;
    if ([...site.trips.values()].every(({ trip }) => trip > 0)) sites.push(site);
  }
  const directions = new Map(sites.flatMap(({ trips }) => [...trips].map(([key, { steps }]) => [key, steps] as const)));
  const places: number[][] = [];
  for (const [at, { base }] of sites.entries()) {
    places.push(at === 0 ? [] : placeOf(base, sites.slice(0, at), places, directions));
  }
  const keys = [...directions.keys()];
  const boxes = sites.map(({ trips }, at) => ({
    from: keys.map((_, direction) => places[at][direction] ?? 0),
    counts: keys.map((key) => trips.get(key)?.trip ?? 1),
  }));
  const isApart = boxes.every((box, at) => boxes.slice(0, at).every((other) => !isMet(box, other)));
  return isApart ? { directions: [...directions.values()], boxes } : null;
}

function siteOf({ loops, factors, sum }: AccumulatedProduct): Site | null {
  const maps = [...factors, sum];
  const trips = new Map<string, { steps: Steps; trip: number }>();
  for (const [depth, { trip }] of loops.entries()) {
    if (typeof trip !== 'number') return null;
    if (trip === 1) continue;
    const steps = ofThree(maps, ({ access, loops: around }) =>
      depth < around.length ? (access.strides[depth] ?? 0) : 0,
    );
    if (trips.has(`${steps}`)) return null;
    trips.set(`${steps}`, { steps, trip });
  }
  return { base: ofThree(maps, ({ access }) => access.base), trips };
}

function ofThree(maps: readonly MappedAccess[], figure: (map: MappedAccess) => number): Steps {
  const [left, right, sum] = maps.map(figure);
  return [left, right, sum];
}

/**
 * Where a box begins: the fewest whole steps along two directions from one that is there already, or, where none lead to it, from the
 * first one step along a direction of its own. Any place would do for the proof: near ones overlap least.
 */
function placeOf(
  base: Steps,
  placed: readonly Site[],
  places: readonly (readonly number[])[],
  directions: Map<string, Steps>,
): number[] {
  const all = [...directions.values()];
  let nearest: number[] | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (let at = placed.length - 1; at >= 0 && fewest > NEIGHBOURS; at--) {
    const apart = ofDifference(base, placed[at].base);
    for (const [first, one] of all.entries()) {
      for (let second = first + 1; second < all.length; second++) {
        const way = wayAlong(apart, one, all[second]);
        if (way === null || Math.abs(way[0]) + Math.abs(way[1]) >= fewest) continue;
        fewest = Math.abs(way[0]) + Math.abs(way[1]);
        nearest = all.map((_, direction) => places[at][direction] ?? 0);
        nearest[first] += way[0];
        nearest[second] += way[1];
      }
    }
  }
  if (nearest !== null) return nearest;
  const apart = ofDifference(base, placed[0].base);
  directions.set(`${apart}`, apart);
  return [...all.map(() => 0), 1];
}

/** So many steps lead from a window to the next, which has one tap more. */
const NEIGHBOURS = 2;

function ofDifference(a: Steps, b: Steps): Steps {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** So many steps along either of two directions lead so far; null where none do. */
function wayAlong(apart: Steps, one: Steps, two: Steps): readonly [number, number] | null {
  for (const [x, y] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const area = one[x] * two[y] - one[y] * two[x];
    if (area === 0) continue;
    const first = Math.round((apart[x] * two[y] - apart[y] * two[x]) / area);
    const second = Math.round((one[x] * apart[y] - one[y] * apart[x]) / area);
    // What was rounded shows here.
    const leads = ([0, 1, 2] as const).every((at) => first * one[at] + second * two[at] === apart[at]);
    return leads ? [first, second] : null;
  }
  return null;
}

/** Whether two boxes have a place in common. */
function isMet(one: Box, other: Box): boolean {
  return one.from.every(
    (from, at) => from < other.from[at] + other.counts[at] && other.from[at] < from + one.counts[at],
  );
}
