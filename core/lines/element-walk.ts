import type { AddressSpace } from '../trace/address-space.ts';
import { type Access, isLocal, isLoop, type Loop, type Node, tripCount } from '../trace/nest.ts';
import type { KernelCall, Trace } from '../trace/trace.ts';
import { unwrittenRead } from '../trace/trace.ts';

/** Hears of elements by their addresses, in the order of execution. */
export interface ElementSink {
  read(address: number): void;
  write(address: number): void;
}

interface WalkedLoop {
  readonly loop: Loop;
  readonly depth: number;
  /** Accesses that it moves, and by how much. */
  readonly moved: number[];
  readonly steps: number[];
  readonly tableSteps: number[];
  /** Loops, and accesses by their numbers. */
  readonly body: (WalkedLoop | number)[];
  /** Whether there are accesses alone in it, none through a table: they are gone through without asking. */
  isPlain: boolean;
}

const READ = 1;
const MAY_BE_UNWRITTEN = 2;

/**
 * Goes through the elements that one call reads and writes, as `expand` does, without instructions and locals: of a product
 * three in ten of the steps. `written`: by address, whether something is there.
 */
export class ElementWalk {
  private readonly at: number[] = [];
  private readonly tableAt: number[] = [];
  private readonly flags: number[] = [];
  private readonly accesses: Access[] = [];
  private readonly variables: number[] = [];
  private readonly body: readonly (WalkedLoop | number)[];
  private readonly trace: Trace;
  private readonly call: KernelCall;
  private readonly written: Uint8Array;
  private readonly sink: ElementSink;

  constructor(trace: Trace, space: AddressSpace, call: KernelCall, written: Uint8Array, sink: ElementSink) {
    this.trace = trace;
    this.call = call;
    this.written = written;
    this.sink = sink;
    this.body = this.compiled(trace.nests[call.nest].body, [], space);
  }

  run(): void {
    for (const node of this.body) this.execute(node);
  }

  private compiled(
    nodes: readonly Node[],
    around: readonly WalkedLoop[],
    space: AddressSpace,
  ): (WalkedLoop | number)[] {
    return nodes.flatMap((node): (WalkedLoop | number)[] => {
      if (isLoop(node)) {
        const empty = { loop: node, depth: around.length, moved: [], steps: [], tableSteps: [] };
        const walked: WalkedLoop = { ...empty, body: [], isPlain: true };
        walked.body.push(...this.compiled(node.body, [...around, walked], space));
        walked.isPlain = walked.body.every(
          (child) => typeof child === 'number' && this.accesses[child].table === undefined,
        );
        return [walked];
      }
      const { reads, write } = node;
      const operands = [...reads.map((access) => ({ access, flag: READ })), { access: write, flag: 0 }];
      return operands.flatMap(({ access, flag }) => {
        if (access === null || isLocal(access)) return [];
        const id = this.call.values[access.slot];
        const { kind } = this.trace.values[id];
        if (kind === 'constant') return [];
        const number = this.at.push(space.baseOf[id] + access.base) - 1;
        this.tableAt.push(access.table?.base ?? 0);
        this.flags.push(flag === READ && kind === 'computed' ? READ | MAY_BE_UNWRITTEN : flag);
        this.accesses.push(access);
        for (const { depth, moved, steps, tableSteps } of around) {
          const [step, tableStep] = [access.strides[depth] ?? 0, access.table?.strides[depth] ?? 0];
          if (step === 0 && tableStep === 0) continue;
          moved.push(number);
          steps.push(step);
          tableSteps.push(tableStep);
        }
        return [number];
      });
    });
  }

  private execute(node: WalkedLoop | number): void {
    if (typeof node === 'number') this.touch(node, this.addressOf(node));
    else this.executeLoop(node);
  }

  private executeLoop({ loop, depth, moved, steps, tableSteps, body, isPlain }: WalkedLoop): void {
    const { at, tableAt, variables } = this;
    const trip = tripCount(loop.trip, variables);
    for (let v = 0; v < trip; v++) {
      variables[depth] = v;
      if (isPlain) for (let n = 0; n < body.length; n++) this.touch(body[n] as number, at[body[n] as number]);
      else for (let n = 0; n < body.length; n++) this.execute(body[n]);
      for (let m = 0; m < moved.length; m++) {
        at[moved[m]] += steps[m];
        tableAt[moved[m]] += tableSteps[m];
      }
    }
    for (let m = 0; m < moved.length; m++) {
      at[moved[m]] -= steps[m] * trip;
      tableAt[moved[m]] -= tableSteps[m] * trip;
    }
  }

  private touch(access: number, address: number): void {
    const flags = this.flags[access];
    if (flags === 0) {
      this.written[address] = 1;
      this.sink.write(address);
    } else if (flags === READ || this.written[address] === 1) this.sink.read(address);
    else this.requireZeros(access);
  }

  /** An element of zeros that nothing was added to is a constant. */
  private requireZeros(access: number): void {
    const id = this.call.values[this.accesses[access].slot];
    if (this.trace.values[id].zeroFilled !== true) throw unwrittenRead(this.trace, this.call, id);
  }

  private addressOf(access: number): number {
    const { table } = this.accesses[access];
    if (table === undefined) return this.at[access];
    return this.at[access] + table.scale * this.trace.tables[table.id][this.tableAt[access]];
  }
}
