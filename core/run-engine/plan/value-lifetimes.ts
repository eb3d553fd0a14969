import type { AccessSite } from '../../trace/access-map.ts';
import { accessesOf, dimensionsOf, isInjective, rangeOf } from '../../trace/access-map.ts';
import type { AddressSpace } from '../../trace/address-space.ts';
import { decidesTrips, tripCount } from '../../trace/nest.ts';
import type { Trace } from '../../trace/trace.ts';

/** Last user of an element that no call reads. */
export const NOBODY = -1;

/**
 * Until when each element lives: by address, the last call that reads its present tenant (the number of calls where the
 * value is returned). Taken from the loop nests when a value comes to life, so memory is 2 bytes an address, or 4 where
 * calls are more than 32 767 (D19, D24). Holds for traces whose values are written by the call that makes them and by
 * no other.
 */
export class ValueLifetimes {
  /** By address, NOBODY where no call reads its tenant. */
  readonly lastUser: Int16Array | Int32Array;
  /** By value: the least and the greatest last user of its elements. */
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
  private readonly trace: Trace;
  private readonly space: AddressSpace;
  private readonly readers: { call: number; slot: number }[][];
  private readonly reads: (readonly AccessSite[])[];

  constructor(trace: Trace, space: AddressSpace) {
    this.trace = trace;
    this.space = space;
    const fits = trace.calls.length <= 2 ** 15 - 1;
    this.lastUser = (fits ? new Int16Array(space.size) : new Int32Array(space.size)).fill(NOBODY);
    this.earliest = new Int32Array(trace.values.length).fill(NOBODY);
    this.latest = new Int32Array(trace.values.length).fill(NOBODY);
    this.reads = trace.nests.map((nest) => accessesOf(nest).filter((site) => !site.isWrite));
    this.readers = trace.values.map(() => []);
    trace.calls.forEach((call, index) => {
      call.values.forEach((value, slot) => {
        this.readers[value].push({ call: index, slot });
      });
    });
  }

  /** Notes the last users of a value that comes to life at call `birth`, -1 for arguments. O(elements read). */
  enter(value: number, birth: number): void {
    const { lastUser } = this;
    const { size } = this.trace.values[value];
    const base = this.space.baseOf[value];
    const end = base + size;
    if (this.trace.returned.includes(value)) {
      lastUser.fill(this.trace.calls.length, base, end);
      this.earliest[value] = this.trace.calls.length;
      this.latest[value] = this.trace.calls.length;
      return;
    }
    lastUser.fill(NOBODY, base, end);
    for (const { call, slot } of this.readers[value]) {
      if (call > birth) this.markReads(call, slot, base);
    }
    let earliest = this.trace.calls.length;
    let latest = NOBODY;
    for (let address = base; address < end; address++) {
      const user = lastUser[address];
      if (user < earliest) earliest = user;
      if (user > latest) latest = user;
    }
    this.earliest[value] = earliest;
    this.latest[value] = latest;
  }

  private markReads(call: number, slot: number, valueBase: number): void {
    for (const { access, loops } of this.reads[this.trace.calls[call].nest]) {
      if (access.slot !== slot) continue;
      const base = valueBase + access.base;
      const { dimensions, isExact } = dimensionsOf(loops, access.strides);
      const { low, high } = rangeOf(base, dimensions);
      const points = dimensions.reduce((product, { count }) => product * count, 1);
      if (access.table === undefined && isExact && points === high - low + 1 && isInjective(dimensions)) {
        this.lastUser.fill(call, low, high + 1);
      } else {
        this.markEach(call, base, { access, loops, isWrite: false });
      }
    }
  }

  /** Marks the elements of one access one by one, running through the loops that move it. */
  private markEach(call: number, base: number, { access, loops }: AccessSite): void {
    const { lastUser } = this;
    const table = access.table;
    const entries = table === undefined ? null : this.trace.tables[table.id];
    const variables: number[] = [];
    const visit = (depth: number, at: number, tableAt: number): void => {
      if (depth === loops.length) {
        lastUser[entries === null || table === undefined ? at : at + table.scale * entries[tableAt]] = call;
        return;
      }
      const step = access.strides[depth] ?? 0;
      const tableStep = table?.strides[depth] ?? 0;
      let trip = tripCount(loops[depth].trip, variables);
      if (step === 0 && tableStep === 0 && trip > 1 && !decidesTrips(loops[depth], depth)) trip = 1;
      for (let v = 0; v < trip; v++) {
        variables[depth] = v;
        visit(depth + 1, at + v * step, tableAt + v * tableStep);
      }
    };
    visit(0, base, table?.base ?? 0);
  }
}

/** Whether every value is written by the call that makes it and by no other, as TensorFlow.js does; arguments by none. */
export function isWrittenOnce(trace: Trace, space: AddressSpace): boolean {
  const written = trace.nests.map(
    (nest) => new Set(accessesOf(nest).flatMap((a) => (a.isWrite ? [a.access.slot] : []))),
  );
  return trace.calls.every((call, index) => {
    const born = space.bornAt[index];
    return [...written[call.nest]].every((slot) => born.includes(call.values[slot]));
  });
}
