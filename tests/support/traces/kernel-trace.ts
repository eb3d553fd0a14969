import { Random } from '../../../core/numbers/random.ts';
import type { Access, Instruction, Loop, Nest, Node, Operand, Trip } from '../../../core/trace/nest.ts';
import type { KernelCall, Trace, TraceValue } from '../../../core/trace/trace.ts';
import { TRACE_SCHEMA } from '../../../core/trace/trace.ts';

export const NAIVE_ORDERS = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'] as const;
export type NaiveOrder = (typeof NAIVE_ORDERS)[number];
/** A naive order, or the width of the blocks. */
export type ProductOrder = NaiveOrder | number;

const SUM = { local: 0 };
const TERM = { local: 1 };

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

/**
 * A random program of kernels as networks use them: products in all orders, sweeps, broadcasts, reductions, outer
 * products, slices, transposes, reversals, joins, optimiser updates, overlapping patches and windows, maxima of rows,
 * and of those that runs cannot do: scans in place, gathers, scatters, x[v] * x[2v]. Values are read by several
 * kernels, in part, or by nobody.
 * `scale` bounds the sides of matrices. The same seed gives the same trace.
 */
export function kernelTrace(seed: number, scale: number): Trace {
  return new KernelProgram(new Random(seed, 1), scale).make(seed);
}

type Kernel = (program: KernelProgram) => void;

class KernelProgram {
  private readonly builder = new KernelTraceBuilder();
  private readonly random: Random;
  private readonly sides: readonly number[];
  private readonly readable: number[] = [];

  constructor(random: Random, scale: number) {
    this.random = random;
    // Few sides, so that shapes often fit each other.
    this.sides = [1 + random.integer(scale), 1 + random.integer(scale), 1 + random.integer(scale), scale];
  }

  make(seed: number): Trace {
    const { builder } = this;
    const args = 2 + this.random.integer(3);
    for (let a = 0; a < args; a++) this.readable.push(builder.argument(this.side(), this.side()));
    if (this.chance(0.4)) this.readable.push(builder.constant(this.side(), this.side()));
    const calls = 2 + this.random.integer(9);
    for (let c = 0; c < calls; c++) this.pick(KERNELS)(this);
    const isConstant = (id: number): boolean => builder.values[id].kind === 'constant';
    return builder.finish(`kernels ${seed}`, [
      ...new Set(this.readable.filter((id) => !isConstant(id) && this.chance(0.3))),
    ]);
  }

  product(): void {
    const a = this.matrix();
    const shared = this.builder.values[a].columns;
    const fits = this.readable.filter((id) => this.builder.values[id].rows === shared);
    const order: ProductOrder = this.chance(0.3) ? 2 + this.random.integer(4) : this.pick(NAIVE_ORDERS);
    if (fits.length > 0) this.add(this.builder.product(a, this.pick(fits), order));
    else if (this.chance(0.5)) this.add(this.builder.product(a, a, order, true, false));
    else this.add(this.builder.product(a, a, order, false, true));
  }

  sweep(): void {
    const first = this.matrix();
    const operands = [first];
    while (this.chance(0.6) && operands.length < 4) operands.push(this.pick(this.likeShape(first)));
    this.add(this.builder.sweep(operands, this.chance(0.2)));
  }

  /** out[i, j] = x[i, j] + row[j], or + column[i]. */
  broadcast(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const y = this.matrix();
    const along = this.chance(0.5) ? [0, 1] : [1, 0];
    if (builder.values[y].rows * builder.values[y].columns < (along[1] === 1 ? columns : rows)) return;
    const out = builder.computed(rows, columns);
    const whole = (slot: number): Access => ({ slot, base: 0, strides: [columns, 1] });
    const reads = [whole(0), { slot: 1, base: 0, strides: along }];
    builder.call('Broadcast', [x, y, out], nest([rows, columns], [{ op: 'add', reads, write: whole(2) }]));
    this.add(out);
  }

