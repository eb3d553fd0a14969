import { priceBySizes } from '../cells/price-by-sizes.ts';
import type { PricedTrace } from '../cost/tally.ts';
import type { PricingOptions } from '../element-engine/element-engine.ts';
import { priceByElement } from '../element-engine/element-engine.ts';
import { choiceOf, requireFunction, requireList, requireOptions } from '../input-error.ts';
import { priceByRuns } from '../run-engine/run-engine.ts';
import { ListStack } from '../stack/depth-stack.ts';
import type { Trace } from '../trace/trace.ts';
import { GRANULARITIES, requireTrace, SEMANTICS } from '../trace/trace.ts';

/** Prices a trace. All engines give the same result on every trace; they differ in time and memory. */
export type Engine = (trace: Trace, options: PricingOptions) => PricedTrace;

/**
 * Every engine there is, by the name that flags and results call it; each prices elements at their own sizes. Throws
 * InputError, naming the choices, where the semantics or the granularity is none of them.
 */
export const ENGINES = {
  run: (trace, options) => priceBySizes(trace, checked(trace, options), priceByRuns),
  element: (trace, options) => priceBySizes(trace, checked(trace, options), priceByElement),
  oracle: (trace, options) =>
    priceBySizes(trace, checked(trace, options), (cells, how) => priceByElement(cells, how, () => new ListStack())),
} as const satisfies Record<string, Engine>;

export type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

/** What prices traces where nothing else is asked for. */
export const DEFAULT_ENGINE: EngineName = 'run';

const OPTIONS = ['semantics', 'granularity', 'initial', 'cells', 'firstReads', 'partDepths', 'onProgress'] as const;

/** A misspelt word would be priced as another one, under its own name. */
function checked(trace: Trace, options: PricingOptions): PricingOptions {
  requireTrace('an engine', trace);
  requireOptions('an engine', options, OPTIONS);
  const { initial, onProgress } = options;
  if (initial !== undefined) requireList('option initial', initial);
  if (onProgress !== undefined) requireFunction('option onProgress', onProgress);
  choiceOf('semantics', options.semantics, SEMANTICS);
  choiceOf('granularity', options.granularity, GRANULARITIES);
  return options;
}
