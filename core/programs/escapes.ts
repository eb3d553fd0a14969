import { narrowArray } from '../numbers/narrow-array.ts';
import type { Program } from './program.ts';

/** Numbers of a program that left it, so that what is computed from them is not seen. */
export interface Escape {
  /** The operation whose results left; `argument` for an argument as it came. */
  readonly after: string;
  /** The operation by which they left: `value`, or what another tracer calls its own. */
  readonly by: string;
  readonly count: number;
}

/** Leaves a program into its control flow, not as a number. */
const CONTROL_FLOW = 'bool';

/**
 * Where numbers left a program: reads of events without a result, most first. Where such a number comes back it is a
 * constant; which constants are made of it nobody can tell. O(reads + cells).
 */
export function escapesOf(program: Program): Escape[] {
  const { kinds, events, reads, argCount } = program;
  const isEscape = kinds.map(({ op, results }) => results === 0 && op !== CONTROL_FLOW);
  if (!isEscape.includes(true)) return [];
  const found = new Map<string, Escape>();
  /** By cell: the kind of the event that made it. */
  const makers = narrowArray(program.cellCount, kinds.length);
  let read = 0;
  let cell = argCount;
  for (let event = 0; event < events.length; event++) {
    const kind = events[event];
    const { op: by, reads: operands, results } = kinds[kind];
    makers.fill(kind, cell, cell + results);
    cell += results;
    read += operands;
    if (!isEscape[kind]) continue;
    for (const left of reads.subarray(read - operands, read)) {
      const after = left < argCount ? 'argument' : kinds[makers[left]].op;
      const key = JSON.stringify([after, by]);
      found.set(key, { after, by, count: (found.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** What a user has to know before he trusts the price of a program, one sentence each; empty where there is nothing. */
export function programWarnings(program: Program): string[] {
  if (program.reads.length === 0) {
    return [
      'nothing is read, so that the cost is 0: moving references and using constants is free; ' +
        'copy() what is to be paid for, and pass in what is to be read',
    ];
  }
  const escapes = escapesOf(program);
  if (escapes.length === 0) return [];
  const count = escapes.reduce((sum, { count }) => sum + count, 0);
  const places = escapes.map(({ after, by, count }) => `${by} of ${after}: ${count}`).join(', ');
  return [
    `numbers left the program ${count === 1 ? 'once' : `${count} times`} (${places}); what is computed from them is ` +
      'not seen, and where it comes back it is a constant, which is free; compute with the traced numbers',
  ];
}