  /** Sums over rows or columns: into a local, or in the output. */
  reduction(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const overRows = this.chance(0.5);
    const kept = overRows ? columns : rows;
    const summed = overRows ? rows : columns;
    const strides = overRows ? [1, columns] : [columns, 1];
    const isLocal = this.chance(0.5);
    const out = builder.computed(1, kept, !isLocal);
    const target: Access = { slot: 1, base: 0, strides: [1] };
    const sum: Operand = isLocal ? SUM : target;
    const read: Access = { slot: 0, base: 0, strides };
    const reads = this.chance(0.5) ? [sum, read] : [read, sum];
    const square: Instruction[] = this.chance(0.3) ? [{ op: 'mul', reads: [read, read], write: TERM }] : [];
    const add: Instruction = { op: 'add', reads: square.length > 0 ? [sum, TERM] : reads, write: sum };
    const inner: Loop = { trip: summed, body: [...square, add] };
    const store: Instruction[] = isLocal ? [{ op: 'div', reads: [SUM], write: target }] : [];
    builder.call('Reduce', [x, out], [{ trip: kept, fresh: [0], body: [inner, ...store] }]);
    this.add(out);
  }

  /** Per row: a sum, then every element by the sum; the row is read twice. */
  normalise(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const out = builder.computed(rows, columns);
    const at = (slot: number): Access => ({ slot, base: 0, strides: [columns, 1] });
    const sum: Loop = { trip: columns, body: [{ op: 'add', reads: [SUM, at(0)], write: SUM }] };
    const root: Instruction = { op: 'sqrt', reads: [SUM], write: TERM };
    const divide: Loop = { trip: columns, body: [{ op: 'div', reads: [at(0), TERM], write: at(1) }] };
    builder.call('Normalise', [x, out], [{ trip: rows, fresh: [0], body: [sum, root, divide] }]);
    this.add(out);
  }

  /** Per row: two matrices one instruction after the other, then the row of their sums twice over. */
  fusedRows(): void {
    const { builder } = this;
    const x = this.matrix();
    const y = this.pick(this.likeShape(x));
    if (x === y) return;
    const { rows, columns } = builder.values[x];
    const out = builder.computed(rows, columns, true);
    const at = (slot: number): Access => ({ slot, base: 0, strides: [columns, 1] });
    const pair: Instruction[] = [
      { op: 'neg', reads: [at(0)], write: TERM },
      { op: 'add', reads: [TERM, at(1)], write: at(2) },
    ];
    const again: Loop = { trip: columns, body: [{ op: 'add', reads: [SUM, at(2)], write: SUM }] };
    const scale: Loop = { trip: columns, body: [{ op: 'mul', reads: [at(2), SUM], write: at(2) }] };
    const pass: Loop = { trip: columns, body: this.chance(0.5) ? pair : pair.toReversed() };
    builder.call('FusedRows', [x, y, out], [{ trip: rows, fresh: [0, 1], body: [pass, again, scale] }]);
    this.add(out);
  }

  /** Part of a matrix, forwards, backwards or spread out: strides of any sign. */
  slice(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const stepR = this.chance(0.7) ? 1 : 2;
    const stepC = this.chance(0.7) ? 1 : 2;
    const height = 1 + this.random.integer(Math.ceil(rows / stepR));
    const width = 1 + this.random.integer(Math.ceil(columns / stepC));
    const top = this.random.integer(rows - (height - 1) * stepR);
    const left = this.random.integer(columns - (width - 1) * stepC);
    const flipR = this.chance(0.2);
    const flipC = this.chance(0.2);
    const base = (flipR ? top + (height - 1) * stepR : top) * columns + (flipC ? left + (width - 1) * stepC : left);
    const strides = [(flipR ? -1 : 1) * stepR * columns, (flipC ? -1 : 1) * stepC];
    const out = builder.computed(height, width);
    const write: Access = { slot: 1, base: 0, strides: [width, 1] };
    const read: Access = { slot: 0, base, strides };
    builder.call('Slice', [x, out], nest([height, width], [{ op: 'copy', reads: [read], write }]));
    this.add(out);
  }

  transpose(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const out = builder.computed(columns, rows);
    const read: Access = { slot: 0, base: 0, strides: [columns, 1] };
    const write: Access = { slot: 1, base: 0, strides: [1, rows] };
    const copy: Instruction = { op: 'copy', reads: [read], write };
    const turned = { ...copy, reads: [{ ...read, strides: [1, columns] }], write: { ...write, strides: [rows, 1] } };
    builder.call(
      'Transpose',
      [x, out],
      this.chance(0.5) ? nest([rows, columns], [copy]) : nest([columns, rows], [turned]),
    );
    this.add(out);
  }

