/** Kernels that read a value at several places in step. */

import type { Access } from '../../../core/trace/nest.ts';
import type { KernelDraw } from './kernel-draw.ts';
import { nestOf } from './kernel-trace-builder.ts';

/** A running sum: out[i] reads out[i - 1]. */
export function scan(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
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
  draw.add(out);
}

/** out[v] = x[v] * x[2v], or x[v] * x[v + lag]. */
export function overlap(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { size } = builder.values[x];
  const doubled = draw.chance(0.5);
  const lag = doubled ? 0 : draw.random.integer(size);
  const trip = doubled ? Math.ceil(size / 2) : size - lag;
  const out = builder.computed(1, trip);
  const reads: Access[] = [
    { slot: 0, base: 0, strides: [1] },
    { slot: 0, base: lag, strides: [doubled ? 2 : 1] },
  ];
  builder.call('Overlap', [x, out], nestOf([trip], [{ op: 'mul', reads, write: { slot: 1, base: 0, strides: [1] } }]));
  draw.add(out);
}

/** out[v] = x[v] + y[v + lag]: what a sweep left in one block is eaten from two of its records. */
export function lagging(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const y = draw.pick(draw.likeShape(x));
  if (x === y) return;
  const { size } = builder.values[x];
  const lag = draw.random.integer(size);
  const out = builder.computed(1, size - lag);
  const reads: Access[] = [
    { slot: 0, base: 0, strides: [1] },
    { slot: 1, base: lag, strides: [1] },
  ];
  const write: Access = { slot: 2, base: 0, strides: [1] };
  builder.call('Lagging', [x, y, out], nestOf([size - lag], [{ op: 'add', reads, write }]));
  draw.add(out);
}

/** Sums over windows of three. */
export function windows(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { size } = builder.values[x];
  const width = Math.min(3, size);
  const out = builder.computed(1, size - width + 1, true);
  const target: Access = { slot: 1, base: 0, strides: [1, 0] };
  const reads: Access[] = [target, { slot: 0, base: 0, strides: [1, 1] }];
  builder.call('Windows', [x, out], nestOf([size - width + 1, width], [{ op: 'add', reads, write: target }]));
  draw.add(out);
}
