import { alwaysRuns } from '../../trace/iteration-shapes.ts';
import type { Instruction, Loop, Nest, Node, Trip } from '../../trace/nest.ts';
import { isAffine, isLoop } from '../../trace/nest.ts';
import type { Granularity } from '../../trace/trace.ts';
import type { OperandGroups } from './operand-groups.ts';
import { UNTRACKED } from './operand-groups.ts';

/** A loop of a nest in which operands are known by their groups. Loops of no iterations are left out. */
export interface GroupedLoop {
  readonly depth: number;
  readonly trip: Trip;
  /** Whether there are iterations around it in which it has none (D37). */
  readonly mayBeEmpty: boolean;
  /** Groups of locals that hold nothing at the start of an iteration. */
  readonly fresh: readonly number[];
  readonly nodes: readonly GroupedNode[];
}

export interface GroupedInstruction {
  readonly site: number;
  /** Groups, or UNTRACKED. */
  readonly reads: readonly number[];
  /** A group, or UNTRACKED. */
  readonly write: number;
}

export type GroupedNode = GroupedLoop | GroupedInstruction;

/** Where a node stands: its siblings, its place among them, and the loop they are the body of (null: the call). */
export interface Place {
  readonly siblings: readonly GroupedNode[];
  readonly index: number;
  readonly loop: GroupedLoop | null;
}

/**
 * What happens to a version after its last access in a body that stays where it is (D19): it ends, by a write or an
 * emptied local; it is read again; or its call ends first and the element's last user decides.
 */
export const ENDS = 0;
export const READ_AGAIN = 1;
export const CALL_ENDS = 2;
export type Future = typeof ENDS | typeof READ_AGAIN | typeof CALL_ENDS;

/** What comes after a body: the first of `revisits`, inner loops first, whose loop goes on decides, else `after`. */
export interface StreamFuture {
  readonly revisits: readonly { readonly depth: number; readonly future: Future }[];
  readonly after: Future;
}

/** The nest of a call with its operands' groups in place of the operands. */
export function groupNest(nest: Nest, groups: OperandGroups, granularity: Granularity): GroupedNode[] {
  let sites = 0;
  const groupInstruction = (node: Instruction, loops: readonly Loop[]): GroupedInstruction => {
    const site = sites;
    sites += node.reads.length;
    const isReached = loops.every((loop) => loop.trip !== 0);
    return {
      site,
      reads: node.reads.map((operand) => (isReached ? groups.of(operand, loops) : UNTRACKED)),
      write: node.write === null || !isReached ? UNTRACKED : groups.of(node.write, loops),
    };
  };
  const group = (nodes: readonly Node[], loops: readonly Loop[]): GroupedNode[] =>
    nodes.flatMap((node): GroupedNode[] => {
      if (!isLoop(node)) return [groupInstruction(node, loops)];
      const inner = group(node.body, [...loops, node]);
      if (node.trip === 0) return [];
      const fresh = granularity === 'register' ? [] : (node.fresh ?? []).map((local) => groups.ofLocal(local));
      const mayBeEmpty = isAffine(node.trip) && !alwaysRuns([...loops, node]);
      return [{ depth: loops.length, trip: node.trip, mayBeEmpty, fresh, nodes: inner }];
    });
  return group(nest.body, []);
}

/**
 * What comes after the last access of a group in the node at the innermost of `places`, when that node has ended; null where
 * it depends on which loops run at all. `stepAt`: the group's step along the loop at a depth.
 */
export function futureOf(
  group: number,
  isLocal: boolean,
  places: readonly Place[],
  stepAt: (depth: number) => number,
): StreamFuture | null {
  const revisits: { depth: number; future: Future }[] = [];
  /** What happens if a loop runs that may not; all that can come instead has to be the same. */
  let maybe: Future | null = null;
  for (let level = places.length - 1; level >= 0; level--) {
    const { siblings, index, loop } = places[level];
    const next = firstIn(siblings.slice(index + 1), group);
    if (next !== null) {
      if (next === UNSURE || (maybe !== null && next.access !== maybe)) return null;
      if (next.isSure) return { revisits, after: next.access };
      maybe = next.access;
    }
    if (loop !== null && (stepAt(loop.depth) === 0 || loop.trip === 1)) {
      const again = firstInLoop(loop, group);
      if (again === null) continue;
      if (again === UNSURE || (maybe !== null && again.access !== maybe)) return null;
      if (again.isSure) revisits.push({ depth: loop.depth, future: again.access });
      else maybe = again.access;
    }
  }
  const after = isLocal ? ENDS : CALL_ENDS;
  return maybe !== null && maybe !== after ? null : { revisits, after };
}

/** In place of a first access: one or another, whichever loops run. */
const UNSURE = 'unsure';

/**
 * What the first access of a group does to the version before. Not `isSure`: the loops that it lies in may not run, and then
 * there is none.
 */
interface FirstAccess {
  readonly access: typeof ENDS | typeof READ_AGAIN;
  readonly isSure: boolean;
}

/** The first access of a group in nodes that are executed one after the other; null: none. */
function firstIn(nodes: readonly GroupedNode[], group: number): FirstAccess | typeof UNSURE | null {
  let maybe: FirstAccess | null = null;
  for (const node of nodes) {
    const first = 'nodes' in node ? firstInLoop(node, group) : accessIn(node, group);
    if (first === null) continue;
    if (first === UNSURE || (maybe !== null && first.access !== maybe.access)) return UNSURE;
    if (first.isSure && !('nodes' in node && node.mayBeEmpty)) return first;
    maybe = { access: first.access, isSure: false };
  }
  return maybe;
}

/** The first access of a group in a loop that is executed at least once: a local may be emptied before it. */
function firstInLoop(loop: GroupedLoop, group: number): FirstAccess | typeof UNSURE | null {
  return loop.fresh.includes(group) ? { access: ENDS, isSure: true } : firstIn(loop.nodes, group);
}

function accessIn({ reads, write }: GroupedInstruction, group: number): FirstAccess | null {
  if (reads.includes(group)) return { access: READ_AGAIN, isSure: true };
  return write === group ? { access: ENDS, isSure: true } : null;
}

/** Whether instructions that are executed one after the other read a group before they write it. */
export function readsFirst(instructions: readonly GroupedInstruction[], group: number): boolean {
  for (const instruction of instructions) {
    const first = accessIn(instruction, group);
    if (first !== null) return first.access === READ_AGAIN;
  }
  return false;
}
