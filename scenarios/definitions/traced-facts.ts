import { executionCounts } from '../../core/trace/iteration-shapes.ts';
import { instructionsOf } from '../../core/trace/nest.ts';
import type { Trace } from '../../core/trace/trace.ts';

/** Multiply-accumulates that a trace executes, products of other kinds left out. O(nodes + calls). */
export function macsOf({ nests, calls }: Trace): number {
  const macs = nests.map((nest) => {
    const counts = executionCounts(nest);
    return instructionsOf(nest).reduce((sum, { mac }, index) => sum + (mac === true ? counts[index] : 0), 0);
  });
  return calls.reduce((sum, { nest }) => sum + macs[nest], 0);
}

/** Of the state arguments of a trace, in order, whether any call touches each. */
export function usedState({ arguments: args, batchArguments, calls }: Trace): boolean[] {
  const used = new Set(calls.flatMap(({ values }) => values));
  return args.slice(batchArguments).map((value) => used.has(value));
}
