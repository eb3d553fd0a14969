import type { PricedTrace } from '../cost/tally.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import type { Instruction, Op, Operand } from '../trace/nest.ts';
import { instructionsOf, isLocal } from '../trace/nest.ts';
import { EPILOGUE } from '../trace/phase-roles.ts';
import type { KernelCall, LayerLabel, Role, Trace } from '../trace/trace.ts';
import { namedLayer } from '../trace/trace.ts';
import type { Part } from './part.ts';
import { PartSums, sitePart } from './part.ts';

/** What a kernel reads of one value, of all values of one name, or of its accumulators and temporaries. */
export interface OperandPart extends Part {
  readonly kernel: string;
  /** The name of the value, `local`, or, of a value without a name, its role and elements, as in `activations[64]`. */
  readonly operand: string;
}

/** What is read of one operand by the instructions of one source line, in one kernel, layer and phase. */
export interface PlacePart extends Part, LayerLabel {
  readonly phase: string;
  /** null: what the returned values are read for at the end. */
  readonly kernel: string | null;
  /** As an OperandPart calls it. */
  readonly operand: string;
  /** As `file:line`; null: nobody knows which. */
  readonly line: string | null;
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
      sums.add(JSON.stringify([call.kernel, operandName(this.trace, call, operand)]), part);
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
    if (this.trace.sources === undefined) return undefined;
    return this.byInstruction((executed) => this.lineOf(executed)).map(([line, part]) => ({ line, ...part }));
  }

  /** The finest parts, returned values among them, in order of first occurrence. Instructions have no operand: theirs is 0. */
  places(): PlacePart[] {
    const { trace, priced } = this;
    const sums = new PartSums<string>();
    for (const executed of this.executed) {
      const { call, instruction, site } = executed;
      const line = this.lineOf(executed);
      instruction.reads.forEach((operand, r) => {
        const key = [call.phase, call.layer, call.kernel, operandName(this.trace, call, operand), line];
        sums.add(JSON.stringify(key), sitePart(priced, site + r, site + r + 1, 0));
      });
    }
    const epilogue = priced.siteStart[trace.calls.length];
    trace.returned.forEach((value, index) => {
      const key = [EPILOGUE, null, null, nameOfValue(trace, value), null];
      sums.add(JSON.stringify(key), sitePart(priced, epilogue + index, epilogue + index + 1, 0));
    });
    return sums.entries().flatMap(([key, part]) => {
      const [phase, layer, kernel, operand, line] = JSON.parse(key) as [
        string,
        number | null,
        string | null,
        string,
        string | null,
      ];
      return part.reads > 0 ? [{ phase, ...namedLayer(trace, layer), kernel, operand, line, ...part }] : [];
    });
  }

  private lineOf({ call, instruction }: ExecutedInstruction): string | null {
    const source = instruction.source ?? call.source;
    return source === undefined ? null : (this.trace.sources?.[source] ?? null);
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
}

/** What an operand of a call is called: the value that it is of, or `local`. */
export function operandName(trace: Trace, call: KernelCall, operand: Operand): string {
  if (isLocal(operand)) return 'local';
  return nameOfValue(trace, call.values[operand.slot]);
}

function nameOfValue({ values }: Trace, value: number): string {
  const { name, role, size } = values[value];
  return name ?? `${role}[${size}]`;
}
