/** Consecutive iterations of a loop that take the same branch. */
export interface BranchRun {
  readonly branch: number;
  readonly start: number;
  readonly length: number;
}

/** Runs in one call: its nest has a few nodes for each, and nests are compared as wholes. */
export const MOST_RUNS = 1024;

/**
 * A loop whose iterations take branches that are known, as runs of equal ones, in order, in pieces for a call each.
 * O(iterations); at worst a run for each.
 */
export function branchRuns(iterations: number, branchOf: (iteration: number) => number): BranchRun[][] {
  const pieces: BranchRun[][] = [];
  let start = 0;
  while (start < iterations) {
    const branch = branchOf(start);
    let end = start + 1;
    while (end < iterations && branchOf(end) === branch) end++;
    const run = { branch, start, length: end - start };
    const last = pieces.at(-1);
    if (last === undefined || last.length === MOST_RUNS) pieces.push([run]);
    else last.push(run);
    start = end;
  }
  return pieces;
}
