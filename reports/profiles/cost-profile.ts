import type { PlacePart } from '../../core/parts/site-parts.ts';

/** A level of a profile: a phase, a layer, a kernel, an operand, or a source line. */
export interface CostFrame {
  readonly name: string;
  /** Of source lines, as far as the user's source is known. */
  readonly file?: string;
  readonly line?: number;
}

/** What was paid at one place, and the levels that it is in, outermost first. */
export interface CostStack {
  readonly frames: readonly CostFrame[];
  readonly cost: number;
}

/** Where the cost of a case, or of an update, was paid: the stacks add up to it. */
export interface CostProfile {
  readonly name: string;
  readonly stacks: readonly CostStack[];
}

/** A part with a name, of a case that is known by one thing at a time. */
export interface NamedCost {
  readonly name: string;
  readonly cost: number;
}

/** The profile of a trace, by phase, layer, kernel, operand and line; `at`: which of the costs. */
export function costsOfPlaces(name: string, places: readonly PlacePart[], at: string): CostProfile {
  return { name, stacks: places.map((place) => ({ frames: framesOf(place), cost: place.cost[at] })) };
}

/**
 * The profile of plain loops, which are known by one thing at a time: by line, where the lines were noted, else by
 * operation, else the program as one.
 */
export function costsOfParts(
  name: string,
  cost: number,
  { line, op }: Readonly<Record<string, readonly NamedCost[]>>,
): CostProfile {
  if (line !== undefined)
    return { name, stacks: line.map((part) => ({ frames: [lineFrame(part.name)], cost: part.cost })) };
  const parts = op ?? [{ name, cost }];
  return { name, stacks: parts.map((part) => ({ frames: [{ name: part.name }], cost: part.cost })) };
}

function framesOf({ phase, layer, layerName, kernel, operand, line }: PlacePart): CostFrame[] {
  return [
    { name: `phase ${phase}` },
    ...(layer === null ? [] : [{ name: `layer ${layerName ?? layer + 1}` }]),
    ...(kernel === null ? [] : [{ name: kernel }]),
    { name: `reads ${operand}` },
    ...(line === null ? [] : [lineFrame(line)]),
  ];
}

/** Of `file:line`. */
function lineFrame(place: string): CostFrame {
  const [, file, line] = /^(.+):(\d+)$/.exec(place) ?? [];
  return file === undefined ? { name: place } : { name: place, file, line: Number(line) };
}
