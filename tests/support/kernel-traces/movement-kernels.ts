/** Kernels that move elements: by strides of any sign, and by tables. */

import type { Access, Instruction } from '../../../core/trace/nest.ts';
import type { KernelDraw } from './kernel-draw.ts';
import { nestOf } from './kernel-trace-builder.ts';

/** Part of a matrix, forwards, backwards or spread out: strides of any sign. */
export function slice(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const stepR = draw.chance(0.7) ? 1 : 2;
  const stepC = draw.chance(0.7) ? 1 : 2;
  const height = 1 + draw.random.integer(Math.ceil(rows / stepR));
  const width = 1 + draw.random.integer(Math.ceil(columns / stepC));
  const top = draw.random.integer(rows - (height - 1) * stepR);
  const left = draw.random.integer(columns - (width - 1) * stepC);
  const flipR = draw.chance(0.2);
  const flipC = draw.chance(0.2);
  const base = (flipR ? top + (height - 1) * stepR : top) * columns + (flipC ? left + (width - 1) * stepC : left);
  const strides = [(flipR ? -1 : 1) * stepR * columns, (flipC ? -1 : 1) * stepC];
  const out = builder.computed(height, width);
  const write: Access = { slot: 1, base: 0, strides: [width, 1] };
  const read: Access = { slot: 0, base, strides };
  builder.call('Slice', [x, out], nestOf([height, width], [{ op: 'copy', reads: [read], write }]));
  draw.add(out);
}

export function transpose(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const out = builder.computed(columns, rows);
  const read: Access = { slot: 0, base: 0, strides: [columns, 1] };
  const write: Access = { slot: 1, base: 0, strides: [1, rows] };
  const copy: Instruction = { op: 'copy', reads: [read], write };
  const turned = { ...copy, reads: [{ ...read, strides: [1, columns] }], write: { ...write, strides: [rows, 1] } };
  builder.call(
    'Transpose',
    [x, out],
    draw.chance(0.5) ? nestOf([rows, columns], [copy]) : nestOf([columns, rows], [turned]),
  );
  draw.add(out);
}

/** Two matrices one under the other. */
export function join(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const y = draw.pick(draw.readable.filter((id) => builder.values[id].columns === builder.values[x].columns));
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
  draw.add(out);
}

/** Copies of windows of rows, and the sums of what comes back from them: out[i + j, :] += y[i, j, :]. */
export function patches(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const width = 1 + draw.random.integer(Math.min(3, rows));
  const places = rows - width + 1;
  const copies = builder.computed(places * width, columns);
  const trips = [places, width, columns];
  const inRows = (slot: number): Access => ({ slot, base: 0, strides: [columns, columns, 1] });
  const inCopies = (slot: number): Access => ({ slot, base: 0, strides: [width * columns, columns, 1] });
  builder.call('Patches', [x, copies], nestOf(trips, [{ op: 'copy', reads: [inRows(0)], write: inCopies(1) }]));
  const sums = builder.computed(rows, columns, true);
  const add: Instruction = { op: 'add', reads: [inRows(1), inCopies(0)], write: inRows(1) };
  builder.call('AddPatches', [copies, sums], nestOf(trips, [add]));
  draw.add(sums);
  if (draw.chance(0.5)) draw.add(copies);
}

export function gather(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const picked = 1 + draw.random.integer(rows);
  builder.tables.push(Array.from({ length: picked }, () => draw.random.integer(rows)));
  const table = { id: builder.tables.length - 1, base: 0, strides: [1, 0], scale: columns };
  const out = builder.computed(picked, columns);
  const read: Access = { slot: 0, base: 0, strides: [0, 1], table };
  const write: Access = { slot: 1, base: 0, strides: [columns, 1] };
  builder.call('Gather', [x, out], nestOf([picked, columns], [{ op: 'copy', reads: [read], write }]));
  draw.add(out);
}

export function scatterAdd(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { size } = builder.values[x];
  const bins = 1 + draw.random.integer(size);
  builder.tables.push(Array.from({ length: size }, () => draw.random.integer(bins)));
  const out = builder.computed(1, bins, true);
  const table = { id: builder.tables.length - 1, base: 0, strides: [1], scale: 1 };
  const target: Access = { slot: 1, base: 0, strides: [], table };
  const reads: Access[] = [target, { slot: 0, base: 0, strides: [1] }];
  builder.call('ScatterAdd', [x, out], nestOf([size], [{ op: 'add', reads, write: target }]));
  draw.add(out);
}
