import { operandName } from '../../core/parts/site-parts.ts';
import type { Program } from '../../core/programs/program.ts';
import { executionCounts } from '../../core/trace/iteration-shapes.ts';
import { instructionsOf } from '../../core/trace/nest.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { nodeModule } from '../sources/node-module.ts';

/** What no price depends on. */
const UNPRICED: readonly string[] = ['source', 'row'];

/**
 * SHA-256 of all of a trace that its price depends on: not its name, nor where in the source it comes from. Equal where two
 * runs of a case did the same in the same order.
 */
export function traceDigest(trace: Trace): string {
  const { values, nests, tables, calls, arguments: args, batchArguments, returned, results } = trace;
  const priced = { values, nests, tables, calls, arguments: args, batchArguments, returned, results };
  return sha256(JSON.stringify(priced, (key, value: unknown) => (UNPRICED.includes(key) ? undefined : value)));
}

/**
 * SHA-256 of a trace's operations and how often each is executed on which operands, whatever their order: equal where
 * loops were interchanged and nothing else.
 */
export function traceOperationsDigest(trace: Trace): string {
  const counts = new Map<string, number>();
  const ofNest = trace.nests.map((nest) => ({ instructions: instructionsOf(nest), times: executionCounts(nest) }));
  for (const call of trace.calls) {
    const { instructions, times } = ofNest[call.nest];
    instructions.forEach(({ op, reads, write }, i) => {
      const operands = reads.map((operand) => operandName(trace, call, operand));
      const result = write === null ? null : operandName(trace, call, write);
      const operation = JSON.stringify([call.kernel, op, operands, result]);
      counts.set(operation, (counts.get(operation) ?? 0) + times[i]);
    });
  }
  return sha256(JSON.stringify([...counts].sort(([a], [b]) => (a < b ? -1 : 1))));
}

function sha256(text: string): string {
  return newHash().update(text).digest('hex');
}

function newHash() {
  const crypto = nodeModule('node:crypto');
  if (crypto === null)
    throw new Error('digest: cases are measured in node alone; `measure` takes their traces anywhere');
  return crypto.createHash('sha256');
}

/** SHA-256 of all events of a scalar program, in their order, and of where results were put. */
export function programDigest({ argGroups, kinds, events, reads, returns, homes }: Program): string {
  const hash = newHash().update(JSON.stringify([argGroups.map((group) => [...group]), kinds]));
  for (const numbers of [events, reads, returns]) hash.update(numbers);
  if (homes !== undefined) hash.update(homes);
  return hash.digest('hex');
}

/** SHA-256 of how often each operation of a scalar program is executed, whatever their order. */
export function programOperationsDigest({ kinds, events }: Program): string {
  const counts = new Map<string, number>();
  for (const kind of events) {
    const { op, reads } = kinds[kind];
    const operation = `${op} of ${reads}`;
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return sha256(JSON.stringify([...counts].sort(([a], [b]) => (a < b ? -1 : 1))));
}
