import { EventBatch } from '../../core/element-engine/event-batch.ts';
import { expand } from '../../core/element-engine/expansion.ts';
import { layOut } from '../../core/trace/address-space.ts';
import { executionCounts } from '../../core/trace/iteration-shapes.ts';
import type { Nest, Node } from '../../core/trace/nest.ts';
import type { KernelCall, Trace, TraceValue } from '../../core/trace/trace.ts';
import { TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { kernelTrace } from '../support/kernel-traces/kernel-trace.ts';
import type { DrawnMap } from './access-draw.ts';
import type { DrawnSlot } from './nest-draw.ts';
import { NestDraw } from './nest-draw.ts';
import { ProgramDraw } from './program-draw.ts';

/** Instructions of a program, at most: so that it is priced by every engine and in every way in a millisecond or few. */
const MOST_INSTRUCTIONS = 400;

/**
 * A random well-formed trace that every engine can price: trees of loops of all kinds, one value under several operands
 * and slots, overlapping windows, strides of any sign, ragged blocks, tables, locals that are emptied, sums into
 * zero-filled outputs, values that are read in part, by nobody, or written by several calls, arguments among them, and
 * mostly a new state that
 * is returned for the old one. Long loops around others are frequent, for they are what the run engine skips.
 * The same two numbers give the same trace.
 */
export function randomProgram(seed: number, program: number): Trace {
  const draw = new ProgramDraw(seed, program);
  const name = `random ${seed}.${program}`;
  for (;;) {
    // Products, sums and windows as networks have them, in blocks and without.
    const isOfKernels = draw.chance(0.12);
    const trace = isOfKernels
      ? { ...kernelTrace(draw.between(0, 2 ** 31 - 1), draw.between(3, 5)), name }
      : new ProgramMaker(draw).make(name);
    if (instructionsIn(trace) <= MOST_INSTRUCTIONS) return isExecutable(trace) ? trace : zeroFilled(trace);
  }
}

/** Instructions that a trace executes. */
export function instructionsIn({ nests, calls }: Trace): number {
  const each = nests.map((nest) => executionCounts(nest).reduce((sum, count) => sum + count, 0));
  return calls.reduce((sum, { nest }) => sum + each[nest], 0);
}

/** Whether no element is read that nothing has written. */
function isExecutable(trace: Trace): boolean {
  try {
    expand(trace, layOut(trace), 'register', new EventBatch({ beginCall() {}, events() {}, endCall() {} }));
    return true;
  } catch {
    return false;
  }
}

/** What is not written yet is the constant 0 in every value that is computed. */
function zeroFilled(trace: Trace): Trace {
  const values = trace.values.map(
    (value): TraceValue => (value.kind === 'computed' ? { ...value, zeroFilled: true } : value),
  );
  return { ...trace, values };
}

class ProgramMaker {
  private readonly draw: ProgramDraw;
  private readonly values: TraceValue[] = [];
  /** By value: the steps from row to row, from column to column. */
  private readonly steps: (readonly number[])[] = [];
  private readonly nests: Nest[] = [];
  private readonly tables: number[][] = [];
  private readonly calls: KernelCall[] = [];
  private readonly readable: number[] = [];

  constructor(draw: ProgramDraw) {
    this.draw = draw;
  }

  make(name: string): Trace {
    const { draw, values } = this;
    const batch = draw.between(1, 2);
    const state = draw.weighted([
      [2, 0],
      [3, 1],
      [3, 2],
      [1, 3],
    ]);
    for (let i = 0; i < batch; i++) this.add({ size: this.size(), kind: 'argument', role: 'inputs' });
    for (let i = 0; i < state; i++) {
      this.add({ size: this.size(), kind: 'argument', role: draw.chance(0.5) ? 'weights' : 'optimiser state' });
    }
    if (draw.chance(0.3)) this.add({ size: this.size(), kind: 'constant', role: 'inputs' });
    const calls = draw.between(1, 4);
    for (let call = 0; call < calls; call++) this.call();
    const args = Array.from({ length: batch + state }, (_, value) => value);
    const returned = state > 0 && draw.chance(0.75) ? args.slice(batch).map((old) => this.newState(old)) : this.some();
    return {
      schema: TRACE_SCHEMA,
      name,
      about: {},
      values,
      nests: this.nests,
      tables: this.tables,
      calls: this.calls,
      arguments: args,
      batchArguments: batch,
      returned,
    };
  }

  private add(value: TraceValue, steps: readonly number[] = [1, this.draw.pick(this.draw.sides.short)]): number {
    this.values.push(value);
    this.steps.push(steps);
    this.readable.push(this.values.length - 1);
    return this.values.length - 1;
  }

  /** One call of a kernel that is drawn: its inputs, one of them now and then in two slots, and its outputs. */
  private call(): void {
    const { draw } = this;
    const inputs = Array.from({ length: draw.between(1, 3) }, () => this.input());
    if (draw.chance(0.2)) inputs.push(draw.pick(inputs));
    const rewritable = this.readable.filter((value) => this.values[value].kind !== 'constant');
    const rewritten = draw.chance(0.08) ? draw.pick(rewritable) : null;
    if (rewritten !== null) inputs.push(rewritten);
    const maps = new Map<number, DrawnMap[]>();
    const slots = inputs.map((value): DrawnSlot => {
      const own = maps.get(value) ?? [];
      maps.set(value, own);
      return {
        size: this.values[value].size,
        steps: this.steps[value],
        isOutput: value === rewritten,
        isZeroFilled: false,
        maps: own,
      };
    });
    const nest = new NestDraw(draw, slots, this.tables, draw.chance(0.4) ? this.rowsOf(inputs[0]) : []);
    const body = nest.body();
    const outputs = nest.slots.slice(slots.length).map(({ size, steps, isZeroFilled }) => {
      const value = { size, kind: 'computed', role: 'activations' } as const;
      return this.add(isZeroFilled ? { ...value, zeroFilled: true } : value, steps);
    });
    this.push(`Drawn${this.calls.length}`, [...inputs, ...outputs], body, nest.locals);
  }

  /** Loops over the rows of a value and along each, now and then twice; none where it has too many. */
  private rowsOf(value: number): number[] {
    const { draw } = this;
    const length = Math.max(1, ...this.steps[value]);
    const count = Math.floor(this.values[value].size / length);
    if (count * length > 50) return [];
    return draw.chance(0.5) ? [count, length] : [count, draw.between(1, 3), length];
  }

  /** A call that makes a new state of an old one and, mostly, something else; or the old one itself, as it is. */
  private newState(old: number): number {
    const { draw } = this;
    if (draw.chance(0.08)) return old;
    const { size, role } = this.values[old];
    const other = this.input();
    const made = this.add({ size, kind: 'computed', role });
    const sign = draw.chance(0.2) ? -1 : 1;
    const base = sign < 0 ? size - 1 : 0;
    const at = (slot: number) => ({ slot, base, strides: [sign] });
    const step = Math.floor(this.values[other].size / size) > 0 && draw.chance(0.6) ? 1 : 0;
    const reads = [at(0), { slot: 1, base: 0, strides: [step] }];
    const body: Node = { op: 'add', reads: draw.chance(0.5) ? reads : reads.toReversed(), write: at(2) };
    this.push('Update', [old, other, made], [{ trip: size, body: [body] }], 0);
    return made;
  }

  private push(kernel: string, values: readonly number[], body: readonly Node[], locals: number): void {
    const { draw } = this;
    this.nests.push({ slots: values.length, locals, body });
    const layer = draw.chance(0.2) ? null : draw.between(0, 1);
    const phase = draw.chance(0.5) ? 'forward' : 'gradient';
    this.calls.push({ kernel, nest: this.nests.length - 1, values, phase, layer });
  }

  /** What a call reads: often what was made last. */
  private input(): number {
    const { draw, readable } = this;
    return draw.chance(0.4) ? readable[readable.length - 1] : draw.pick(readable);
  }

  /** Some values to return, now and then one of them twice. */
  private some(): number[] {
    const { draw, values, calls } = this;
    const touched = new Set(calls.flatMap((call) => call.values));
    const some = this.readable.filter(
      (value) => values[value].kind !== 'constant' && touched.has(value) && draw.chance(0.3),
    );
    return some.length > 0 && draw.chance(0.1) ? [...some, some[0]] : some;
  }

  private size(): number {
    const { draw } = this;
    const { short, long } = draw.sides;
    const [a, b] = short;
    return draw.chance(0.5) ? draw.pick([a, long, a * long, a * b, b * long]) : draw.between(1, 40);
  }
}
