import { Random } from '../../../core/numbers/random.ts';
import type { Trace } from '../../../core/trace/trace.ts';
import { broadcast, optimiser, outerProduct, product, sweep } from './arithmetic-kernels.ts';
import { KernelDraw } from './kernel-draw.ts';
import { gather, join, patches, scatterAdd, slice, transpose } from './movement-kernels.ts';
import { fusedRows, normalise, reduction, rowMaximum } from './row-kernels.ts';
import { lagging, overlap, scan, windows } from './shifted-kernels.ts';

/** One of these is drawn for each call: what stands here several times comes more often. */
const KERNELS: readonly ((draw: KernelDraw) => void)[] = [
  product,
  product,
  product,
  sweep,
  sweep,
  broadcast,
  reduction,
  normalise,
  fusedRows,
  slice,
  transpose,
  join,
  outerProduct,
  optimiser,
  scan,
  overlap,
  lagging,
  windows,
  patches,
  rowMaximum,
  gather,
  scatterAdd,
];

/**
 * A random program of kernels as networks use them: products in all orders, sweeps, broadcasts, reductions, outer
 * products, slices, transposes, reversals, joins, optimiser updates, overlapping patches and windows, maxima of rows,
 * and of those that runs cannot do: scans in place, gathers, scatters, x[v] * x[2v]. Values are read by several
 * kernels, in part, or by nobody.
 * `scale` bounds the sides of matrices. The same seed gives the same trace.
 */
export function kernelTrace(seed: number, scale: number): Trace {
  const draw = new KernelDraw(new Random(seed, 1), scale);
  const { builder, random, readable } = draw;
  const args = 2 + random.integer(3);
  for (let a = 0; a < args; a++) readable.push(builder.argument(draw.side(), draw.side()));
  if (draw.chance(0.4)) readable.push(builder.constant(draw.side(), draw.side()));
  const calls = 2 + random.integer(9);
  for (let c = 0; c < calls; c++) draw.pick(KERNELS)(draw);
  const isConstant = (id: number): boolean => builder.values[id].kind === 'constant';
  const returned = new Set(readable.filter((id) => !isConstant(id) && draw.chance(0.3)));
  return builder.finish(`kernels ${seed}`, [...returned]);
}
