/** Kernels that compute element by element, or by products. */

import type { Access } from '../../../core/trace/nest.ts';
import type { KernelDraw } from './kernel-draw.ts';
import { NAIVE_ORDERS, nestOf, type ProductOrder } from './kernel-trace-builder.ts';

export function product(draw: KernelDraw): void {
  const a = draw.matrix();
  const shared = draw.builder.values[a].columns;
  const fits = draw.readable.filter((id) => draw.builder.values[id].rows === shared);
  const order: ProductOrder = draw.chance(0.3) ? 2 + draw.random.integer(4) : draw.pick(NAIVE_ORDERS);
  if (fits.length > 0) draw.add(draw.builder.product(a, draw.pick(fits), order));
  else if (draw.chance(0.5)) draw.add(draw.builder.product(a, a, order, true, false));
  else draw.add(draw.builder.product(a, a, order, false, true));
}

export function sweep(draw: KernelDraw): void {
  const first = draw.matrix();
  const operands = [first];
  while (draw.chance(0.6) && operands.length < 4) operands.push(draw.pick(draw.likeShape(first)));
  draw.add(draw.builder.sweep(operands, draw.chance(0.2)));
}

/** out[i, j] = x[i, j] + row[j], or + column[i]. */
export function broadcast(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const y = draw.matrix();
  const along = draw.chance(0.5) ? [0, 1] : [1, 0];
  if (builder.values[y].rows * builder.values[y].columns < (along[1] === 1 ? columns : rows)) return;
  const out = builder.computed(rows, columns);
  const whole = (slot: number): Access => ({ slot, base: 0, strides: [columns, 1] });
  const reads = [whole(0), { slot: 1, base: 0, strides: along }];
  builder.call('Broadcast', [x, y, out], nestOf([rows, columns], [{ op: 'add', reads, write: whole(2) }]));
  draw.add(out);
}

export function outerProduct(draw: KernelDraw): void {
  const { builder } = draw;
  const [x, y] = [draw.matrix(), draw.matrix()];
  const rows = builder.values[x].columns;
  const columns = builder.values[y].columns;
  const out = builder.computed(rows, columns);
  const reads: Access[] = [
    { slot: 0, base: 0, strides: [1, 0] },
    { slot: 1, base: 0, strides: [0, 1] },
  ];
  const write: Access = { slot: 2, base: 0, strides: [columns, 1] };
  builder.call('Outer', [x, y, out], nestOf([rows, columns], [{ op: 'mul', reads, write }]));
  draw.add(out);
}

/** Five sweeps over four matrices of a shape, as an optimiser makes them; the old state is not read again. */
export function optimiser(draw: KernelDraw): void {
  const { builder } = draw;
  const w = draw.matrix();
  const [m, v, g] = [w, w, w].map(() => draw.pick(draw.likeShape(w)));
  const newM = builder.sweep([m, g]);
  const newV = builder.sweep([v, g, g]);
  const root = builder.sweep([newV]);
  const step = builder.sweep([newM, root]);
  for (const made of [newM, newV, builder.sweep([w, step])]) draw.add(made);
}
