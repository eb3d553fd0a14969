import { pricedFloor } from '../../core/floors/priced-floor.ts';
import { InputError } from '../../core/input-error.ts';
import { measure } from '../../core/measurement/measure.ts';
import { executionCounts } from '../../core/trace/iteration-shapes.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { typedTrace } from './typed-nest.ts';

/** Operations that a page prices while somebody types; more take too long where they go element by element. */
const MOST_OPERATIONS = 5_000_000;
const BYTES = 4;

/** The figures of loops that were typed, at 4 bytes a number. */
export interface PricedNest {
  readonly reads: number;
  readonly cost: number;
  /** What no order of these operations costs less than; null where nothing is proved. */
  readonly floor: number | null;
  /** By line from 1: what its reads cost. */
  readonly costOfLine: ReadonlyMap<number, number>;
}

/** Traces and prices loops as they are typed. Throws InputError that begins with `line N: `. */
export function pricedNest(text: string): PricedNest {
  const trace = typedTrace(text);
  const operations = operationsOf(trace);
  if (operations > MOST_OPERATIONS) {
    throw new InputError(`line 1: these are ${operations} operations; take sizes that make at most ${MOST_OPERATIONS}`);
  }
  const { reads, cost, lines = [] } = measure(trace);
  const floor = pricedFloor(trace, { semantics: 'eager', granularity: 'scalar' }, [BYTES]);
  const costOfLine = new Map<number, number>();
  for (const part of lines) {
    const line = Number(/^line (\d+)$/.exec(part.line ?? '')?.[1] ?? 0);
    costOfLine.set(line, (costOfLine.get(line) ?? 0) + part.cost[BYTES]);
  }
  return {
    reads,
    cost: Number(cost.cold[BYTES]),
    floor: floor === null ? null : Number(floor.cost[BYTES]),
    costOfLine,
  };
}

function operationsOf({ calls, nests }: Trace): number {
  const counts = nests.map((nest) => executionCounts(nest).reduce((sum, count) => sum + count, 0));
  return calls.reduce((sum, call) => sum + counts[call.nest], 0);
}

/** Programs to begin with, by what they are called. */
export const NEST_EXAMPLES: Readonly<Record<string, string>> = {
  'matrix product': `const n = 24;
const a = input([n, n]);
const b = input([n, n]);
const c = output([n, n]);
for (const i of range(n)) {
  for (const j of range(n)) {
    for (const k of range(n)) {
      const product = a.get(i, k).mul(b.get(k, j));
      c.set(i, j, c.get(i, j).add(product));
    }
  }
}
`,
  'matrix product in blocks of 6': `const n = 24;
const a = input([n, n]);
const b = input([n, n]);
const c = output([n, n]);
for (const rows of blocks(n, 6)) {
  for (const columns of blocks(n, 6)) {
    for (const middle of blocks(n, 6)) {
      for (const i of rows) {
        for (const j of columns) {
          for (const k of middle) {
            c.set(i, j, c.get(i, j).add(a.get(i, k).mul(b.get(k, j))));
          }
        }
      }
    }
  }
}
`,
  'three neighbours': `const n = 500;
const x = input([n]);
const y = output([n]);
for (const i of range(1, n - 1)) {
  const left = x.get(i.minus(1));
  const right = x.get(i.plus(1));
  y.set(i, left.add(x.get(i)).add(right));
}
`,
};
