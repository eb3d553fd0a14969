import { Random } from '../../../core/numbers/random.ts';
import type { Instruction } from '../../../core/trace/nest.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, NAIVE_ORDERS, nestOf } from './kernel-trace-builder.ts';

const ORDERS = [...NAIVE_ORDERS, 3, 4, 5, 7];

/** Six products of matrices of random sides, each in a random order, that read what others left in theirs. */
export function productChain(seed: number): Trace {
  const random = new Random(seed, 3);
  const side = (): number => 4 + random.integer(16);
  const order = () => ORDERS[random.integer(ORDERS.length)];
  const [m, n, o, p] = [side(), side(), side(), side()];
  const builder = new KernelTraceBuilder();
  const a = builder.argument(m, n);
  const b = builder.argument(n, o);
  const c = builder.argument(o, p);
  const ab = builder.product(a, b, order());
  const abc = builder.product(ab, c, order());
  const gradientOfB = builder.product(a, abc, order(), true);
  const back = builder.product(abc, c, order(), false, true);
  const gradientOfA = builder.product(back, a, order(), true);
  const square = builder.product(ab, back, order(), true);
  return builder.finish(`chain ${seed}`, [gradientOfB, gradientOfA, square]);
}

/** Three products in tiles of matrices that are some tiles wide: each reads by columns what another left by rows. */
export function tiledChain(seed: number): Trace {
  const random = new Random(seed, 4);
  const side = (): number => 16 + random.integer(14);
  const order = (): number => 6 + random.integer(3);
  const [m, n, o] = [side(), side(), side()];
  const builder = new KernelTraceBuilder();
  const a = builder.argument(m, n);
  const b = builder.argument(n, o);
  const ab = builder.product(a, b, order());
  const gradientOfB = builder.product(a, ab, order(), true);
  const gradientOfA = builder.product(ab, b, order(), false, true);
  return builder.finish(`tiles ${seed}`, [gradientOfB, gradientOfA]);
}

/** Products in tiles, and then sums of what they have read and left, element by element in rows or columns. */
export function sweptChain(seed: number): Trace {
  const random = new Random(seed, 5);
  const side = (): number => 6 + random.integer(20);
  const order = () => ORDERS[random.integer(ORDERS.length)];
  const [m, n, o] = [side(), side(), side()];
  const builder = new KernelTraceBuilder();
  const a = builder.argument(m, n);
  const b = builder.argument(n, o);
  const ab = builder.product(a, b, order());
  const gradient = builder.product(a, ab, order(), true);
  const sum = builder.sweep([b, gradient], random.integer(4) === 0);
  const back = builder.product(ab, random.integer(2) === 0 ? b : sum, order(), false, true);
  const sums = [builder.sweep([sum, gradient, b]), builder.sweep([back]), builder.sweep([ab, ab])];
  return builder.finish(`swept ${seed}`, random.integer(2) === 0 ? sums : [sum, a, ...sums]);
}

/** Tiles of a matrix, left row by row from the last row to the first, and then read by columns. */
export function tilesLeftUpwards(tiles: number, rows: number, width: number): Trace {
  const builder = new KernelTraceBuilder();
  const columns = tiles * width;
  const matrix = builder.argument(rows, columns);
  const read = (base: number, ...strides: number[]): Instruction => ({
    op: 'copy',
    reads: [{ slot: 0, base, strides }],
    write: null,
  });
  const upwards = read((rows - 1) * columns, width, -columns, 1);
  builder.call('Leave', [matrix], nestOf([tiles, rows, width], [upwards]));
  builder.call('Read', [matrix], nestOf([tiles, width, rows], [read(0, width, 1, columns)]));
  return builder.finish('tiles left upwards', [matrix]);
}
