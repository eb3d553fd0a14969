import type { AddressSpace } from '../trace/address-space.ts';
import type { Access, Instruction, Loop, Node, Operand, Trip } from '../trace/nest.ts';
import { instructionsOf, isLocal, isLoop, tripCount } from '../trace/nest.ts';
import { slicedDepth, sliceOf } from '../trace/slices.ts';
import type { Granularity, KernelCall, Trace } from '../trace/trace.ts';
import { unwrittenRead } from '../trace/trace.ts';
import type { EventBatch } from './event-batch.ts';
import { CONSTANT, HEADER } from './event-batch.ts';

const LOCAL = -1;
const NOWHERE = -1;
/** In place of a table: none. */
const NO_TABLE: readonly number[] = [];

/** A trace, where its elements are, and whether its locals are read and written. */
export interface ExpansionContext {
  readonly trace: Trace;
  readonly space: AddressSpace;
  readonly granularity: Granularity;
}

/**
 * Runs a trace's loop nests and hands every element event to `batch`. The slow clear way to execute a trace, and the
 * meaning of one (D1, D2); the run engine must agree with it. O(events); memory O(addresses).
 * Throws InputError where an element is read that nothing has written.
 */
export function expand(trace: Trace, space: AddressSpace, granularity: Granularity, batch: EventBatch): void {
  const context = { trace, space, granularity };
  const written = new Uint8Array(space.size);
  for (const value of space.placed) fillValue(trace, space, written, value, 1);
  for (let index = 0; index < trace.calls.length; index++) {
    for (const value of space.bornAt[index]) fillValue(trace, space, written, value, 0);
    expandCall(context, index, written, batch);
  }
}

/**
 * Runs the loop nest of one call. `written` tells by address which elements hold something; the call's own writes are
 * noted in it.
 */
export function expandCall(context: ExpansionContext, index: number, written: Uint8Array, batch: EventBatch): void {
  written.fill(0, context.space.localBase);
  batch.beginCall(index);
  new CallExpander(context, context.trace.calls[index], written, batch).run();
  batch.endCall(index);
}

function fillValue(trace: Trace, space: AddressSpace, written: Uint8Array, value: number, state: 0 | 1): void {
  const base = space.baseOf[value];
  written.fill(state, base, base + (trace.values[value]?.size ?? 0));
}

/** Where the operands of one instruction stand among those of its call: its reads are `first .. end - 1`, in their order. */
interface CompiledInstruction {
  readonly first: number;
  readonly end: number;
  /** NOWHERE: it writes nothing that has an address. */
  readonly write: number;
  readonly site: number;
}

interface CompiledLoop {
  /** Not that of a loop where it is NOWHERE: instructions beside loops are executed as a loop that runs once. */
  readonly depth: number;
  readonly trip: Trip;
  /** What an iteration moves, as places in `CallExpander.at`, and by how much each. */
  readonly moved: number[];
  readonly steps: number[];
  readonly fresh: readonly number[];
  /** What it holds in order: instructions where it is an innermost loop, else loops. */
  readonly instructions: CompiledInstruction[];
  readonly loops: CompiledLoop[];
}

class CallExpander {
  private readonly operands: number;
  /**
   * By operand: its address, or where it goes through a table, what is added to it; after those of all operands, where each
   * is in its table. The loops move them, so that no address is multiplied out per event, and there is one array to move.
   */
  private readonly at: Int32Array;
  private readonly tables: (readonly number[])[] = [];
  private readonly scales: number[] = [];
  /** By operand: what it is of, LOCAL for a local; and whether it is a constant until it is written, or always. */
  private readonly valueOf: number[] = [];
  private readonly isZeroFilled: boolean[] = [];
  private readonly variables: number[] = [];
  private readonly body: readonly CompiledLoop[];
  private readonly slicedDepth: number;
  private sites = 0;
  private slice = 0;
  private readonly context: ExpansionContext;
  private readonly call: KernelCall;
  private readonly written: Uint8Array;
  private readonly batch: EventBatch;

  constructor(context: ExpansionContext, call: KernelCall, written: Uint8Array, batch: EventBatch) {
    this.context = context;
    this.call = call;
    this.written = written;
    this.batch = batch;
    const nest = context.trace.nests[call.nest];
    this.slicedDepth = slicedDepth(nest);
    this.operands = instructionsOf(nest).reduce((sum, { reads }) => sum + reads.length + 1, 0);
    this.at = new Int32Array(2 * this.operands);
    this.body = this.compileBody(nest.body, 0, []);
  }

  run(): void {
    for (const loop of this.body) this.execute(loop);
  }

  private compileBody(nodes: readonly Node[], depth: number, outer: CompiledLoop[]): CompiledLoop[] {
    return nodes.map((node) => {
      if (isLoop(node)) return this.compileLoop(node, depth, outer);
      const once = compiledLoop(1, NOWHERE, []);
      once.instructions.push(this.compileInstruction(node, outer));
      return once;
    });
  }

  private compileLoop({ trip, fresh = [], body }: Loop, depth: number, outer: CompiledLoop[]): CompiledLoop {
    const { localBase } = this.context.space;
    const loop = compiledLoop(
      trip,
      depth,
      fresh.map((local) => localBase + local),
    );
    const around = [...outer, loop];
    if (body.some(isLoop)) loop.loops.push(...this.compileBody(body, depth + 1, around));
    else for (const node of body) if (!isLoop(node)) loop.instructions.push(this.compileInstruction(node, around));
    return loop;
  }

