import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { InputError } from '../input-error.ts';
import type { Nest } from '../trace/nest.ts';
import type { Granularity, Trace, TraceValue } from '../trace/trace.ts';
import { returnedState } from '../trace/trace.ts';

/** Bytes of an element of a value. */
export function bytesOfValue({ bytes = ELEMENT_BYTES }: TraceValue): number {
  return bytes;
}

/** Bytes of each local of a nest; none where locals are registers. */
export function bytesOfLocals({ locals, localBytes }: Nest, granularity: Granularity): readonly number[] {
  if (granularity === 'register') return [];
  return localBytes ?? new Array<number>(locals).fill(ELEMENT_BYTES);
}

/**
 * The sizes that elements of a trace have, in bytes, ascending: those of all values but constants and, where locals are on
 * the stack, of the locals.
 */
export function elementSizes({ values, nests }: Trace, granularity: Granularity): readonly number[] {
  const sizes = new Set(values.flatMap((value) => (value.kind === 'constant' ? [] : [bytesOfValue(value)])));
  for (const nest of nests) for (const bytes of bytesOfLocals(nest, granularity)) sizes.add(bytes);
  return [...sizes].sort((a, b) => a - b);
}

/** Bytes of every element of a trace: ELEMENT_BYTES where nothing else is said; null where they have several sizes. */
export function elementBytesOf(trace: Trace, granularity: Granularity): number | null {
  const sizes = elementSizes(trace, granularity);
  if (sizes.length > 1) return null;
  return sizes[0] ?? ELEMENT_BYTES;
}

/** Throws InputError where a returned value has elements of another size than the state argument whose place it takes. */
export function requireSizesOfState(trace: Trace): void {
  const { name, values, arguments: args, batchArguments } = trace;
  returnedState(trace).forEach((value, index) => {
    const argument = args[batchArguments + index];
    const [made, given] = [bytesOfValue(values[value]), bytesOfValue(values[argument])];
    if (made === given) return;
    throw new InputError(
      `${name}: returned.${index}: value ${value} has elements of ${made} bytes, argument ${argument} of ${given}; ` +
        'return the new state',
    );
  });
}