  /** Two matrices one under the other. */
  join(): void {
    const { builder } = this;
    const x = this.matrix();
    const y = this.pick(this.readable.filter((id) => builder.values[id].columns === builder.values[x].columns));
    const { rows, columns } = builder.values[x];
    const below = builder.values[y].rows;
    const out = builder.computed(rows + below, columns);
    const copy = (slot: number, start: number): Instruction => ({
      op: 'copy',
      reads: [{ slot, base: 0, strides: [1] }],
      write: { slot: 2, base: start, strides: [1] },
    });
    builder.call(
      'Join',
      [x, y, out],
      [
        { trip: rows * columns, body: [copy(0, 0)] },
        { trip: below * columns, body: [copy(1, rows * columns)] },
      ],
    );
    this.add(out);
  }

  outerProduct(): void {
    const { builder } = this;
    const [x, y] = [this.matrix(), this.matrix()];
    const rows = builder.values[x].columns;
    const columns = builder.values[y].columns;
    const out = builder.computed(rows, columns);
    const reads: Access[] = [
      { slot: 0, base: 0, strides: [1, 0] },
      { slot: 1, base: 0, strides: [0, 1] },
    ];
    const write: Access = { slot: 2, base: 0, strides: [columns, 1] };
    builder.call('Outer', [x, y, out], nest([rows, columns], [{ op: 'mul', reads, write }]));
    this.add(out);
  }

  /** Five sweeps over four matrices of a shape, as an optimiser makes them; the old state is not read again. */
  optimiser(): void {
    const { builder } = this;
    const w = this.matrix();
    const [m, v, g] = [w, w, w].map(() => this.pick(this.likeShape(w)));
    const newM = builder.sweep([m, g]);
    const newV = builder.sweep([v, g, g]);
    const root = builder.sweep([newV]);
    const step = builder.sweep([newM, root]);
    for (const made of [newM, newV, builder.sweep([w, step])]) this.add(made);
  }

  /** A running sum: out[i] reads out[i - 1]. */
  scan(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const out = builder.computed(rows, columns, true);
    const at = (base: number): Access => ({ slot: 1, base, strides: [1] });
    const read: Access = { slot: 0, base: 0, strides: [1] };
    builder.call(
      'Scan',
      [x, out],
      [
        { op: 'copy', reads: [read], write: at(0) },
        {
          trip: rows * columns - 1,
          body: [{ op: 'add', reads: [{ ...read, base: 1 }, at(0)], write: at(1) }],
        },
      ],
    );
    this.add(out);
  }

  /** out[v] = x[v] * x[2v], or x[v] * x[v + lag]. */
  overlap(): void {
    const { builder } = this;
    const x = this.matrix();
    const { size } = builder.values[x];
    const doubled = this.chance(0.5);
    const lag = doubled ? 0 : this.random.integer(size);
    const trip = doubled ? Math.ceil(size / 2) : size - lag;
    const out = builder.computed(1, trip);
    const reads: Access[] = [
      { slot: 0, base: 0, strides: [1] },
      { slot: 0, base: lag, strides: [doubled ? 2 : 1] },
    ];
    builder.call('Overlap', [x, out], nest([trip], [{ op: 'mul', reads, write: { slot: 1, base: 0, strides: [1] } }]));
    this.add(out);
  }

  /** out[v] = x[v] + y[v + lag]: what a sweep left in one block is eaten from two of its records. */
  lagging(): void {
    const { builder } = this;
    const x = this.matrix();
    const y = this.pick(this.likeShape(x));
    if (x === y) return;
    const { size } = builder.values[x];
    const lag = this.random.integer(size);
    const out = builder.computed(1, size - lag);
    const reads: Access[] = [
      { slot: 0, base: 0, strides: [1] },
      { slot: 1, base: lag, strides: [1] },
    ];
    const write: Access = { slot: 2, base: 0, strides: [1] };
    builder.call('Lagging', [x, y, out], nest([size - lag], [{ op: 'add', reads, write }]));
    this.add(out);
  }

  /** Sums over windows of three. */
  windows(): void {
    const { builder } = this;
    const x = this.matrix();
    const { size } = builder.values[x];
    const width = Math.min(3, size);
    const out = builder.computed(1, size - width + 1, true);
    const target: Access = { slot: 1, base: 0, strides: [1, 0] };
    const reads: Access[] = [target, { slot: 0, base: 0, strides: [1, 1] }];
    builder.call('Windows', [x, out], nest([size - width + 1, width], [{ op: 'add', reads, write: target }]));
    this.add(out);
  }

