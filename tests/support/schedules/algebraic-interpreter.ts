import type { Access, Instruction, Node, Operand } from '../../../core/trace/nest.ts';
import { isLocal, isLoop, tripCount } from '../../../core/trace/nest.ts';
import type { KernelCall, Trace } from '../../../core/trace/trace.ts';

/** A prime, so that what differs stays apart. */
const MODULUS = 2 ** 31 - 1;

/** What a trace computes, as numbers modulo a prime. */
export interface AlgebraicResult {
  /** By returned value, its elements. */
  readonly returned: readonly (readonly number[])[];
  /** What left for the host, in order. */
  readonly host: readonly number[];
  /** Multiply-accumulates executed. */
  readonly macs: number;
}

/**
 * Executes a trace in an algebra in which the order of additions means nothing: addition and multiplication of two
 * operands modulo a prime, copies as they are, every other operation a hash of its name and operands. Arguments and
 * constants are random by their numbers. Equal results say that every element is computed from the same operands by the
 * same operations, up to the order in which sums are added up. Slow and obvious.
 */
export function interpretAlgebraically(trace: Trace): AlgebraicResult {
  const elements = trace.values.map(({ size, kind }, value) =>
    Float64Array.from({ length: size }, (_, index) => (kind === 'computed' ? 0 : mixed([value + 1, index + 1]))),
  );
  const host: number[] = [];
  let macs = 0;
  for (const call of trace.calls) macs += new CallInterpreter(trace, call, elements, host).run();
  return { returned: trace.returned.map((value) => [...elements[value]]), host, macs };
}

class CallInterpreter {
  private readonly locals: Float64Array;
  private readonly variables: number[] = [];
  private macs = 0;
  private readonly trace: Trace;
  private readonly call: KernelCall;
  private readonly elements: readonly Float64Array[];
  private readonly host: number[];

  constructor(trace: Trace, call: KernelCall, elements: readonly Float64Array[], host: number[]) {
    this.trace = trace;
    this.call = call;
    this.elements = elements;
    this.host = host;
    this.locals = new Float64Array(trace.nests[call.nest].locals);
  }

  run(): number {
    this.visit(this.trace.nests[this.call.nest].body, 0);
    return this.macs;
  }

  private visit(nodes: readonly Node[], depth: number): void {
    for (const node of nodes) {
      if (!isLoop(node)) {
        this.execute(node);
        continue;
      }
      const trip = tripCount(node.trip, this.variables);
      for (let v = 0; v < trip; v++) {
        this.variables[depth] = v;
        for (const local of node.fresh ?? []) this.locals[local] = 0;
        this.visit(node.body, depth + 1);
      }
    }
  }

  private execute({ op, reads, write, mac }: Instruction): void {
    const operands = reads.map((operand) => {
      const [array, index] = this.place(operand);
      return array[index];
    });
    const result = computed(op, operands);
    if (mac) this.macs++;
    if (write === null) {
      this.host.push(result);
      return;
    }
    const [array, index] = this.place(write);
    array[index] = result;
  }

  private place(operand: Operand): [Float64Array, number] {
    if (isLocal(operand)) return [this.locals, operand.local];
    const { slot, base, strides, table }: Access = operand;
    const affine = (start: number, steps: readonly number[]): number =>
      steps.reduce((sum, step, depth) => sum + (step === 0 ? 0 : step * this.variables[depth]), start);
    const entry =
      table === undefined ? 0 : table.scale * this.trace.tables[table.id][affine(table.base, table.strides)];
    return [this.elements[this.call.values[slot]], affine(base, strides) + entry];
  }
}

function computed(op: Instruction['op'], operands: readonly number[]): number {
  const [a, b] = operands;
  if (op === 'copy') return a;
  if (op === 'add' && operands.length === 2) return (a + b) % MODULUS;
  if (op === 'mul' && operands.length === 2) return times(a, b);
  return mixed([...op].map((letter) => letter.charCodeAt(0)).concat(operands));
}

function mixed(parts: readonly number[]): number {
  return parts.reduce((hash, part) => times((hash + part + 1) % MODULUS, 48271), parts.length + 7);
}

/** a b modulo the prime: in two halves, each below 2^53. */
function times(a: number, b: number): number {
  const high = Math.floor(b / 65536);
  return (((a * high) % MODULUS) * 65536 + a * (b % 65536)) % MODULUS;
}
