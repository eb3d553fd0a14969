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
  const { ops, reads, readStart, outStart } = program;
  const found = new Map<string, Escape>();
  const makers = new Int32Array(program.cellCount).fill(-1);
  ops.forEach((by, event) => {
    makers.fill(event, outStart[event], outStart[event + 1]);
    if (outStart[event] !== outStart[event + 1] || by === CONTROL_FLOW) return;
    for (let r = readStart[event]; r < readStart[event + 1]; r++) {
      const maker = makers[reads[r]];
      const after = maker === -1 ? 'argument' : ops[maker];
      const key = JSON.stringify([after, by]);
      found.set(key, { after, by, count: (found.get(key)?.count ?? 0) + 1 });
    }
  });
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
