import { PartDepths } from '../cost/part-depths.ts';
import { type PricedTrace, sitesOf } from '../cost/tally.ts';
import { instructionsOf, isLocal } from '../trace/nest.ts';
import type { Role, Trace } from '../trace/trace.ts';
import { type Part, PartSums, sitePart } from './part.ts';

/** What one kernel reads of values of one role, and how deep. Instructions have several operands: theirs is 0. */
export interface RolePart extends Part {
  /** null: what the returned values are read for at the end. */
  readonly kernel: string | null;
  readonly role: Role;
  /** Reads in each bin of depths, of four an octave. */
  readonly depths: Float64Array;
}

/** Counts what kernels read of values of each role, and how deep, while a trace is priced. */
export class RolesByKernel {
  /** For the engine. */
  readonly depths: PartDepths;
  private readonly name: string;
  private readonly keys: readonly (readonly [kernel: string | null, role: Role])[];

  constructor(trace: Trace) {
    this.name = trace.name;
    const numbers = new Map<string, number>();
    const numberOf = (kernel: string | null, role: Role): number => {
      const key = JSON.stringify([kernel, role]);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    };
    const { nests, calls, values, returned } = trace;
    const readsOf = nests.map((nest) => instructionsOf(nest).flatMap(({ reads }) => reads));
    const sites = calls.reduce((sum, { nest }) => sum + sitesOf(nests[nest]), returned.length);
    const partOf = new Int32Array(sites);
    let site = 0;
    for (const call of calls) {
      for (const operand of readsOf[call.nest]) {
        const role = isLocal(operand) ? 'temporaries' : values[call.values[operand.slot]].role;
        partOf[site++] = numberOf(call.kernel, role);
      }
    }
    for (const value of returned) partOf[site++] = numberOf(null, values[value].role);
    this.keys = [...numbers.keys()].map((key) => JSON.parse(key) as [string | null, Role]);
    this.depths = new PartDepths(partOf, numbers.size);
  }

  /**
   * What was counted, in order of first occurrence, without what is never read. Throws an internal error where a part has
   * other reads by depth than by site.
   */
  parts(priced: PricedTrace): RolePart[] {
    const sums = new PartSums<number>();
    this.depths.partOf.forEach((part, site) => {
      sums.add(part, sitePart(priced, site, site + 1, 0));
    });
    return sums.entries().flatMap(([number, part]) => {
      const [kernel, role] = this.keys[number];
      const depths = this.depths.ofPart(number);
      const deep = depths.reduce((sum, reads) => sum + reads, 0);
      if (deep !== part.reads) {
        throw new Error(
          `internal: ${kernel} of ${this.name} has ${deep} reads of ${role} by depth, ${part.reads} by site`,
        );
      }
      return part.reads > 0 ? [{ kernel, role, ...part, depths }] : [];
    });
  }
}
