import { InputError, withPlace } from '../input-error.ts';
import { forEachShape, longestTrip } from './iteration-shapes.ts';
import type { Access, Loop, Nest, Node, Operand, TableTerm } from './nest.ts';
import { isLocal, isLoop } from './nest.ts';

/** The elements of a slot's value that an operand touches: from the least to the greatest. */
export interface Reach {
  /** Where the operand stands in the trace, as in `nests.0.body.1.reads.0`. */
  readonly place: string;
  readonly slot: number;
  readonly low: number;
  readonly high: number;
  readonly isWrite: boolean;
}

/** Loop variables are 32-bit integers. */
export const MOST_ITERATIONS = 2 ** 31 - 1;

interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * What the operands of a nest reach, in textual order; those of loops that do not run, locals and registers reach
 * nothing. Throws InputError, starting with `file`, at the first fault that any call of the nest would have: a slot,
 * local or table that does not exist, blocks without a loop that counts them, an index outside its table.
 * O(nodes * loops), the entries of tables, and the iterations of loops that affine trips depend on.
 */
export function reachesOf(
  nest: Nest,
  tables: readonly (readonly number[])[],
  file: string,
  place: string,
): readonly Reach[] {
  return new NestReader(nest, tables, file).read(place);
}

class NestReader {
  private readonly found: Reach[] = [];
  private readonly nest: Nest;
  private readonly tables: readonly (readonly number[])[];
  private readonly file: string;

  constructor(nest: Nest, tables: readonly (readonly number[])[], file: string) {
    this.nest = nest;
    this.tables = tables;
    this.file = file;
  }

  read(place: string): readonly Reach[] {
    this.nodes(this.nest.body, `${place}.body`, []);
    return this.found;
  }

  private nodes(nodes: readonly Node[], place: string, loops: readonly Loop[]): void {
    nodes.forEach((node, index) => {
      const here = `${place}.${index}`;
      if (!isLoop(node)) {
        node.reads.forEach((read, r) => {
          this.operand(read, `${here}.reads.${r}`, loops, false);
        });
        if (node.write !== null) this.operand(node.write, `${here}.write`, loops, true);
        return;
      }
      this.trip(node, `${here}.trip`, loops);
      (node.fresh ?? []).forEach((local, f) => {
        this.local(local, `${here}.fresh.${f}`);
      });
      this.nodes(node.body, `${here}.body`, [...loops, node]);
    });
  }

  private trip(loop: Loop, place: string, loops: readonly Loop[]): void {
    const { trip } = loop;
    if (typeof trip === 'number') return;
    if ('base' in trip) {
      if (trip.strides.length > loops.length) {
        this.fail(place, `depends on ${trip.strides.length} loops, but ${loops.length} are around it`);
      }
      const longest = withPlace(`${this.file}: ${place}`, () => longestTrip([...loops, loop]));
      if (longest > MOST_ITERATIONS) {
        this.fail(place, `runs up to ${longest} times, the limit is ${MOST_ITERATIONS}`);
      }
      return;
    }
    const { size, width, block } = trip;
    const blocks = Math.ceil(size / width);
    if (loops[block]?.trip !== blocks) {
      this.fail(place, `takes blocks of ${width} out of ${size} from loop ${block}, which must run ${blocks} times`);
    }
  }

  private operand(operand: Operand, place: string, loops: readonly Loop[], isWrite: boolean): void {
    if (isLocal(operand)) this.local(operand.local, place);
    else this.access(operand, place, loops, isWrite);
  }

  private local(local: number, place: string): void {
    const { locals } = this.nest;
    if (local >= locals) this.fail(place, `there are ${locals} locals, got local ${local}`);
  }

  private access(
    { slot, base, strides, table }: Access,
    place: string,
    loops: readonly Loop[],
    isWrite: boolean,
  ): void {
    const { slots } = this.nest;
    if (slot >= slots) this.fail(place, `there are ${slots} slots, got slot ${slot}`);
    const affine = rangeOf(base, strides, loops);
    const shift = table === undefined ? { low: 0, high: 0 } : this.tableRange(table, `${place}.table`, loops);
    if (affine === null || shift === null) return;
    this.found.push({ place, slot, low: affine.low + shift.low, high: affine.high + shift.high, isWrite });
  }

  private tableRange({ id, base, strides, scale }: TableTerm, place: string, loops: readonly Loop[]): Range | null {
    const table = this.tables[id];
    if (table === undefined) this.fail(place, `there is no table ${id}`);
    const entries = rangeOf(base, strides, loops);
    if (entries === null) return null;
    if (entries.low < 0 || entries.high >= table.length) {
      this.fail(place, `table ${id} has ${table.length} entries, got accesses to ${entries.low} .. ${entries.high}`);
    }
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let entry = entries.low; entry <= entries.high; entry++) {
      low = Math.min(low, table[entry] * scale);
      high = Math.max(high, table[entry] * scale);
    }
    return { low, high };
  }

  private fail(place: string, fault: string): never {
    throw new InputError(`${this.file}: ${place}: ${fault}; save the trace again`);
  }
}

/**
 * Least and greatest value of an affine map over the iterations of loops, each inside the one before; null where they have
 * none.
 */
function rangeOf(base: number, strides: readonly number[], loops: readonly Loop[]): Range | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  forEachShape(loops, (variables, trips) => {
    let least = base;
    let most = base;
    for (let depth = 0; depth < loops.length; depth++) {
      const step = strides[depth] ?? 0;
      const moved = step * (trips[depth] - 1);
      least += step * variables[depth] + Math.min(0, moved);
      most += step * variables[depth] + Math.max(0, moved);
    }
    low = Math.min(low, least);
    high = Math.max(high, most);
  });
  return low > high ? null : { low, high };
}
