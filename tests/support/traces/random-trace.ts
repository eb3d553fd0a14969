import { Random } from '../../../core/numbers/random.ts';
import type { Access, Instruction, Loop, Nest, Node, Operand, Trip } from '../../../core/trace/nest.ts';
import { isAffine, isBlock } from '../../../core/trace/nest.ts';
import type { KernelCall, Trace, TraceValue } from '../../../core/trace/trace.ts';
import { TRACE_SCHEMA } from '../../../core/trace/trace.ts';
import { extentsOf } from './loop-extents.ts';

/**
 * A random well-formed trace: nests of up to four loops (blocked ones among them) with instructions before, inside and
 * after inner loops; positive, negative and zero strides, overlapping windows, tables, one value under two operands,
 * constants, locals, accumulation into zero-filled outputs, arguments written in place, outputs that nobody reads or that
 * are read in part.
 * `scale` bounds trip counts. The same seed gives the same trace.
 */
export function randomTrace(seed: number, scale = 5): Trace {
  return new TraceMaker(new Random(seed), scale).make(seed);
}

class TraceMaker {
  private readonly random: Random;
  private readonly scale: number;
  private readonly values: TraceValue[] = [];
  private readonly nests: Nest[] = [];
  private readonly tables: number[][] = [];
  private readonly calls: KernelCall[] = [];
  private readonly readable: number[] = [];
  /** Whether calls write into arguments. */
  private readonly isInPlace: boolean;

  constructor(random: Random, scale: number) {
    this.random = random;
    this.scale = scale;
    this.isInPlace = this.chance(0.12);
  }

  make(seed: number): Trace {
    const args = 1 + this.random.integer(4);
    for (let a = 0; a < args; a++) this.addValue({ size: this.size(), kind: 'argument', role: 'inputs' });
    if (this.chance(0.5)) this.addValue({ size: this.size(), kind: 'constant', role: 'inputs' });
    const calls = 1 + this.random.integer(6);
    for (let c = 0; c < calls; c++) this.addCall(c);
    const returned = this.readable.filter((id) => this.values[id].kind !== 'constant' && this.chance(0.3));
    return {
      schema: TRACE_SCHEMA,
      name: `random ${seed}`,
      about: { seed },
      values: this.values,
      nests: this.nests,
      tables: this.tables,
      calls: this.calls,
      arguments: Array.from({ length: args }, (_, a) => a),
      batchArguments: 1,
      returned,
    };
  }

  private addValue(value: TraceValue): number {
    this.values.push(value);
    this.readable.push(this.values.length - 1);
    return this.values.length - 1;
  }

  private addCall(index: number): void {
    const inputs = Array.from({ length: 1 + this.random.integer(3) }, () => this.pick(this.readable));
    const trips = this.trips();
    const extents = extentsOf(trips);
    const slots = [...inputs];
    const locals = this.random.integer(3);
    const outputs = 1 + this.random.integer(2);
    const made: { slot: number; access: Access; depth: number; zeroFilled: boolean }[] = [];
    for (let o = 0; o < outputs; o++) {
      const slot = slots.length;
      const depth = this.random.integer(trips.length + 1);
      // A loop whose length depends on others may not run at all, and then writes nothing.
      const zeroFilled = trips.slice(0, depth).some(isAffine) || this.chance(0.5);
      const { access, size } = zeroFilled
        ? this.scattered(slot, extents, depth)
        : this.dense(slot, trips, extents, depth);
      this.values.push({ size, kind: 'computed', role: 'activations', ...(zeroFilled ? { zeroFilled } : {}) });
      slots.push(this.values.length - 1);
      made.push({ slot, access, depth, zeroFilled });
    }
    const body = this.nestBody(0, trips, extents, inputs, locals, made);
    this.nests.push({ slots: slots.length, locals, body });
    const layer = this.chance(0.3) ? null : this.random.integer(2);
    const phase = this.chance(0.5) ? 'forward' : 'gradient';
    this.calls.push({ kernel: `Kernel${index}`, nest: this.nests.length - 1, values: slots, phase, layer });
    this.readable.push(...made.map(({ slot }) => slots[slot]).filter((value) => this.values[value].size > 0));
  }

  /**
   * Trip counts of a chain of loops, some of them affine in those before; with some luck the last one is a block of an
   * earlier one.
   */
  private trips(): Trip[] {
    const trips: Trip[] = [];
    for (let left = this.random.integer(4); left > 0; left--) {
      trips.push(trips.length > 0 && this.chance(0.15) ? this.affineTrip(trips) : this.trip());
    }
    const counter = this.random.integer(4);
    const outer = trips[counter];
    if (typeof outer === 'number' && outer > 0 && this.chance(0.5)) {
      const width = 1 + this.random.integer(3);
      const ragged = this.random.integer(width);
      trips.push({ size: outer * width - ragged, width, block: counter });
    }
    return trips;
  }

  private nestBody(
    depth: number,
    trips: readonly Trip[],
    extents: readonly number[],
    inputs: readonly number[],
    locals: number,
    made: readonly { slot: number; access: Access; depth: number; zeroFilled: boolean }[],
  ): Node[] {
    const nodes: Node[] = [];
    const around = extents.slice(0, depth);
    const extra = (): void => {
      if (locals > 0 && this.chance(0.5)) nodes.push(this.instruction(around, inputs, locals, null));
    };
    extra();
    if (depth < trips.length) {
      const body = this.nestBody(depth + 1, trips, extents, inputs, locals, made);
      const fresh = Array.from({ length: locals }, (_, local) => local).filter(() => this.chance(0.4));
      const loop: Loop = { trip: trips[depth], body, ...(fresh.length > 0 ? { fresh } : {}) };
      nodes.push(loop);
    }
    extra();
    for (const output of made) {
      if (output.depth === depth) nodes.push(this.instruction(around, inputs, locals, output));
    }
    return nodes;
  }

