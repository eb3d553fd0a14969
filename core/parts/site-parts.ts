import type { PricedTrace } from '../cost/tally.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import type { Instruction, Op, Operand } from '../trace/nest.ts';
import { instructionsOf, isLocal } from '../trace/nest.ts';
import type { KernelCall, Role, Trace } from '../trace/trace.ts';
import type { Part } from './part.ts';
import { PartSums, sitePart } from './part.ts';

/** What a kernel reads of one value, of all values of one name, or of its accumulators and temporaries. */
export interface OperandPart extends Part {
  readonly kernel: string;
  /** The name of the value, `local`, or, of a value without a name, its role and elements, as in `activations[64]`. */
  readonly operand: string;
}

/** An instruction of a call: how often it is executed there, and the site of its first read. */
interface ExecutedInstruction {
  readonly call: KernelCall;
  readonly instruction: Instruction;
  readonly times: number;
  readonly site: number;
}

/** Reads and costs of a priced trace by what stands at each site. */
export class SiteParts {
  private readonly trace: Trace;
  private readonly priced: PricedTrace;
  private readonly executed: readonly ExecutedInstruction[];

  constructor(trace: Trace, priced: PricedTrace) {
    this.trace = trace;
    this.priced = priced;
    const ofNest = trace.nests.map((nest) => ({ instructions: instructionsOf(nest), counts: executionCounts(nest) }));
    this.executed = trace.calls.flatMap((call, index) => {
      const { instructions, counts } = ofNest[call.nest];
      let site = priced.siteStart[index];
      return instructions.map((instruction, i) => {
        const first = site;
        site += instruction.reads.length;
        return { call, instruction, times: counts[i], site: first };
      });
    });
  }

  /** What is read of values of each role, returned ones among them. Instructions have no role: theirs is 0. */
  roles(): (Part & { role: Role })[] {
    const { trace, priced } = this;
    const sums = new PartSums<Role>();
    this.forEachOperand((call, operand, part) => {
      sums.add(isLocal(operand) ? 'temporaries' : trace.values[call.values[operand.slot]].role, part);
    });
    const epilogue = priced.siteStart[trace.calls.length];
    trace.returned.forEach((value, index) => {
      sums.add(trace.values[value].role, sitePart(priced, epilogue + index, epilogue + index + 1, 0));
    });
    return sums.entries().flatMap(([role, part]) => (part.reads > 0 ? [{ role, ...part }] : []));
  }

  /** What each kernel reads of each of its operands. Instructions have several: theirs is 0. */
  operands(): OperandPart[] {
    const sums = new PartSums<string>();
    this.forEachOperand((call, operand, part) => {
      sums.add(JSON.stringify([call.kernel, this.nameOf(call, operand)]), part);
    });
    return sums.entries().flatMap(([key, part]) => {
      const [kernel, operand] = JSON.parse(key) as [string, string];
      return part.reads > 0 ? [{ kernel, operand, ...part }] : [];
    });
  }

  ops(): (Part & { op: Op })[] {
    return this.byInstruction(({ instruction }) => instruction.op).map(([op, part]) => ({ op, ...part }));
  }

  /** By place in the user's source, or undefined where the trace has none; null: where nobody knows which. */
  lines(): (Part & { line: string | null })[] | undefined {
    const { sources } = this.trace;
    if (sources === undefined) return undefined;
    return this.byInstruction(({ instruction, call }) => {
      const source = instruction.source ?? call.source;
      return source === undefined ? null : sources[source];
    }).map(([line, part]) => ({ line, ...part }));
  }

  /** Parts of executed instructions with the same key. */
  private byInstruction<Key>(keyOf: (executed: ExecutedInstruction) => Key): [Key, Part][] {
    const sums = new PartSums<Key>();
    for (const executed of this.executed) {
      const { instruction, times, site } = executed;
      if (times > 0) sums.add(keyOf(executed), sitePart(this.priced, site, site + instruction.reads.length, times));
    }
    return sums.entries();
  }

  private forEachOperand(visit: (call: KernelCall, operand: Operand, part: Part) => void): void {
    for (const { call, instruction, site } of this.executed) {
      instruction.reads.forEach((operand, r) => {
        visit(call, operand, sitePart(this.priced, site + r, site + r + 1, 0));
      });
    }
  }

  private nameOf(call: KernelCall, operand: Operand): string {
    if (isLocal(operand)) return 'local';
    const { name, role, size } = this.trace.values[call.values[operand.slot]];
    return name ?? `${role}[${size}]`;
  }
}
