import type { Trace } from '../../core/trace/trace.ts';
import { checkTrace } from '../../core/trace/trace-check.ts';
import { smallerTraces } from './smaller-traces.ts';

/** Smaller traces that are tried, at most. */
const PATIENCE = 20_000;

/**
 * The smallest trace that is found by taking away from one that fails, bit by bit, what it also fails without. `fails`
 * is asked about well-formed traces only.
 */
export function minimised(trace: Trace, fails: (trace: Trace) => boolean): Trace {
  let smallest = trace;
  let tried = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of smallerTraces(smallest)) {
      if (++tried > PATIENCE) return smallest;
      if (sizeOf(smaller) >= sizeOf(smallest) || !isWellFormed(smaller) || !fails(smaller)) continue;
      smallest = smaller;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/** Whatever is taken away makes this less. */
function sizeOf(trace: Trace): number {
  return JSON.stringify(trace, (_, value: unknown) =>
    typeof value === 'number' ? '.'.repeat(Math.min(99, Math.abs(value))) : value,
  ).length;
}

function isWellFormed(trace: Trace): boolean {
  try {
    checkTrace(trace, trace.name);
    return trace.calls.length > 0;
  } catch {
    return false;
  }
}
