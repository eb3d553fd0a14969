import type { AddressSpace } from '../trace/address-space.ts';
import { NOWHERE } from '../trace/address-space.ts';
import type { Trace } from '../trace/trace.ts';

/**
 * By address: the place of each argument element in the flat argument list, 1-based, which is its depth until it is
 * read for the first time, under all semantics but `eager`; 0 at all other addresses. 4 bytes an address.
 */
export function argumentPositions(trace: Trace, space: AddressSpace): Int32Array {
  const positions = new Int32Array(space.size);
  let next = 1;
  for (const value of trace.arguments) {
    const base = space.baseOf[value];
    const { size } = trace.values[value];
    if (base !== NOWHERE) for (let e = 0; e < size; e++) positions[base + e] = next + e;
    next += size;
  }
  return positions;
}
