import type { PricedTrace } from '../cost/tally.ts';
import { TALLIED_BYTES } from '../cost/tally.ts';
import type { PricingOptions } from '../element-engine/element-engine.ts';
import { InputError } from '../input-error.ts';
import type { Trace } from '../trace/trace.ts';
import { elementBytesOf } from './element-sizes.ts';
import { TraceOfCells } from './trace-of-cells.ts';

/**
 * Prices a trace by an engine, each element at its own size (D43). Where all have one, it is the engine's own pricing, the
 * breakdowns at that size; where they have several, the byte at depth j costs ceil(sqrt(j)) as ever, whichever element it
 * belongs to: depths are those of an element's last byte, in bytes, and costs are at `own` alone.
 * Throws InputError where sizes differ and the semantics is not `eager`.
 */
export function priceBySizes(
  trace: Trace,
  options: PricingOptions,
  price: (trace: Trace, options: PricingOptions) => PricedTrace,
): PricedTrace {
  const { semantics, granularity, initial } = options;
  const bytes = elementBytesOf(trace, granularity);
  if (bytes !== null) {
    const isTallied = (TALLIED_BYTES as readonly number[]).includes(bytes);
    return price(trace, isTallied ? options : { ...options, cells: { bytes, counted: null } });
  }
  if (semantics !== 'eager') {
    throw new InputError(
      `${trace.name}: its elements have several sizes, which are priced under eager alone, got ${semantics}; ` +
        'price it under eager, or give all elements one size',
    );
  }
  const sized = new TraceOfCells(trace, granularity);
  const { bytes: cellBytes, counted } = sized;
  return sized.putTogether(
    price(sized.cells, {
      ...options,
      ...(initial === undefined ? {} : { initial: sized.stackOfCells(initial) }),
      cells: { bytes: cellBytes, counted },
    }),
  );
}
