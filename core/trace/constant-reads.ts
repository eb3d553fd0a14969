import { executionCounts } from './iteration-shapes.ts';
import type { Nest } from './nest.ts';
import { instructionsOf, isLocal } from './nest.ts';
import type { ConstantReads, Trace, TraceValue } from './trace.ts';

/** The kernel by which the host writes what it has made: its constants stand for what it holds in its hands (D28). */
export const HOST_WRITE = 'HostWrite';

/** How the names begin of constants that were made for a variable without a name, as an optimiser makes them. */
export const UNNAMED_VARIABLE = 'variable[';

/** Adds up reads of constants, by kernel and value. */
export class ConstantTally {
  private readonly found = new Map<string, ConstantReads>();

  /** What one call reads of the constants among its values, which stand in the order of the slots. */
  addCall(kernel: string, readsOfSlot: readonly number[], values: readonly TraceValue[]): void {
    values.forEach(({ kind, size: elements, name: value = `constant[${elements}]` }, slot) => {
      if (kind === 'constant') this.add({ kernel, value, elements, reads: readsOfSlot[slot] });
    });
  }

  add({ kernel, value, elements, reads }: ConstantReads): void {
    if (reads === 0) return;
    const key = JSON.stringify([kernel, value, elements]);
    this.found.set(key, { kernel, value, elements, reads: (this.found.get(key)?.reads ?? 0) + reads });
  }

  /** Most reads first. */
  sorted(): ConstantReads[] {
    return [...this.found.values()].sort((a, b) => b.reads - a.reads);
  }
}

/** How many elements a nest reads of what is bound to each slot. Throws RangeError past 2^53. */
export function readsBySlot(nest: Nest): number[] {
  const reads = new Array<number>(nest.slots).fill(0);
  const counts = executionCounts(nest);
  instructionsOf(nest).forEach((instruction, index) => {
    for (const operand of instruction.reads) if (!isLocal(operand)) reads[operand.slot] += counts[index];
  });
  return reads;
}

/**
 * The reads of values made from host numbers, by kernel and value, most first. What a kernel fills its own output with
 * before it writes (D2) is not among them. O(nodes + calls). Throws RangeError past 2^53 reads.
 */
export function constantReadsOf(trace: Trace): ConstantReads[] {
  const tally = new ConstantTally();
  const readsOf = trace.nests.map(readsBySlot);
  for (const { kernel, nest, values } of trace.calls) {
    const bound = values.map((value) => trace.values[value]);
    tally.addCall(kernel, readsOf[nest], bound);
  }
  for (const reads of trace.constantReads ?? []) tally.add(reads);
  return tally.sorted();
}
