import type { AddressSpace } from '../trace/address-space.ts';
import type { Access, Instruction, Loop, Node, Operand } from '../trace/nest.ts';
import { instructionsOf, isLocal, isLoop, tripCount } from '../trace/nest.ts';
import { slicedDepth, sliceOf } from '../trace/slices.ts';
import type { Granularity, KernelCall, Trace } from '../trace/trace.ts';
import { unwrittenRead } from '../trace/trace.ts';

const LOCAL = -1;

/** In place of an address: a constant, which has no place on the stack. */
export const CONSTANT = -1;

/** Consumer of a trace's element events, in execution order. */
export interface EventSink {
  beginCall(call: number): void;
  /**
   * One executed instruction: `count` read addresses from `addresses[0]` on, in read order, `CONSTANT` for constants,
   * and the written address or `CONSTANT` where nothing is written. `site` is the number of its first read in the
   * call's nest. The array is reused by the next event. `slice` is the piece of the call it belongs to (SLICES).
   */
  event(site: number, count: number, addresses: Int32Array, written: number, slice: number): void;
  endCall(call: number): void;
}

/** A trace, where its elements are, and whether its locals are read and written. */
export interface ExpansionContext {
  readonly trace: Trace;
  readonly space: AddressSpace;
  readonly granularity: Granularity;
}

/**
 * Runs a trace's loop nests and hands every element event to `sink`. The slow clear way to execute a trace, and the
 * meaning of one (D1, D2); the run engine must agree with it. O(events); memory O(addresses).
 * Throws InputError where an element is read that nothing has written.
 */
export function expand(trace: Trace, space: AddressSpace, granularity: Granularity, sink: EventSink): void {
  const context = { trace, space, granularity };
  const written = new Uint8Array(space.size);
  for (const value of space.placed) fillValue(trace, space, written, value, 1);
  for (let index = 0; index < trace.calls.length; index++) {
    for (const value of space.bornAt[index]) fillValue(trace, space, written, value, 0);
    expandCall(context, index, written, sink);
  }
}

/**
 * Runs the loop nest of one call. `written` tells by address which elements hold something; the call's own writes are
 * noted in it.
 */
export function expandCall(context: ExpansionContext, index: number, written: Uint8Array, sink: EventSink): void {
  written.fill(0, context.space.localBase);
  sink.beginCall(index);
  new CallExpander(context, context.trace.calls[index], written, sink).run();
  sink.endCall(index);
}

function fillValue(trace: Trace, space: AddressSpace, written: Uint8Array, value: number, state: 0 | 1): void {
  const base = space.baseOf[value];
  written.fill(state, base, base + (trace.values[value]?.size ?? 0));
}

/**
 * Where an operand points now. `at` (and `tableAt`) are moved by the loops, so no address is multiplied out per event.
 */
interface Cursor {
  at: number;
  tableAt: number;
  readonly table: readonly number[] | null;
  readonly scale: number;
  /** Value operands of constant tensors, and locals in registers, are constants for the whole call. */
  readonly isConstant: boolean;
  /** Whether it is one until it is written. */
  readonly isZeroFilled: boolean;
  readonly value: number;
}

interface CompiledInstruction {
  readonly reads: readonly Cursor[];
  readonly write: Cursor | null;
  readonly site: number;
}

interface CompiledLoop {
  readonly loop: Loop;
  readonly depth: number;
  /** What moves through a value, and what through a table. */
  readonly moved: { readonly cursor: Cursor; readonly step: number }[];
  readonly movedInTables: { readonly cursor: Cursor; readonly step: number }[];
  readonly fresh: readonly number[];
  readonly body: readonly CompiledNode[];
  /** The body where it has no loops, else null: an innermost loop does not ask what each node is. */
  readonly instructions: readonly CompiledInstruction[] | null;
}

type CompiledNode = CompiledInstruction | CompiledLoop;

class CallExpander {
  private readonly addresses: Int32Array;
  private readonly variables: number[] = [];
  private readonly body: readonly CompiledNode[];
  private readonly slicedDepth: number;
  private sites = 0;
  private slice = 0;
  private readonly context: ExpansionContext;
  private readonly call: KernelCall;
  private readonly written: Uint8Array;
  private readonly sink: EventSink;

  constructor(context: ExpansionContext, call: KernelCall, written: Uint8Array, sink: EventSink) {
    this.context = context;
    this.call = call;
    this.written = written;
    this.sink = sink;
    const nest = context.trace.nests[call.nest];
    this.slicedDepth = slicedDepth(nest);
    this.addresses = new Int32Array(instructionsOf(nest).reduce((most, { reads }) => Math.max(most, reads.length), 0));
    this.body = nest.body.map((node) => this.compile(node, 0, []));
  }

