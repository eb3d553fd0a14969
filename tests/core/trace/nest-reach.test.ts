import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executionCounts } from '../../../core/trace/iteration-shapes.ts';
import type { Access, Nest, Node, Operand } from '../../../core/trace/nest.ts';
import { isLocal, isLoop, tripCount } from '../../../core/trace/nest.ts';
import { reachesOf } from '../../../core/trace/nest-reach.ts';
import { randomTrace } from '../../support/traces/random-trace.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

interface Touched {
  readonly slot: number;
  readonly low: number;
  readonly high: number;
  readonly isWrite: boolean;
  readonly hasTable: boolean;
}

interface Executed {
  /** Of each instruction, in textual order, how often it is executed. */
  readonly counts: number[];
  /** By place of the operand: what it touches of its slot. */
  readonly reaches: Map<string, Touched>;
}

/** Runs through a nest, loop by loop. */
function executed(nest: Nest, tables: readonly (readonly number[])[]): Executed {
  const counts: number[] = [];
  const reaches: Executed['reaches'] = new Map();
  const variables: number[] = [];
  const touch = (operand: Operand, place: string, isWrite: boolean): void => {
    if (isLocal(operand)) return;
    const element = elementOf(operand, variables, tables);
    const reach = reaches.get(place);
    const low = Math.min(element, reach?.low ?? element);
    const high = Math.max(element, reach?.high ?? element);
    reaches.set(place, { slot: operand.slot, low, high, isWrite, hasTable: operand.table !== undefined });
  };
  const visit = (nodes: readonly Node[], place: string, depth: number, first: number): number => {
    let next = first;
    nodes.forEach((node, index) => {
      const here = `${place}.${index}`;
      if (isLoop(node)) {
        const trip = tripCount(node.trip, variables);
        const start = next;
        next = countsIn(node.body, start);
        for (let v = 0; v < trip; v++) {
          variables[depth] = v;
          visit(node.body, `${here}.body`, depth + 1, start);
        }
        return;
      }
      counts[next] = (counts[next] ?? 0) + 1;
      next++;
      node.reads.forEach((operand, r) => {
        touch(operand, `${here}.reads.${r}`, false);
      });
      if (node.write !== null) touch(node.write, `${here}.write`, true);
    });
    return next;
  };
  const all = countsIn(nest.body, 0);
  visit(nest.body, 'nest.body', 0, 0);
  return { counts: Array.from({ length: all }, (_, i) => counts[i] ?? 0), reaches };
}

/** The number after those of the instructions in these nodes, which start at `first`. */
function countsIn(nodes: readonly Node[], first: number): number {
  return nodes.reduce((next, node) => (isLoop(node) ? countsIn(node.body, next) : next + 1), first);
}

function elementOf({ base, strides, table }: Access, variables: number[], tables: readonly (readonly number[])[]) {
  const affine = (start: number, steps: readonly number[]): number =>
    steps.reduce((sum, step, depth) => sum + step * (variables[depth] ?? 0), start);
  const entry = table === undefined ? 0 : table.scale * tables[table.id][affine(table.base, table.strides)];
  return affine(base, strides) + entry;
}

test('how often instructions are executed, and what operands reach, is what running through the loops gives', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { nests, tables } = randomTrace(seed, 4);
      for (const nest of nests) {
        const { counts, reaches } = executed(nest, tables);
        expect(executionCounts(nest)).toEqual(counts);
        const found = reachesOf(nest, tables, 'random.json', 'nest');
        // In textual order, whichever is executed first.
        expect(found.map(({ place }) => place).toSorted()).toEqual([...reaches.keys()].toSorted());
        for (const { place, ...reach } of found) {
          const { hasTable, ...touched } = reaches.get(place) as Touched;
          if (!hasTable) expect(reach).toEqual(touched);
          // Of a table all entries between the first and the last are taken to be met.
          expect(reach.low).toBeLessThanOrEqual(touched.low);
          expect(reach.high).toBeGreaterThanOrEqual(touched.high);
        }
      }
    }),
    { numRuns: 500 },
  );
});
