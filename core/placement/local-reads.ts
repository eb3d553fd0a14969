import { executionCounts, forEachShape } from '../trace/iteration-shapes.ts';
import { type Instruction, isAffine, isLocal, isLoop, type Loop, type Nest, type Node } from '../trace/nest.ts';

/** How often an instruction below these loops is executed. */
export function timesOf(loops: readonly Loop[]): number {
  let times = 0;
  forEachShape(loops, (_, trips, like) => {
    times += trips.reduce((product, trip) => product * trip, like);
  });
  return times;
}

/**
 * By local: how many reads of it one execution of a nest makes where it holds something. null where that is not seen: a
 * local that is read in one place and written in another that may come later, below loops of varying length.
 */
export function localReads(nest: Nest): readonly number[] | null {
  const counts = executionCounts(nest);
  const reads = new Array<number>(nest.locals).fill(0);
  const unsure = new Set<number>();
  let isSeen = true;
  let instruction = 0;
  const visit = (body: readonly Node[], loops: readonly Loop[], held: ReadonlySet<number>): Set<number> => {
    const holds = new Set(held);
    body.forEach((node, place) => {
      if (isLoop(node)) {
        const fresh = node.fresh ?? [];
        const after = visit(node.body, [...loops, node], new Set([...holds].filter((local) => !fresh.includes(local))));
        const runs = !isAffine(node.trip) && node.trip !== 0;
        for (const local of [...after, ...fresh]) {
          // What a loop that may not run leaves of a local is not known.
          if (!runs && !holds.has(local)) unsure.add(local);
          if (!runs && fresh.includes(local)) unsure.add(local);
          if (runs && after.has(local)) holds.add(local);
          if (runs && !after.has(local)) holds.delete(local);
        }
        return;
      }
      for (const read of node.reads) {
        if (!isLocal(read)) continue;
        const empty = holds.has(read.local) ? 0 : emptyReads(body.slice(place), loops, read.local);
        isSeen &&= empty !== null && !unsure.has(read.local);
        reads[read.local] += counts[instruction] - (empty ?? 0);
      }
      instruction++;
      if (node.write === null || !isLocal(node.write)) return;
      holds.add(node.write.local);
      unsure.delete(node.write.local);
    });
    return holds;
  };
  visit(nest.body, [], new Set());
  return isSeen ? reads : null;
}

/** Reads of an accumulator that find nothing: the first one each time that it is emptied, or null. */
function emptyReads(rest: readonly Node[], loops: readonly Loop[], local: number): number | null {
  const isWritten = (node: Node): boolean => !isLoop(node) && writes(node, local);
  if (!rest.some(isWritten)) return null;
  const scope = loops.findLastIndex(({ fresh }) => fresh?.includes(local)) + 1;
  if (loops.slice(scope).some(({ trip }) => isAffine(trip) || trip === 0)) return null;
  return timesOf(loops.slice(0, scope));
}

function writes({ write }: Instruction, local: number): boolean {
  return write !== null && isLocal(write) && write.local === local;
}
