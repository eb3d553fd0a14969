import type { ExactInteger } from '../../core/numbers/exact-integer.ts';
import { type CostPart, type CostParts, PART_KINDS, type PartKind, REST, sumOf } from './cost-parts.ts';

/** A part of a cost, before and now; 0 where it is not there. */
export interface MovedPart {
  readonly by: PartKind;
  readonly name: string;
  readonly old: ExactInteger;
  readonly new: ExactInteger;
}

/**
 * What moved most in the direction of the whole, by each kind that both sides know: `old` as a baseline holds it, `now` whole.
 * Kinds in which nothing moved that way are left out.
 */
export function movedMost(old: CostParts, now: CostParts, isHigher: boolean): MovedPart[] {
  const direction = isHigher ? 1n : -1n;
  return PART_KINDS.flatMap((by) => {
    const [before, after] = [old[by], now[by]];
    if (before === undefined || after === undefined) return [];
    const moved = changedParts(by, before, after)
      .map((pair) => ({ ...pair, by, size: (BigInt(pair.new) - BigInt(pair.old)) * direction }))
      .reduce((most, one) => (one.size > most.size ? one : most), { size: 0n, by, name: '', old: 0, new: 0 });
    const { size, ...part } = moved;
    return size > 0n ? [part] : [];
  });
}

export type Pair = Omit<MovedPart, 'by'>;

/**
 * Every part of either side, with that of the other side which it is the same as. Source lines are the same where they lie in
 * the same order and cost about the same, whatever their numbers.
 */
export function changedParts(by: string, before: readonly CostPart[], after: readonly CostPart[]): Pair[] {
  const named = before.filter(({ name }) => name !== REST);
  const known = by === 'line' ? pairedLines(named, after) : pairedNames(named, after);
  const isKnown = new Set(known.map((pair) => pair.after));
  const gone = new Set(known.map((pair) => pair.before));
  const fresh = after.filter((part) => !isKnown.has(part));
  const rest = before.find(({ name }) => name === REST);
  return [
    ...known.map((pair) => ({ name: pair.after.name, old: pair.before.cost, new: pair.after.cost })),
    ...named.filter((part) => !gone.has(part)).map(({ name, cost }) => ({ name, old: cost, new: 0 })),
    // Where not all parts were named, one that was not may be an old one.
    ...(rest === undefined
      ? fresh.map(({ name, cost }) => ({ name, old: 0, new: cost }))
      : [{ name: REST, old: rest.cost, new: sumOf(fresh) }]),
  ];
}

interface PartPair {
  readonly before: CostPart;
  readonly after: CostPart;
}

function pairedNames(before: readonly CostPart[], after: readonly CostPart[]): PartPair[] {
  const byName = new Map(after.map((part) => [part.name, part]));
  return before.flatMap((part) => {
    const same = byName.get(part.name);
    return same === undefined ? [] : [{ before: part, after: same }];
  });
}

/** What a pair of lines of other numbers costs more than one of the same: less than any difference (D45). */
const OTHER_NUMBER = 2 ** -20;

/**
 * Lines of a file keep their order when others are put above them, not their numbers. So they are paired in order, each
 * with one at most, such that the differences add up to the least. What is no line of a file is known by its name.
 */
function pairedLines(before: readonly CostPart[], after: readonly CostPart[]): PartPair[] {
  const [left, right] = [before.flatMap(placed).sort(inOrder), after.flatMap(placed).sort(inOrder)];
  const isNoLine = (part: CostPart): boolean => placed(part).length === 0;
  const least = leastDifferences(left, right);
  const found = pairedNames(before.filter(isNoLine), after.filter(isNoLine));
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (least[i][j] === distance(left[i], right[j]) + least[i + 1][j + 1]) {
      found.push({ before: left[i++].part, after: right[j++].part });
    } else if (least[i][j] === Number(left[i].part.cost) + least[i + 1][j]) i++;
    else j++;
  }
  return found;
}

/** By i and j the least sum over the lines from these on, on either side. Rounded above 2^53, where another pairing is as good. */
function leastDifferences(left: readonly PlacedPart[], right: readonly PlacedPart[]): Float64Array[] {
  const least = Array.from({ length: left.length + 1 }, () => new Float64Array(right.length + 1));
  for (let i = left.length; i >= 0; i--) {
    for (let j = right.length; j >= 0; j--) {
      const ways = [
        ...(i < left.length ? [Number(left[i].part.cost) + least[i + 1][j]] : []),
        ...(j < right.length ? [Number(right[j].part.cost) + least[i][j + 1]] : []),
        ...(i < left.length && j < right.length ? [distance(left[i], right[j]) + least[i + 1][j + 1]] : []),
      ];
      least[i][j] = ways.length === 0 ? 0 : Math.min(...ways);
    }
  }
  return least;
}

interface PlacedPart {
  readonly part: CostPart;
  readonly file: string;
  readonly line: number;
}

/** The part with its place; none where its name is no `FILE:LINE`. */
function placed(part: CostPart): PlacedPart[] {
  const [, file, line] = /^(.*):(\d+)$/s.exec(part.name) ?? [];
  return file === undefined ? [] : [{ part, file, line: Number(line) }];
}

function inOrder(a: PlacedPart, b: PlacedPart): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

function distance(left: PlacedPart, right: PlacedPart): number {
  if (left.file !== right.file) return Number.POSITIVE_INFINITY;
  const difference = Math.abs(Number(BigInt(left.part.cost) - BigInt(right.part.cost)));
  return difference + (left.line === right.line ? 0 : OTHER_NUMBER);
}