  /** Copies of windows of rows, and the sums of what comes back from them: out[i + j, :] += y[i, j, :]. */
  patches(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const width = 1 + this.random.integer(Math.min(3, rows));
    const places = rows - width + 1;
    const copies = builder.computed(places * width, columns);
    const trips = [places, width, columns];
    const inRows = (slot: number): Access => ({ slot, base: 0, strides: [columns, columns, 1] });
    const inCopies = (slot: number): Access => ({ slot, base: 0, strides: [width * columns, columns, 1] });
    builder.call('Patches', [x, copies], nest(trips, [{ op: 'copy', reads: [inRows(0)], write: inCopies(1) }]));
    const sums = builder.computed(rows, columns, true);
    const add: Instruction = { op: 'add', reads: [inRows(1), inCopies(0)], write: inRows(1) };
    builder.call('AddPatches', [copies, sums], nest(trips, [add]));
    this.add(sums);
    if (this.chance(0.5)) this.add(copies);
  }

  /** Per row: its first element, then all of them, compared. */
  rowMaximum(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const out = builder.computed(1, rows);
    const first: Instruction = { op: 'copy', reads: [{ slot: 0, base: 0, strides: [columns] }], write: SUM };
    const compare: Instruction = {
      op: 'compare',
      reads: [SUM, { slot: 0, base: 0, strides: [columns, 1] }],
      write: SUM,
    };
    const store: Instruction = { op: 'copy', reads: [SUM], write: { slot: 1, base: 0, strides: [1] } };
    builder.call(
      'Maximum',
      [x, out],
      [{ trip: rows, fresh: [0], body: [first, { trip: columns, body: [compare] }, store] }],
    );
    this.add(out);
  }

  gather(): void {
    const { builder } = this;
    const x = this.matrix();
    const { rows, columns } = builder.values[x];
    const picked = 1 + this.random.integer(rows);
    builder.tables.push(Array.from({ length: picked }, () => this.random.integer(rows)));
    const table = { id: builder.tables.length - 1, base: 0, strides: [1, 0], scale: columns };
    const out = builder.computed(picked, columns);
    const read: Access = { slot: 0, base: 0, strides: [0, 1], table };
    const write: Access = { slot: 1, base: 0, strides: [columns, 1] };
    builder.call('Gather', [x, out], nest([picked, columns], [{ op: 'copy', reads: [read], write }]));
    this.add(out);
  }

  scatterAdd(): void {
    const { builder } = this;
    const x = this.matrix();
    const { size } = builder.values[x];
    const bins = 1 + this.random.integer(size);
    builder.tables.push(Array.from({ length: size }, () => this.random.integer(bins)));
    const out = builder.computed(1, bins, true);
    const table = { id: builder.tables.length - 1, base: 0, strides: [1], scale: 1 };
    const target: Access = { slot: 1, base: 0, strides: [], table };
    const reads: Access[] = [target, { slot: 0, base: 0, strides: [1] }];
    builder.call('ScatterAdd', [x, out], nest([size], [{ op: 'add', reads, write: target }]));
    this.add(out);
  }

  private add(value: number): void {
    if (this.builder.values[value].size > 0) this.readable.push(value);
  }

  private matrix(): number {
    // Mostly recent values, so that chains form.
    return this.chance(0.5) ? this.readable[this.readable.length - 1] : this.pick(this.readable);
  }

  private likeShape(value: number): number[] {
    const { rows, columns } = this.builder.values[value];
    return this.readable.filter((id) => {
      const other = this.builder.values[id];
      return other.rows === rows && other.columns === columns;
    });
  }

  private side(): number {
    return this.pick(this.sides);
  }

  private chance(p: number): boolean {
    return this.random.uniform() < p;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.random.integer(from.length)];
  }
}

function nest(trips: readonly number[], body: readonly Node[]): readonly Node[] {
  return trips.reduceRight<readonly Node[]>((nodes, trip) => [{ trip, body: nodes }], body);
}

const KERNELS: readonly Kernel[] = [
  (program) => program.product(),
  (program) => program.product(),
  (program) => program.product(),
  (program) => program.sweep(),
  (program) => program.sweep(),
  (program) => program.broadcast(),
  (program) => program.reduction(),
  (program) => program.normalise(),
  (program) => program.fusedRows(),
  (program) => program.slice(),
  (program) => program.transpose(),
  (program) => program.join(),
  (program) => program.outerProduct(),
  (program) => program.optimiser(),
  (program) => program.scan(),
  (program) => program.overlap(),
  (program) => program.lagging(),
  (program) => program.windows(),
  (program) => program.patches(),
  (program) => program.rowMaximum(),
  (program) => program.gather(),
  (program) => program.scatterAdd(),
];
