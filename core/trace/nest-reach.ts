import { InputError } from '../input-error.ts';
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

interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * What the operands of a nest reach, in textual order; those of loops that do not run, locals and registers reach
 * nothing. Throws InputError, starting with `file`, at the first fault that any call of the nest would have: a slot,
 * local or table that does not exist, blocks without a loop that counts them, an index outside its table.
 * O(nodes * loops) and the entries of tables.
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

  private trip({ trip }: Loop, place: string, loops: readonly Loop[]): void {
    if (typeof trip === 'number') return;
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

/** Least and greatest value of an affine map over loops, each inside the one before; null where one does not run. */
function rangeOf(base: number, strides: readonly number[], loops: readonly Loop[]): Range | null {
  let low = base;
  let high = base;
  for (let depth = 0; depth < loops.length; depth++) {
    const { trip } = loops[depth];
    // A block moves together with the loop that counts it.
    if (typeof trip !== 'number') continue;
    if (trip === 0) return null;
    const moved = reachOfLoop(trip, depth, strides, loops);
    low += moved.low;
    high += moved.high;
  }
  return { low, high };
}

/** What a loop and the blocks that it counts add: blocks are whole but in its last iteration, so that three tell all. */
function reachOfLoop(trip: number, depth: number, strides: readonly number[], loops: readonly Loop[]): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of [0, Math.max(0, trip - 2), trip - 1]) {
    let least = (strides[depth] ?? 0) * v;
    let most = least;
    loops.forEach(({ trip: block }, inner) => {
      if (typeof block === 'number' || block.block !== depth) return;
      const reach = (strides[inner] ?? 0) * (Math.min(block.width, block.size - block.width * v) - 1);
      if (reach < 0) least += reach;
      else most += reach;
    });
    low = Math.min(low, least);
    high = Math.max(high, most);
  }
  return { low, high };
}
