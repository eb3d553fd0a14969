import { executedInstructions } from './iteration-shapes.ts';
import type { Trace } from './trace.ts';

/**
 * Hears how much of a trace is priced, in instructions that the program executes: none before the first kernel call,
 * then once after every call, all of them after the last.
 */
export type PricingListener = (instructionsDone: number, instructionsTotal: number) => void;

/**
 * Tells the listener that pricing begins; returns what an engine calls after each kernel call, in their order. Counts
 * the instructions once a nest; without a listener it does nothing.
 */
export function pricingProgress(
  { nests, calls }: Trace,
  listener: PricingListener | undefined,
): (call: number) => void {
  if (listener === undefined) return () => {};
  const instructions = nests.map(executedInstructions);
  const total = calls.reduce((sum, { nest }) => sum + instructions[nest], 0);
  let done = 0;
  listener(done, total);
  return (call) => {
    done += instructions[calls[call].nest];
    listener(done, total);
  };
}
