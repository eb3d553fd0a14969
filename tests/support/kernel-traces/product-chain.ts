import { Random } from '../../../core/numbers/random.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { KernelTraceBuilder, NAIVE_ORDERS } from './kernel-trace-builder.ts';

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
