import { instructionsOf, isLocal } from '../trace/nest.ts';
import type { KernelCall, Trace } from '../trace/trace.ts';

/**
 * The trace without the calls that compute nothing anyone takes: whose values are not returned, not read by a call that
 * stays, and not read by the host. What stays computes the same, bit for bit. O(operands of all calls).
 */
export function withoutDeadCalls(trace: Trace): Trace {
  const taken = new Set(trace.returned);
  const kept: KernelCall[] = [];
  for (const call of trace.calls.toReversed()) {
    const { read, written, isOfHost } = usesOf(trace, call);
    if (!isOfHost && ![...written].some((value) => taken.has(value))) continue;
    kept.push(call);
    for (const value of read) taken.add(value);
  }
  return { ...trace, calls: kept.reverse() };
}

/** What a call reads and writes. */
export interface CallUses {
  readonly read: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
  /** Some result leaves the traced world. */
  readonly isOfHost: boolean;
}

/** The values that a call reads and writes, in part or whole. */
export function usesOf({ nests }: Pick<Trace, 'nests'>, { nest, values }: KernelCall): CallUses {
  const read = new Set<number>();
  const written = new Set<number>();
  let isOfHost = false;
  for (const { reads, write } of instructionsOf(nests[nest])) {
    for (const operand of reads) if (!isLocal(operand)) read.add(values[operand.slot]);
    if (write === null) isOfHost = true;
    else if (!isLocal(write)) written.add(values[write.slot]);
  }
  return { read, written, isOfHost };
}
