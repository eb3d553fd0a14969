import { type ExactInteger, exactInteger } from '../../core/numbers/exact-integer.ts';
import type { BenchCase } from '../bench/bench-result.ts';
import { fileOfCase } from '../bench/case-id.ts';
import { byCodePoints } from './case-name.ts';

/** What the cost of a case is taken apart by, in a baseline. */
export const PART_KINDS = ['kernel', 'operand', 'line'] as const;
export type PartKind = (typeof PART_KINDS)[number];

export interface CostPart {
  readonly name: string;
  readonly cost: ExactInteger;
}

/** By each kind that is known: parts that cost something, largest first, which add up to the cost. */
export type CostParts = Readonly<Partial<Record<PartKind, readonly CostPart[]>>>;

/** The part that stands for all smaller ones. */
export const REST = 'rest';
/** Parts of a kind that a baseline names: its lines are read by people. */
const MOST = 8;

/** The parts of a measured case as a baseline holds them: the largest of each kind, and the rest as one. */
export function costParts(one: BenchCase): CostParts {
  return everyKind(allParts(one), (parts) => {
    const isNamed = (part: CostPart, place: number): boolean => place < MOST && part.name !== REST;
    const rest = parts.filter((part, place) => !isNamed(part, place));
    return [...parts.filter(isNamed), ...(rest.length === 0 ? [] : [{ name: REST, cost: sumOf(rest) }])];
  });
}

/**
 * All parts of a measured case. Where there is one kernel alone, it is left out, and so is its name before operands. Source
 * lines are `FILE:LINE`, of the case's own file `:LINE`.
 */
export function allParts({ id, by }: BenchCase): CostParts {
  const { kernel = [], operand = [], line = [] } = by;
  const owners = kernel.filter((owner) => operand.some(({ name }) => name.startsWith(`${owner.name} `)));
  const owner = owners.length === 1 ? `${owners[0].name} ` : '';
  const found = {
    kernel: kernel.length > 1 ? kernel : [],
    operand: operand.map((part) => renamed(part, owner, '')),
    line: line.map((part) => renamed(part, `${fileOfCase(id)}:`, ':')),
  };
  return everyKind(found, (parts) =>
    parts
      .filter(({ cost }) => cost > 0)
      .map(({ name, cost }) => ({ name, cost }))
      .sort((a, b) => Number(BigInt(b.cost) - BigInt(a.cost)) || byCodePoints(a.name, b.name)),
  );
}

/** The part, its name with `start` in place of what it begins with. */
function renamed(part: CostPart, beginning: string, start: string): CostPart {
  const { name } = part;
  return name.startsWith(beginning) ? { ...part, name: `${start}${name.slice(beginning.length)}` } : part;
}

/** The sum of costs, exact. */
export function sumOf(parts: readonly CostPart[]): ExactInteger {
  return exactInteger(parts.reduce((sum, { cost }) => sum + BigInt(cost), 0n));
}

/** The parts of each kind, changed; kinds of which nothing is left are left out. */
function everyKind(parts: CostParts, change: (parts: readonly CostPart[]) => readonly CostPart[]): CostParts {
  const changed = PART_KINDS.map((kind) => [kind, change(parts[kind] ?? [])] as const);
  return Object.fromEntries(changed.filter(([, some]) => some.length > 0));
}
