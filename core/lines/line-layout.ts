import { InputError } from '../input-error.ts';
import type { Trace } from '../trace/trace.ts';

/** How values lie in lines: `packed`, element after element; `padded`, every row begins a line, and its last one is filled up. */
export const LINE_LAYOUTS = ['packed', 'padded'] as const;
export type LineLayout = (typeof LINE_LAYOUTS)[number];

/** How many elements of a value lie one after the other before the next begins a line. Throws InputError where that is not known. */
export function rowOf({ name, values }: Pick<Trace, 'name' | 'values'>, value: number, layout: LineLayout): number {
  const { size, row, name: called } = values[value];
  if (layout === 'packed' || size === 0) return Math.max(size, 1);
  if (row !== undefined) return row;
  const which = called === undefined ? `value ${value}` : `value ${value} (${called})`;
  throw new InputError(`${name}: does not say how long the rows of ${which} are; trace it anew, or take lines packed`);
}
