import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { partCost } from '../../findings/update-figures.ts';
import type { PlaceResult } from '../../results/figures/place-parts.ts';
import type { UpdateResult } from '../../results/result.ts';
import { layerName } from '../theme.ts';

/** One block of an icicle: what is paid at a place, and where it lies in its row. */
export interface IcicleBlock {
  /** What its colour is of. */
  readonly kind: string;
  /** What is told of the place at this level alone. */
  readonly name: string;
  /** All that is put together in it. */
  readonly names: readonly string[];
  /** In cost, from the start of the update's row. */
  readonly start: number;
  readonly cost: number;
  readonly reads: number;
}

/** A part of an update, by its names at each level, the outermost first. */
interface NamedPart extends Pick<PlaceResult, 'reads' | 'cost'> {
  readonly names: readonly string[];
}

/** How an update is taken apart. */
export interface IcicleView {
  /** All parts, each with as many names. */
  readonly partsOf: (update: UpdateResult) => readonly NamedPart[];
  /** At this level and below what stands in one block is in the order of its cost, and above in the order in which it occurs. */
  readonly sortedFrom: number;
  /** Which level of a row has its colour: its own or one above. */
  readonly colouredBy: (level: number) => number;
}

const kernelName = (kernel: string | null): string => kernel ?? 'returned values';

/** Phases, in them layers, in them kernels, in them source lines; phases alone where the results hold no places. */
export const BY_PHASE: IcicleView = {
  partsOf: ({ places, phases }) =>
    places === undefined
      ? phases.map((part) => ({ names: [part.phase], ...figuresOf(part) }))
      : places.map(({ phase, layer, kernel, line, reads, cost }) => ({
          names: [phase, layer === null ? 'no layer' : layerName(layer), kernelName(kernel), line ?? 'no line'],
          reads,
          cost,
        })),
  sortedFrom: 2,
  colouredBy: () => 0,
};

/** Kinds of tensors, in them kernels; kinds alone where the results hold no more. */
export const BY_KIND: IcicleView = {
  partsOf: ({ kinds, roles }) =>
    kinds === undefined
      ? roles.map((part) => ({ names: [part.role], ...figuresOf(part) }))
      : kinds.map(({ role, kernel, reads, cost }) => ({ names: [role, kernelName(kernel)], reads, cost })),
  sortedFrom: 0,
  colouredBy: () => 0,
};

/** Kernels, in them phases; none where the results hold no places, in which returned values have one. */
export const BY_KERNEL: IcicleView = {
  partsOf: ({ places = [] }) =>
    places.map(({ kernel, phase, reads, cost }) => ({ names: [kernelName(kernel), phase], reads, cost })),
  sortedFrom: 0,
  colouredBy: (level) => level,
};

/**
 * The rows of an update's icicle. From the level on at which they are sorted, neighbours in one block of the row above that
 * are together less than `least` of cost are one block; every row adds up to the update.
 */
export function icicleRows(update: UpdateResult, view: IcicleView, least: number): IcicleBlock[][] {
  const parts = view.partsOf(update);
  const rows: IcicleBlock[][] = (parts[0]?.names ?? []).map(() => []);
  const fill = (within: readonly NamedPart[], level: number, start: number): void => {
    let at = start;
    for (const { names, members } of blocksOf(within, level, view.sortedFrom, least)) {
      const name = names.length === 1 ? names[0] : `${names.length} more`;
      const cost = costOf(members);
      const reads = members.reduce((sum, part) => sum + part.reads, 0);
      rows[level].push({ kind: members[0].names[view.colouredBy(level)], name, names, start: at, cost, reads });
      if (level + 1 < rows.length) fill(members, level + 1, at);
      at += cost;
    }
  };
  fill(parts, 0, 0);
  return rows;
}

interface Members {
  readonly names: string[];
  readonly members: NamedPart[];
}

/** What stands in one block above, by its names at this level; what is too small to be seen is the last. */
function blocksOf(within: readonly NamedPart[], level: number, sortedFrom: number, least: number): Members[] {
  const byName = new Map<string, NamedPart[]>();
  for (const part of within) {
    const name = part.names[level];
    byName.set(name, [...(byName.get(name) ?? []), part]);
  }
  const all = [...byName].map(([name, members]) => ({ names: [name], members }));
  if (level < sortedFrom) return all;
  all.sort((a, b) => costOf(b.members) - costOf(a.members));
  const isSmall = ({ members }: Members): boolean => costOf(members) < least;
  const small = all.filter(isSmall);
  if (small.length < 2) return all;
  const rest = { names: small.flatMap(({ names }) => names), members: small.flatMap(({ members }) => members) };
  return [...all.filter((block) => !isSmall(block)), rest];
}

function costOf(parts: readonly NamedPart[]): number {
  return parts.reduce((sum, part) => sum + partCost(part), 0);
}

function figuresOf({ reads, cost }: UpdateResult['phases'][number] | UpdateResult['roles'][number]) {
  return { reads, cost: { [ELEMENT_BYTES]: cost[ELEMENT_BYTES] } };
}
