import { InputError } from '../input-error.ts';
import type { Trace } from './trace.ts';

/**
 * Where each value of a trace lives in one flat space of element addresses. Addresses are handed out at the call that
 * makes the value and used again after its last reader, so the space grows with the largest live set, not with the
 * length of the program. Locals have addresses of their own behind all values.
 */
export interface AddressSpace {
  /** First address of each value; NOWHERE for constants, and for what no call touches and the trace does not return. */
  readonly baseOf: Int32Array;
  /** The arguments that have addresses, in their order. */
  readonly placed: readonly number[];
  /** First address of the locals. */
  readonly localBase: number;
  /** Addresses in all, locals included. */
  readonly size: number;
  /** Values that start to exist at each call: its outputs. */
  readonly bornAt: readonly (readonly number[])[];
  /** Values with no reader after each call, not returned: their addresses are free from the next call on. */
  readonly freedAfter: readonly (readonly number[])[];
}

/** In place of an address: of a value that has none. */
export const NOWHERE = -1;

const MAX_ADDRESSES = 2 ** 30;
/** Arguments have a place in the order of all, which is the depth of their first read. */
const MAX_ARGUMENTS = 2 ** 31 - 2;

/**
 * Lays a trace out. O(values * free gaps). Throws InputError where the space would pass 2^30 elements, or the arguments
 * 2^31 - 2 with those that nothing uses.
 */
export function layOut(trace: Trace): AddressSpace {
  const firstCall = new Int32Array(trace.values.length).fill(-1);
  const lastCall = new Int32Array(trace.values.length).fill(-1);
  trace.calls.forEach((call, index) => {
    for (const value of call.values) {
      if (firstCall[value] === -1) firstCall[value] = index;
      lastCall[value] = index;
    }
  });
  for (const value of trace.returned) lastCall[value] = trace.calls.length;

  const baseOf = new Int32Array(trace.values.length).fill(NOWHERE);
  const gaps = new GapList();
  const bornAt: number[][] = trace.calls.map(() => []);
  const freedAfter: number[][] = trace.calls.map(() => []);
  const placed = trace.arguments.filter((value) => lastCall[value] !== -1);
  for (const value of placed) baseOf[value] = gaps.take(sizeOf(trace, value));
  trace.values.forEach((value, id) => {
    if (value.kind === 'computed' && firstCall[id] !== -1) bornAt[firstCall[id]]?.push(id);
    const last = lastCall[id];
    if (value.kind !== 'constant' && last !== -1 && last < trace.calls.length) freedAfter[last]?.push(id);
  });
  for (let call = 0; call < trace.calls.length; call++) {
    for (const value of bornAt[call]) baseOf[value] = gaps.take(sizeOf(trace, value));
    for (const value of freedAfter[call]) gaps.give(baseOf[value], sizeOf(trace, value));
  }
  const locals = trace.nests.reduce((most, nest) => Math.max(most, nest.locals), 0);
  const size = gaps.end + locals;
  const declared = trace.arguments.reduce((sum, value) => sum + sizeOf(trace, value), 0);
  if (declared > MAX_ARGUMENTS) {
    throw new InputError(`${trace.name} has ${declared} argument elements, the limit is 2^31 - 2; leave out some`);
  }
  if (size > MAX_ADDRESSES) {
    throw new InputError(
      `${trace.name} has ${size} elements alive at once, the limit is 2^30; trace a smaller batch or smaller layers`,
    );
  }
  return { baseOf, placed, localBase: gaps.end, size, bornAt, freedAfter };
}

function sizeOf(trace: Trace, value: number): number {
  return trace.values[value].size;
}

/** Free stretches of addresses in ascending order; first fit. */
class GapList {
  end = 0;
  private gaps: { start: number; size: number }[] = [];

  take(size: number): number {
    const fit = this.gaps.findIndex((gap) => gap.size >= size);
    if (fit === -1) {
      const start = this.end;
      this.end += size;
      return start;
    }
    const gap = this.gaps[fit];
    const start = gap.start;
    if (gap.size === size) this.gaps.splice(fit, 1);
    else this.gaps[fit] = { start: start + size, size: gap.size - size };
    return start;
  }

  give(start: number, size: number): void {
    if (size === 0) return;
    let at = this.gaps.findIndex((gap) => gap.start > start);
    if (at === -1) at = this.gaps.length;
    this.gaps.splice(at, 0, { start, size });
    this.joinWithNext(at);
    if (at > 0) this.joinWithNext(at - 1);
  }

  private joinWithNext(at: number): void {
    const gap = this.gaps[at];
    const next = this.gaps[at + 1];
    if (gap === undefined || next === undefined || gap.start + gap.size !== next.start) return;
    this.gaps.splice(at, 2, { start: gap.start, size: gap.size + next.size });
  }
}
