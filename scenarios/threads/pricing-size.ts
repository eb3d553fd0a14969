import type { Program } from '../../core/programs/program.ts';
import { layOut } from '../../core/trace/address-space.ts';
import { executedInstructions } from '../../core/trace/iteration-shapes.ts';
import type { Trace } from '../../core/trace/trace.ts';

/** About what it takes to price something, which decides about what is done at a time, and where, no more. */
export interface PricingSize {
  readonly bytes: number;
  readonly instructions: number;
}

/** Of an engine, and of the counts of its depths. */
const BYTES_PER_ADDRESS = 20;
const BYTES_OF_A_THREAD = 2 ** 26;
/** Fewer are priced before a thread has started. */
const WORTH_A_THREAD = 2 ** 16;

export function isWorthAThread({ instructions }: PricingSize): boolean {
  return instructions >= WORTH_A_THREAD;
}

export function sizeOfTrace(trace: Trace): PricingSize {
  const { nests, calls } = trace;
  const executed = nests.map(executedInstructions);
  return {
    bytes: BYTES_OF_A_THREAD + BYTES_PER_ADDRESS * layOut(trace).size,
    instructions: calls.reduce((sum, { nest }) => sum + executed[nest], 0),
  };
}

/** It goes to a thread as a copy, beside which there are cells as large. */
export function sizeOfProgram({ events, reads }: Program): PricingSize {
  return {
    bytes: BYTES_OF_A_THREAD + 2 * (events.byteLength + reads.byteLength),
    instructions: events.length,
  };
}
