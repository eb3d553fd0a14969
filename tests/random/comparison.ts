import { elementBytesOf } from '../../core/cells/element-sizes.ts';
import type { PricedTrace } from '../../core/cost/tally.ts';
import { FirstReads } from '../../core/first-reads/first-reads.ts';
import { steadyHistogram } from '../../core/first-reads/steady-histogram.ts';
import { InputError } from '../../core/input-error.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import { ENGINES } from '../../core/measurement/engines.ts';
import { pricedDifference } from '../../core/measurement/priced-difference.ts';
import { isWrittenOnce } from '../../core/run-engine/plan/value-lifetimes.ts';
import { layOut } from '../../core/trace/address-space.ts';
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
  /** Histograms that were derived from a cold pricing, held against the oracle's steady one. */
  readonly derived: number;
  /** Reads that the oracle priced. */
  readonly reads: number;
  readonly disagreement: Disagreement | null;
}

/**
 * The engines that are held against the oracle. What the run engine leaves to the element engine is that engine's own
 * pricing: holding it against the oracle holds both.
 */
function othersFor(trace: Trace): readonly EngineName[] {
  return isWrittenOnce(trace, layOut(trace)) ? ['element', 'run'] : ['run'];
}

/**
 * Prices a trace in the given ways by every engine, up to the first in which one does not give what the oracle gives. A
 * trace that does not return its whole state is not priced in steady operation.
 */
export function compareEngines(trace: Trace, ways: readonly Way[] = WAYS): Comparison {
  const done = { compared: 0, steady: 0, derived: 0, reads: 0 };
  const others = othersFor(trace);
  const coldByOracle = coldPricing(trace);
  for (const way of ways) {
    const { semantics, granularity, isSteady } = way;
    const price = (engine: EngineName, initial?: readonly StackRun[]): PricedTrace =>
      ENGINES[engine](trace, { semantics, granularity, ...(initial === undefined ? {} : { initial }) });
    const priced = attempt(() => {
      const cold = coldByOracle(way);
      const initial = isSteady ? initialStack(trace, cold) : undefined;
      return initial === null ? null : { initial, oracle: isSteady ? price('oracle', initial) : cold };
    });
    if (priced === null) continue;
    if (priced instanceof Error) return { ...done, disagreement: failure(way, 'oracle', priced) };
    done.reads += priced.oracle.histogram.reads;
    for (const engine of others) {
      done.compared++;
      if (isSteady) done.steady++;
      const other = attempt(() => price(engine, priced.initial));
      const disagreement =
        other instanceof Error ? failure(way, engine, other) : differing(trace, way, engine, priced.oracle, other);
      if (disagreement !== null) return { ...done, disagreement };
    }
    const { initial } = priced;
    if (initial === undefined) continue;
    const isDerived = attempt(() => derivesSteady(trace, granularity, priced.oracle, initial));
    if (isDerived instanceof Error) return { ...done, disagreement: failure(way, 'run', isDerived) };
    if (isDerived) done.derived++;
  }
  return { ...done, disagreement: null };
}

/** The oracle's pricings from the stack of a cold update, each made when it is first asked for: a steady one begins with it, too. */
function coldPricing(trace: Trace): (way: Way) => PricedTrace {
  const made: PricedTrace[] = [];
  return ({ semantics, granularity }) => {
    const found = made.find((priced) => priced.semantics === semantics && priced.granularity === granularity);
    if (found !== undefined) return found;
    const priced = ENGINES.oracle(trace, { semantics, granularity });
    made.push(priced);
    return priced;
  };
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

/**
 * Whether steady depths follow from the first reads of a cold pricing (D54), which are not kept of every trace. Throws where
 * they are not the oracle's.
 */
function derivesSteady(
  trace: Trace,
  granularity: Granularity,
  oracle: PricedTrace,
  initial: readonly StackRun[],
): boolean {
  if (elementBytesOf(trace, granularity) === null) return false;
  const firstReads = new FirstReads();
  const { histogram } = ENGINES.run(trace, { semantics: 'eager', granularity, firstReads });
  if (!firstReads.isKept) return false;
  if (steadyHistogram(trace, histogram, firstReads, initial).equals(oracle.histogram)) return true;
  throw new Error('the depths derived from a cold pricing differ');
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