  private instruction(
    extents: readonly number[],
    inputs: readonly number[],
    locals: number,
    output: { access: Access; zeroFilled: boolean } | null,
  ): Instruction {
    const reads: Operand[] = [];
    if (output?.zeroFilled === true && this.chance(0.7)) reads.push(output.access);
    const count = this.random.integer(3) + (reads.length === 0 ? 1 : 0);
    for (let r = 0; r < count; r++) {
      if (locals > 0 && this.chance(0.4)) reads.push({ local: this.random.integer(locals) });
      else reads.push(this.input(this.random.integer(inputs.length), inputs, extents));
    }
    if (reads.length > 0 && this.chance(0.15)) reads.push(reads[0]);
    const toLocal: Operand | null = locals > 0 && this.chance(0.8) ? { local: this.random.integer(locals) } : null;
    if (output !== null) return { op: 'add', reads, write: output.access };
    return { op: 'add', reads, write: this.inPlace(inputs, extents) ?? toLocal };
  }

  /** An element of an argument among the inputs, now and then. */
  private inPlace(inputs: readonly number[], extents: readonly number[]): Access | null {
    const args = [...inputs.keys()].filter((slot) => this.values[inputs[slot]].kind === 'argument');
    if (!this.isInPlace || args.length === 0 || this.chance(0.4)) return null;
    const slot = this.pick(args);
    return { slot, ...this.affineWithin(this.values[inputs[slot]].size, extents) };
  }

  /** A read somewhere inside a value, affine or through a table. */
  private input(slot: number, inputs: readonly number[], extents: readonly number[]): Access {
    const { size } = this.values[inputs[slot]];
    if (this.chance(0.15)) {
      const length = extents.reduce((product, extent) => product * Math.max(1, extent), 1);
      const table = Array.from({ length }, () => this.random.integer(size));
      this.tables.push(table);
      const strides = extents.map((_, k) => extents.slice(k + 1).reduce((p, extent) => p * Math.max(1, extent), 1));
      return { slot, base: 0, strides: [], table: { id: this.tables.length - 1, base: 0, strides, scale: 1 } };
    }
    return { slot, ...this.affineWithin(size, extents) };
  }

  /** Random strides, made smaller until every address lies in 0 .. size-1. */
  private affineWithin(size: number, extents: readonly number[]): { base: number; strides: number[] } {
    const strides = extents.map(() => (this.chance(0.3) ? 0 : this.random.integer(9) - 4));
    for (;;) {
      let low = 0;
      let high = 0;
      extents.forEach((extent, k) => {
        const reach = strides[k] * Math.max(0, extent - 1);
        if (reach < 0) low += reach;
        else high += reach;
      });
      if (high - low < size) return { base: -low + this.random.integer(size - (high - low)), strides };
      const k = this.random.integer(strides.length);
      strides[k] = (strides[k] / 2) | 0;
    }
  }

  /** Writes each element once, loops in random order and direction, so that later calls may read all of it. */
  private dense(slot: number, trips: readonly Trip[], extents: readonly number[], depth: number) {
    const strides: number[] = extents.slice(0, depth).map(() => 0);
    let size = 1;
    let base = 0;
    for (const k of this.random.permutation(depth)) {
      const trip = trips[k];
      if (typeof trip !== 'number') continue;
      const blocked = trips.findIndex((other, b) => b < depth && isBlock(other) && other.block === k);
      const inner = trips[blocked];
      const extent = inner !== undefined && isBlock(inner) ? inner.size : trip;
      const step = this.chance(0.3) ? 0 - size : size;
      if (inner !== undefined && isBlock(inner)) {
        strides[blocked] = step;
        strides[k] = step * inner.width;
      } else strides[k] = step;
      if (step < 0) base += size * Math.max(0, extent - 1);
      size *= extent;
    }
    // A loop of no iterations writes nothing: then nobody may read the value, so it has no elements.
    return { access: { slot, base: size === 0 ? 0 : base, strides }, size };
  }

  /** Longer or shorter from iteration to iteration of a loop before, now and then of two. */
  private affineTrip(around: readonly Trip[]): Trip {
    const extents = extentsOf(around);
    const deciding = this.random.integer(around.length);
    const strides = around.map((_, k) =>
      k === deciding ? 1 - 2 * this.random.integer(2) : this.random.integer(4) >> 1,
    );
    const falls = strides.reduce((sum, step, k) => sum + Math.min(0, step) * Math.max(0, extents[k] - 1), 0);
    return { base: this.random.integer(3) - falls, strides };
  }

  private scattered(slot: number, extents: readonly number[], depth: number) {
    const size = this.size();
    return { access: { slot, ...this.affineWithin(size, extents.slice(0, depth)) }, size };
  }

  private trip(): number {
    return this.chance(0.06) ? 0 : 1 + this.random.integer(this.scale);
  }

  private size(): number {
    return 1 + this.random.integer(4 * this.scale);
  }

  private chance(p: number): boolean {
    return this.random.uniform() < p;
  }

  private pick(from: readonly number[]): number {
    return from[this.random.integer(from.length)];
  }
}
