import type { PricedTrace } from '../cost/tally.ts';
import type { PricingOptions } from '../element-engine/element-engine.ts';
import { priceByElement } from '../element-engine/element-engine.ts';
import { priceByRuns } from '../run-engine/run-engine.ts';
import { ListStack } from '../stack/depth-stack.ts';
import type { Trace } from '../trace/trace.ts';

/** Prices a trace. All engines give the same result on every trace; they differ in time and memory. */
export type Engine = (trace: Trace, options: PricingOptions) => PricedTrace;

/** Every engine there is, by the name that flags and results call it. */
export const ENGINES = {
  run: (trace, options) => priceByRuns(trace, options),
  element: (trace, options) => priceByElement(trace, options),
  oracle: (trace, options) => priceByElement(trace, options, () => new ListStack()),
} as const satisfies Record<string, Engine>;

export type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];