  run(): void {
    for (const node of this.body) this.execute(node);
  }

  private compile(node: Node, depth: number, outer: CompiledLoop[]): CompiledNode {
    if (!isLoop(node)) return this.compileInstruction(node, outer);
    const body: CompiledNode[] = [];
    const instructions: CompiledInstruction[] = [];
    const loop: CompiledLoop = {
      loop: node,
      depth,
      moved: [],
      movedInTables: [],
      fresh: (node.fresh ?? []).map((local) => this.context.space.localBase + local),
      body,
      instructions: node.body.some(isLoop) ? null : instructions,
    };
    for (const child of node.body) {
      const compiled = this.compile(child, depth + 1, [...outer, loop]);
      body.push(compiled);
      if ('site' in compiled) instructions.push(compiled);
    }
    return loop;
  }

  private compileInstruction(node: Instruction, outer: CompiledLoop[]): CompiledInstruction {
    const site = this.sites;
    this.sites += node.reads.length;
    return {
      reads: node.reads.map((operand) => this.compileOperand(operand, outer)),
      write: node.write === null ? null : this.compileOperand(node.write, outer),
      site,
    };
  }

  private compileOperand(operand: Operand, outer: CompiledLoop[]): Cursor {
    if (isLocal(operand)) {
      return {
        at: this.context.space.localBase + operand.local,
        tableAt: 0,
        table: null,
        scale: 0,
        isConstant: this.context.granularity === 'register',
        isZeroFilled: true,
        value: LOCAL,
      };
    }
    return this.compileAccess(operand, outer);
  }

  private compileAccess(access: Access, outer: CompiledLoop[]): Cursor {
    const { trace, space } = this.context;
    const id = this.call.values[access.slot];
    const value = trace.values[id];
    if (value === undefined) throw new Error(`internal: ${this.call.kernel} has no value in slot ${access.slot}`);
    const table = access.table === undefined ? null : trace.tables[access.table.id];
    const cursor: Cursor = {
      at: value.kind === 'constant' ? CONSTANT : space.baseOf[id] + access.base,
      tableAt: access.table?.base ?? 0,
      table,
      scale: access.table?.scale ?? 0,
      isConstant: value.kind === 'constant',
      isZeroFilled: value.zeroFilled === true,
      value: id,
    };
    for (const loop of outer) {
      const step = access.strides[loop.depth] ?? 0;
      const tableStep = access.table?.strides[loop.depth] ?? 0;
      if (step !== 0) loop.moved.push({ cursor, step });
      if (tableStep !== 0) loop.movedInTables.push({ cursor, step: tableStep });
    }
    return cursor;
  }

  private execute(node: CompiledNode): void {
    if ('site' in node) this.executeInstruction(node);
    else this.executeLoop(node);
  }

  private executeLoop(node: CompiledLoop): void {
    const { body, instructions, moved, movedInTables, fresh, depth } = node;
    const trip = tripCount(node.loop.trip, this.variables);
    const isSliced = depth === this.slicedDepth;
    for (let v = 0; v < trip; v++) {
      this.variables[depth] = v;
      if (isSliced) this.slice = sliceOf(v, trip);
      for (let f = 0; f < fresh.length; f++) this.written[fresh[f]] = 0;
      if (instructions === null) for (let n = 0; n < body.length; n++) this.execute(body[n]);
      else for (let n = 0; n < instructions.length; n++) this.executeInstruction(instructions[n]);
      for (let m = 0; m < moved.length; m++) moved[m].cursor.at += moved[m].step;
      for (let m = 0; m < movedInTables.length; m++) movedInTables[m].cursor.tableAt += movedInTables[m].step;
    }
    for (const { cursor, step } of moved) cursor.at -= step * trip;
    for (const { cursor, step } of movedInTables) cursor.tableAt -= step * trip;
  }

  private executeInstruction(node: CompiledInstruction): void {
    const { reads, write } = node;
    const { addresses } = this;
    for (let r = 0; r < reads.length; r++) {
      const cursor = reads[r];
      addresses[r] = cursor.isConstant ? CONSTANT : this.cellOf(cursor);
    }
    let output = CONSTANT;
    if (write !== null && !write.isConstant) {
      output = addressOf(write);
      this.written[output] = 1;
    }
    this.sink.event(node.site, reads.length, addresses, output, this.slice);
  }

  private cellOf(cursor: Cursor): number {
    const address = addressOf(cursor);
    if (this.written[address] === 1) return address;
    if (cursor.isZeroFilled) return CONSTANT;
    throw unwrittenRead(this.context.trace, this.call, cursor.value);
  }
}

function addressOf(cursor: Cursor): number {
  return cursor.table === null ? cursor.at : cursor.at + cursor.scale * cursor.table[cursor.tableAt];
}
