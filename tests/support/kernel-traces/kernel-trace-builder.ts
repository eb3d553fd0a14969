import type { Access, Instruction, Loop, Nest, Node, Trip } from '../../../core/trace/nest.ts';
import type { KernelCall, Trace, TraceValue } from '../../../core/trace/trace.ts';
import { TRACE_SCHEMA } from '../../../core/trace/trace.ts';

export const NAIVE_ORDERS = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'] as const;
export type NaiveOrder = (typeof NAIVE_ORDERS)[number];
/** A naive order, or the width of the blocks. */
export type ProductOrder = NaiveOrder | number;

/** The locals of a kernel: what is summed up, and a term of the sum. */
export const SUM = { local: 0 };
export const TERM = { local: 1 };

/** Builds traces kernel by kernel; values are matrices in rows. */
export class KernelTraceBuilder {
  readonly values: (TraceValue & { rows: number; columns: number })[] = [];
  readonly calls: KernelCall[] = [];
  readonly tables: number[][] = [];
  private readonly nests: Nest[] = [];
  private readonly arguments: number[] = [];

  argument(rows: number, columns: number): number {
    this.arguments.push(this.values.length);
    return this.make(rows, columns, 'argument');
  }

  constant(rows: number, columns: number): number {
    return this.make(rows, columns, 'constant');
  }

  computed(rows: number, columns: number, zeroFilled = false): number {
    const value = this.make(rows, columns, 'computed');
    if (zeroFilled) this.values[value] = { ...this.values[value], zeroFilled: true };
    return value;
  }

  call(kernel: string, values: readonly number[], body: readonly Node[], locals = 2): void {
    this.nests.push({ slots: values.length, locals, body });
    this.calls.push({ kernel, nest: this.nests.length - 1, values, phase: 'forward', layer: null });
  }

  /** out[i, j] = sum over k of a[i, k] b[k, j], operands optionally transposed. */
  product(a: number, b: number, order: ProductOrder, transposeA = false, transposeB = false): number {
    const { rows: aRows, columns: aColumns } = this.values[a];
    const { rows: bRows, columns: bColumns } = this.values[b];
    const rows = transposeA ? aColumns : aRows;
    const shared = transposeA ? aRows : aColumns;
    const columns = transposeB ? bRows : bColumns;
    const out = this.computed(rows, columns, true);
    const strides: Record<string, { size: number; steps: [number, number, number] }> = {
      i: { size: rows, steps: [transposeA ? 1 : aColumns, 0, columns] },
      j: { size: columns, steps: [0, transposeB ? bColumns : 1, 1] },
      k: { size: shared, steps: [transposeA ? aColumns : 1, transposeB ? 1 : bColumns, 0] },
    };
    const loops: { trip: Trip; steps: readonly number[] }[] = [];
    if (typeof order === 'number') {
      for (const { size, steps } of Object.values(strides)) {
        loops.push({ trip: Math.ceil(size / order), steps: steps.map((step) => step * order) });
      }
      Object.values(strides).forEach(({ size, steps }, block) => {
        loops.push({ trip: { size, width: order, block }, steps });
      });
    } else for (const name of order) loops.push({ trip: strides[name].size, steps: strides[name].steps });
    const operand = (slot: number): Access => ({ slot, base: 0, strides: loops.map(({ steps }) => steps[slot]) });
    const isDot = typeof order === 'number' || order.endsWith('k');
    const element = { ...operand(2), strides: operand(2).strides.slice(0, isDot ? -1 : undefined) };
    const multiply: Instruction = { op: 'mul', reads: [operand(0), operand(1)], write: TERM, mac: true };
    const add: Instruction = isDot
      ? { op: 'add', reads: [SUM, TERM], write: SUM }
      : { op: 'add', reads: [element, TERM], write: element };
    const store: Instruction =
      typeof order === 'number'
        ? { op: 'add', reads: [element, SUM], write: element }
        : { op: 'copy', reads: [SUM], write: element };
    let nodes: Node[] = [multiply, add];
    for (let depth = loops.length - 1; depth >= 0; depth--) {
      const isInner = depth === loops.length - 1;
      const loop: Loop = { trip: loops[depth].trip, body: nodes };
      nodes = isDot && depth === loops.length - 2 ? [{ ...loop, fresh: [0] }] : [loop];
      if (isInner && isDot) nodes = [loop, store];
    }
    this.call('MatMul', [a, b, out], nodes);
    return out;
  }

  /** An element-wise kernel of several matrices of one shape, as one loop over all elements. */
  sweep(operands: readonly number[], columnMajor = false): number {
    const { rows, columns } = this.values[operands[0]];
    const out = this.computed(rows, columns);
    const slots = [...operands, out];
    const at = (slot: number): Access => ({ slot, base: 0, strides: columnMajor ? [1, columns] : [1] });
    const body: Instruction = { op: 'add', reads: operands.map((_, slot) => at(slot)), write: at(operands.length) };
    const nodes: Node[] = columnMajor
      ? [{ trip: columns, body: [{ trip: rows, body: [body] }] }]
      : [{ trip: rows * columns, body: [body] }];
    this.call('Sweep', slots, nodes);
    return out;
  }

  finish(name: string, returned: readonly number[]): Trace {
    return {
      schema: TRACE_SCHEMA,
      name,
      about: {},
      values: this.values.map(({ rows: _, columns: __, ...value }) => value),
      nests: this.nests,
      tables: this.tables,
      calls: this.calls,
      arguments: this.arguments,
      batchArguments: 1,
      returned,
    };
  }

  private make(rows: number, columns: number, kind: TraceValue['kind']): number {
    this.values.push({ size: rows * columns, kind, role: 'activations', rows, columns });
    return this.values.length - 1;
  }
}

/** The product of two square matrices. */
export function productTrace(n: number, order: ProductOrder): Trace {
  const builder = new KernelTraceBuilder();
  const a = builder.argument(n, n);
  const b = builder.argument(n, n);
  return builder.finish(`matmul ${order} ${n}`, [builder.product(a, b, order)]);
}

/** `body` inside loops of these trip counts, the outermost first. */
export function nestOf(trips: readonly number[], body: readonly Node[]): readonly Node[] {
  return trips.reduceRight<readonly Node[]>((nodes, trip) => [{ trip, body: nodes }], body);
}
