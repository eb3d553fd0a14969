import { elementBytesOf } from '../../core/cells/element-sizes.ts';
import { FirstReads } from '../../core/cost/first-reads.ts';
import { steadyHistogram } from '../../core/cost/steady-histogram.ts';
import type { PricedTrace } from '../../core/cost/tally.ts';
import { InputError } from '../../core/input-error.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import { ENGINES } from '../../core/measurement/engines.ts';
import { pricedDifference } from '../../core/measurement/priced-difference.ts';
import type { Granularity, Semantics, StackRun, Trace } from '../../core/trace/trace.ts';
import { GRANULARITIES, SEMANTICS, steadyStack } from '../../core/trace/trace.ts';

/** One way to price a trace. */
export interface Way {
  readonly semantics: Semantics;
  readonly granularity: Granularity;
  /** From the stack that a cold update leaves, where it returns its state; `eager` only. */
  readonly isSteady: boolean;
}

export const WAYS: readonly Way[] = GRANULARITIES.flatMap((granularity) => [
  ...SEMANTICS.map((semantics): Way => ({ semantics, granularity, isSteady: false })),
  { semantics: 'eager', granularity, isSteady: true },
]);

/** An engine that does not give what the oracle gives. */
export interface Disagreement {
  readonly way: Way;
  readonly engine: EngineName;
  /** The first figure that differs, or the error. */
  readonly what: string;
}

/** What comparing the engines on a trace took and found. */
export interface Comparison {
  /** Pricings held against the oracle's. */
  readonly compared: number;
  /** Steady pricings among them. */
  readonly steady: number;
  /** Reads that the oracle priced. */
  readonly reads: number;
  readonly disagreement: Disagreement | null;
}

/** The engines that are held against the oracle. */
const OTHERS = ['element', 'run'] as const;

/**
 * Prices a trace in the given ways by every engine, up to the first in which one does not give what the oracle gives. A
 * trace that does not return its whole state is not priced in steady operation.
 */
export function compareEngines(trace: Trace, ways: readonly Way[] = WAYS): Comparison {
  let compared = 0;
  let steady = 0;
  let reads = 0;
  for (const way of ways) {
    const { semantics, granularity, isSteady } = way;
    const price = (engine: EngineName, initial?: readonly StackRun[]): PricedTrace =>
      ENGINES[engine](trace, { semantics, granularity, ...(initial === undefined ? {} : { initial }) });
    const priced = attempt(() => {
      const cold = price('oracle');
      const initial = isSteady ? initialStack(trace, cold) : undefined;
      return initial === null ? null : { initial, oracle: isSteady ? price('oracle', initial) : cold };
    });
    if (priced === null) continue;
    if (priced instanceof Error) return { compared, steady, reads, disagreement: failure(way, 'oracle', priced) };
    reads += priced.oracle.histogram.reads;
    for (const engine of OTHERS) {
      compared++;
      if (isSteady) steady++;
      const other = attempt(() => price(engine, priced.initial));
      const disagreement =
        other instanceof Error ? failure(way, engine, other) : differing(trace, way, engine, priced.oracle, other);
      if (disagreement !== null) return { compared, steady, reads, disagreement };
    }
    const what = derived(trace, granularity, priced.oracle, priced.initial);
    if (what !== null) return { compared, steady, reads, disagreement: failure(way, 'run', what) };
  }
  return { compared, steady, reads, disagreement: null };
}

/** The stack of a steady update, or null where the trace has none. */
function initialStack(trace: Trace, cold: PricedTrace): StackRun[] | null {
  if (trace.returned.length === 0) return null;
  try {
    return steadyStack(trace, cold.finalStack);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** What is wrong with the depths that follow from first reads of a cold pricing (D54), or null. */
function derived(
  trace: Trace,
  granularity: Granularity,
  oracle: PricedTrace,
  initial: readonly StackRun[] | undefined,
): Error | null {
  if (initial === undefined || elementBytesOf(trace, granularity) === null) return null;
  const firstReads = new FirstReads();
  const { histogram } = ENGINES.run(trace, { semantics: 'eager', granularity, firstReads });
  if (!firstReads.isKept || steadyHistogram(trace, histogram, firstReads, initial).equals(oracle.histogram))
    return null;
  return new Error('the depths derived from a cold pricing differ');
}

function differing(
  trace: Trace,
  way: Way,
  engine: EngineName,
  oracle: PricedTrace,
  other: PricedTrace,
): Disagreement | null {
  const difference = pricedDifference(trace, oracle, other);
  if (difference === null) return null;
  const { figure, one, other: found } = difference;
  return { way, engine, what: `${figure}: ${found}, by the oracle ${one}` };
}

function failure(way: Way, engine: EngineName, { message }: Error): Disagreement {
  return { way, engine, what: message };
}

function attempt<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** As in `eager, scalar, steady`. */
export function nameOfWay({ semantics, granularity, isSteady }: Way): string {
  return `${semantics}, ${granularity}${isSteady ? ', steady' : ''}`;
}
