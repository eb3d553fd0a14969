/** Kernels that go over a row, or a column, before they go on to the next. */

import type { Access, Instruction, Loop, Operand } from '../../../core/trace/nest.ts';
import type { KernelDraw } from './kernel-draw.ts';
import { SUM, TERM } from './kernel-trace-builder.ts';

/** Sums over rows or columns: into a local, or in the output. */
export function reduction(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const overRows = draw.chance(0.5);
  const kept = overRows ? columns : rows;
  const summed = overRows ? rows : columns;
  const strides = overRows ? [1, columns] : [columns, 1];
  const isLocal = draw.chance(0.5);
  const out = builder.computed(1, kept, !isLocal);
  const target: Access = { slot: 1, base: 0, strides: [1] };
  const sum: Operand = isLocal ? SUM : target;
  const read: Access = { slot: 0, base: 0, strides };
  const reads = draw.chance(0.5) ? [sum, read] : [read, sum];
  const square: Instruction[] = draw.chance(0.3) ? [{ op: 'mul', reads: [read, read], write: TERM }] : [];
  const add: Instruction = { op: 'add', reads: square.length > 0 ? [sum, TERM] : reads, write: sum };
  const inner: Loop = { trip: summed, body: [...square, add] };
  const store: Instruction[] = isLocal ? [{ op: 'div', reads: [SUM], write: target }] : [];
  builder.call('Reduce', [x, out], [{ trip: kept, fresh: [0], body: [inner, ...store] }]);
  draw.add(out);
}

/** Per row: a sum, then every element by the sum; the row is read twice. */
export function normalise(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const { rows, columns } = builder.values[x];
  const out = builder.computed(rows, columns);
  const at = (slot: number): Access => ({ slot, base: 0, strides: [columns, 1] });
  const sum: Loop = { trip: columns, body: [{ op: 'add', reads: [SUM, at(0)], write: SUM }] };
  const root: Instruction = { op: 'sqrt', reads: [SUM], write: TERM };
  const divide: Loop = { trip: columns, body: [{ op: 'div', reads: [at(0), TERM], write: at(1) }] };
  builder.call('Normalise', [x, out], [{ trip: rows, fresh: [0], body: [sum, root, divide] }]);
  draw.add(out);
}

/** Per row: two matrices one instruction after the other, then the row of their sums twice over. */
export function fusedRows(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
  const y = draw.pick(draw.likeShape(x));
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
  const pass: Loop = { trip: columns, body: draw.chance(0.5) ? pair : pair.toReversed() };
  builder.call('FusedRows', [x, y, out], [{ trip: rows, fresh: [0, 1], body: [pass, again, scale] }]);
  draw.add(out);
}

/** Per row: its first element, then all of them, compared. */
export function rowMaximum(draw: KernelDraw): void {
  const { builder } = draw;
  const x = draw.matrix();
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
  draw.add(out);
}
