import type { Instruction, Loop, Nest, Node, Trip } from '../../trace/nest.ts';
import { isLoop } from '../../trace/nest.ts';
import type { Granularity } from '../../trace/trace.ts';
import type { OperandGroups } from './operand-groups.ts';
import { UNTRACKED } from './operand-groups.ts';

/** A loop of a nest in which operands are known by their groups. Loops of no iterations are left out. */
export interface GroupedLoop {
  readonly depth: number;
  readonly trip: Trip;
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
      return [{ depth: loops.length, trip: node.trip, fresh, nodes: inner }];
    });
  return group(nest.body, []);
}

/**
 * What comes after the last access of a group in the node at the innermost of `places`, when that node has ended.
 * `stepAt`: the group's step along the loop at a depth.
 */
export function futureOf(
  group: number,
  isLocal: boolean,
  places: readonly Place[],
  stepAt: (depth: number) => number,
): StreamFuture {
  const revisits: { depth: number; future: Future }[] = [];
  for (let level = places.length - 1; level >= 0; level--) {
    const { siblings, index, loop } = places[level];
    const next = firstIn(siblings.slice(index + 1), group);
    if (next !== null) return { revisits, after: next };
    if (loop !== null && (stepAt(loop.depth) === 0 || loop.trip === 1)) {
      const again = firstInLoop(loop, group);
      if (again !== null) revisits.push({ depth: loop.depth, future: again });
    }
  }
  return { revisits, after: isLocal ? ENDS : CALL_ENDS };
}

type FirstAccess = typeof ENDS | typeof READ_AGAIN | null;

/** What the first access of a group does in nodes that are executed at least once: to the version before; null: none. */
export function firstIn(nodes: readonly GroupedNode[], group: number): FirstAccess {
  for (const node of nodes) {
    if ('nodes' in node) {
      const first = firstInLoop(node, group);
      if (first !== null) return first;
    } else {
      if (node.reads.includes(group)) return READ_AGAIN;
      if (node.write === group) return ENDS;
    }
  }
  return null;
}

/** What the first access of a group does in a loop that is executed at least once: a local may be emptied before it. */
export function firstInLoop(loop: GroupedLoop, group: number): FirstAccess {
  return loop.fresh.includes(group) ? ENDS : firstIn(loop.nodes, group);
}