  private compileInstruction(node: Instruction, outer: CompiledLoop[]): CompiledInstruction {
    const site = this.sites;
    this.sites += node.reads.length;
    const first = this.tables.length;
    for (const operand of node.reads) this.compileOperand(operand, outer);
    const end = this.tables.length;
    const hasPlace = node.write !== null && this.compileOperand(node.write, outer);
    return { first, end, write: hasPlace ? end : NOWHERE, site };
  }

  /** Returns whether the operand has an address: value operands of constant tensors, and locals in registers, have none. */
  private compileOperand(operand: Operand, outer: CompiledLoop[]): boolean {
    if (!isLocal(operand)) return this.compileAccess(operand, outer);
    const hasPlace = this.context.granularity !== 'register';
    this.addOperand(hasPlace ? this.context.space.localBase + operand.local : CONSTANT, LOCAL, true);
    return hasPlace;
  }

  private compileAccess(access: Access, outer: CompiledLoop[]): boolean {
    const { trace, space } = this.context;
    const id = this.call.values[access.slot];
    const value = trace.values[id];
    if (value === undefined) throw new Error(`internal: ${this.call.kernel} has no value in slot ${access.slot}`);
    if (value.kind === 'constant') {
      this.addOperand(CONSTANT, id, true);
      return false;
    }
    const { table } = access;
    const operand = this.addOperand(space.baseOf[id] + access.base, id, value.zeroFilled === true);
    if (table !== undefined) {
      this.tables[operand] = trace.tables[table.id];
      this.scales[operand] = table.scale;
      this.at[this.operands + operand] = table.base;
    }
    for (const { depth, moved, steps } of outer) {
      [access.strides[depth] ?? 0, table?.strides[depth] ?? 0].forEach((step, which) => {
        if (step !== 0) steps[moved.push(operand + which * this.operands) - 1] = step;
      });
    }
    return true;
  }

  private addOperand(at: number, value: number, isZeroFilled: boolean): number {
    const operand = this.tables.push(NO_TABLE) - 1;
    this.at[operand] = at;
    this.scales.push(0);
    this.valueOf.push(value);
    this.isZeroFilled.push(isZeroFilled);
    return operand;
  }

  private execute(loop: CompiledLoop): void {
    const { loops, moved, steps, fresh, depth } = loop;
    const trip = tripCount(loop.trip, this.variables);
    if (loops.length === 0) this.executeInnermost(loop, trip);
    else {
      for (let v = 0; v < trip; v++) {
        this.variables[depth] = v;
        if (depth === this.slicedDepth) this.slice = sliceOf(v, trip);
        for (let f = 0; f < fresh.length; f++) this.written[fresh[f]] = 0;
        for (let n = 0; n < loops.length; n++) this.execute(loops[n]);
        for (let m = 0; m < moved.length; m++) this.at[moved[m]] += steps[m];
      }
    }
    for (let m = 0; m < moved.length; m++) this.at[moved[m]] -= steps[m] * trip;
  }

  /** Writes each event into the batch where it will be read. All in one loop, since half of the time goes where it is called. */
  private executeInnermost({ instructions, moved, steps, fresh, depth }: CompiledLoop, trip: number): void {
    const { at, tables, written, batch } = this;
    const isSliced = depth === this.slicedDepth;
    let { slice } = this;
    for (let v = 0; v < trip; v++) {
      if (isSliced) slice = sliceOf(v, trip);
      for (let f = 0; f < fresh.length; f++) written[fresh[f]] = 0;
      for (let n = 0; n < instructions.length; n++) {
        const { first, end, write, site } = instructions[n];
        const start = batch.place(HEADER + end - first);
        const { data } = batch;
        let to = start + HEADER;
        for (let operand = first; operand < end; operand++) {
          const address = tables[operand] === NO_TABLE ? at[operand] : this.lookUp(operand);
          data[to++] = address !== CONSTANT && written[address] === 1 ? address : this.unwritten(operand);
        }
        let output = CONSTANT;
        if (write !== NOWHERE) {
          output = tables[write] === NO_TABLE ? at[write] : this.lookUp(write);
          written[output] = 1;
        }
        data[start] = site;
        data[start + 1] = slice;
        data[start + 2] = output;
        data[start + 3] = end - first;
      }
      for (let m = 0; m < moved.length; m++) at[moved[m]] += steps[m];
    }
    this.slice = slice;
  }

  /** The address of an operand that goes through a table. */
  private lookUp(operand: number): number {
    const { at, tables, scales } = this;
    return at[operand] + scales[operand] * tables[operand][at[this.operands + operand]];
  }

  /** What an operand is that has no address, or nothing there. */
  private unwritten(operand: number): number {
    if (this.isZeroFilled[operand]) return CONSTANT;
    throw unwrittenRead(this.context.trace, this.call, this.valueOf[operand]);
  }
}

function compiledLoop(trip: Trip, depth: number, fresh: readonly number[]): CompiledLoop {
  return { trip, depth, moved: [], steps: [], fresh, instructions: [], loops: [] };
}
