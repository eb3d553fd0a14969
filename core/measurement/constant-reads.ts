import { executionCounts, instructionsOf, isLocal } from '../trace/nest.ts';
import type { Trace } from '../trace/trace.ts';

/** How often the calls of one kernel read one constant. Executed like other reads, never on the stack, never priced. */
export interface ConstantReads {
  readonly kernel: string;
  /** The name of the value; where it has none, `constant[N]` with its number of elements. */
  readonly value: string;
  readonly elements: number;
  readonly reads: number;
}

/**
 * The reads of values made from host numbers, by kernel and value, most first. What a kernel fills its own output with
 * before it writes (D2) is not among them. O(nodes + calls). Throws RangeError past 2^53 reads.
 */
export function constantReadsOf(trace: Trace): ConstantReads[] {
  const bySlot = trace.nests.map(readsBySlot);
  const found = new Map<string, ConstantReads>();
  for (const { kernel, nest, values } of trace.calls) {
    values.forEach((id, slot) => {
      const { kind, size: elements, name: value = `constant[${elements}]` } = trace.values[id];
      const reads = bySlot[nest][slot];
      if (kind !== 'constant' || reads === 0) return;
      const key = JSON.stringify([kernel, value, elements]);
      found.set(key, { kernel, value, elements, reads: (found.get(key)?.reads ?? 0) + reads });
    });
  }
  return [...found.values()].sort((a, b) => b.reads - a.reads);
}

function readsBySlot(nest: Trace['nests'][number]): number[] {
  const reads = new Array<number>(nest.slots).fill(0);
  const counts = executionCounts(nest);
  instructionsOf(nest).forEach((instruction, index) => {
    for (const operand of instruction.reads) if (!isLocal(operand)) reads[operand.slot] += counts[index];
  });
  return reads;
}
