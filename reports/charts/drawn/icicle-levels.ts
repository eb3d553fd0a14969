import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { partCost } from '../../findings/update-figures.ts';
import type { PlaceResult } from '../../results/figures/place-parts.ts';
import type { UpdateResult } from '../../results/result.ts';
import { layerName } from '../theme.ts';

/** One block of an icicle: what is paid at a place, and where it lies in its row. */
export interface IcicleBlock {
  readonly phase: string;
  /** What is told of the place at this level alone. */
  readonly name: string;
  /** All that is put together in it. */
  readonly names: readonly string[];
  /** In cost, from the start of the update's row. */
  readonly start: number;
  readonly cost: number;
  readonly reads: number;
}

/** What a place is called at each level. */
const LEVELS: readonly ((place: PlaceResult) => string)[] = [
  ({ phase }) => phase,
  ({ layer }) => (layer === null ? 'no layer' : layerName(layer)),
  ({ kernel }) => kernel ?? 'returned values',
  ({ line }) => line ?? 'no line',
];

/**
 * The rows of an update's icicle: phases, in them layers, in them kernels, in them source lines; phases alone where the
 * results hold no places. Phases and layers stand in the order in which they occur, kernels and lines by their cost.
 * Neighbours in one block of the row above that are together less than `least` of cost are one block, so that every row
 * adds up to the update.
 */
export function icicleRows(update: UpdateResult, least: number): IcicleBlock[][] {
  const places = update.places ?? update.phases.map(placeOfPhase);
  const levels = update.places === undefined ? LEVELS.slice(0, 1) : LEVELS;
  const rows: IcicleBlock[][] = levels.map(() => []);
  const fill = (within: readonly PlaceResult[], level: number, start: number): void => {
    let at = start;
    for (const { names, members } of blocksOf(within, level, least)) {
      const name = names.length === 1 ? names[0] : `${names.length} more`;
      const cost = costOf(members);
      const reads = members.reduce((sum, place) => sum + place.reads, 0);
      rows[level].push({ phase: members[0].phase, name, names, start: at, cost, reads });
      if (level + 1 < levels.length) fill(members, level + 1, at);
      at += cost;
    }
  };
  fill(places, 0, 0);
  return rows;
}

interface Members {
  readonly names: string[];
  readonly members: PlaceResult[];
}

/** What stands in one block above, by its names at this level; what is too small to be seen is the last. */
function blocksOf(within: readonly PlaceResult[], level: number, least: number): Members[] {
  const byName = new Map<string, PlaceResult[]>();
  for (const place of within) {
    const name = LEVELS[level](place);
    byName.set(name, [...(byName.get(name) ?? []), place]);
  }
  const all = [...byName].map(([name, members]) => ({ names: [name], members }));
  if (level > 1) all.sort((a, b) => costOf(b.members) - costOf(a.members));
  const isSmall = ({ members }: Members): boolean => costOf(members) < least;
  const small = all.filter(isSmall);
  if (level < 2 || small.length < 2) return all;
  const rest = { names: small.flatMap(({ names }) => names), members: small.flatMap(({ members }) => members) };
  return [...all.filter((block) => !isSmall(block)), rest];
}

function costOf(places: readonly PlaceResult[]): number {
  return places.reduce((sum, place) => sum + partCost(place), 0);
}

function placeOfPhase({ phase, reads, cost }: UpdateResult['phases'][number]): PlaceResult {
  return { phase, layer: null, kernel: null, line: null, reads, cost: { [ELEMENT_BYTES]: cost[ELEMENT_BYTES] } };
}
