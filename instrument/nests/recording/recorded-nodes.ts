import type { Trip } from '../../../core/trace/nest.ts';
import type { Affine } from '../space/affine.ts';
import { LoopSpace } from '../space/loop-space.ts';
import type { OperationName } from './operations.ts';

/** One element of a tensor, by its number among those of the nest and an index for each axis. */
export interface ElementPlace {
  readonly tensor: number;
  readonly indices: readonly Affine[];
}

/** A scalar of the nest's own. */
export interface LocalPlace {
  readonly local: number;
}

export type Place = ElementPlace | LocalPlace;

/** What values live in: an iteration of a loop, or the statements of one phase. It is open while these are recorded. */
export interface Scope {
  isOpen: boolean;
  readonly kind: 'iteration' | 'phase';
}

/** Where a value lies. A result lies in a local of its own until it is put somewhere, and from then on there. */
export interface Home {
  place: Place;
  readonly scope: Scope;
  /** The statement that made it while it is in a local of its own, else null. */
  maker: Statement | null;
  /** Where the user's source wrote something else to the place; null while it holds the value. */
  overwrittenAt: string | null;
}

/** One operation. Numbers are constants. */
export interface Statement {
  readonly operation: OperationName;
  readonly reads: readonly (Home | number)[];
  readonly write: Home;
  /** The user's line, or null where it is not known. */
  readonly source: string | null;
}

export interface RecordedLoop {
  readonly trip: Trip;
  /** Locals that hold nothing at the start of an iteration. */
  readonly fresh: readonly number[];
  readonly body: readonly RecordedNode[];
  readonly source: string | null;
}

export type RecordedNode = RecordedLoop | Statement;

export function isRecordedLoop(node: RecordedNode): node is RecordedLoop {
  return 'trip' in node;
}

export function isElement(place: Place): place is ElementPlace {
  return 'tensor' in place;
}

/** All statements below these nodes, with the trips of the loops around them, outermost first. */
export function* statementsOf(
  nodes: readonly RecordedNode[],
  trips: readonly Trip[] = [],
): Generator<{ statement: Statement; trips: readonly Trip[] }> {
  for (const node of nodes) {
    if (isRecordedLoop(node)) yield* statementsOf(node.body, [...trips, node.trip]);
    else yield { statement: node, trips };
  }
}

/** Whether two places can be the same in one iteration of the loops around. */
export function mayBeSame(one: Place, other: Place, trips: readonly Trip[]): boolean {
  if (!isElement(one) || !isElement(other)) return !isElement(one) && !isElement(other) && one.local === other.local;
  return one.tensor === other.tensor && new LoopSpace(trips).mayMeet(one.indices, other.indices);
}

/** Whether something below these nodes reads or writes a place. `trips`: of the loops around them. */
export function touches(nodes: readonly RecordedNode[], place: Place, trips: readonly Trip[]): boolean {
  for (const { statement, trips: around } of statementsOf(nodes, trips)) {
    for (const home of [...statement.reads, statement.write]) {
      if (typeof home !== 'number' && mayBeSame(home.place, place, around)) return true;
    }
  }
  return false;
}

/** The first node that differs between two recordings of one body, of the first; its last one where that ends early. */
export function firstDifference(first: readonly RecordedNode[], second: readonly RecordedNode[]): RecordedNode | null {
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    if (at >= first.length || at >= second.length) return first[at] ?? first.at(-1) ?? second[at];
    const [one, other] = [first[at], second[at]];
    if (isRecordedLoop(one) && isRecordedLoop(other)) {
      if (keyOf([one.trip, one.fresh]) !== keyOf([other.trip, other.fresh])) return one;
      const inside = firstDifference(one.body, other.body);
      if (inside !== null) return inside;
    } else if (isRecordedLoop(one) || isRecordedLoop(other) || statementKey(one) !== statementKey(other)) return one;
  }
  return null;
}

function statementKey({ operation, reads, write }: Statement): string {
  return keyOf([operation, reads.map((read) => (typeof read === 'number' ? String(read) : read.place)), write.place]);
}

function keyOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
