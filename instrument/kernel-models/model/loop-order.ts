import { InputError } from '../../../core/input-error.ts';

/** Orders of the loops over rows i, columns j and the shared dimension k of a matrix product, outermost first. */
export const NAIVE_ORDERS = ['ijk', 'ikj', 'jik', 'jki', 'kij', 'kji'] as const;
export type NaiveOrder = (typeof NAIVE_ORDERS)[number];

/**
 * `tfjs`: as the stock kernel executes it, in blocks of the backend's block size (48). `tile:N`: the same loops in
 * blocks of N. The others: three plain loops.
 */
export type LoopOrder = 'tfjs' | NaiveOrder | `tile:${number}`;

/** Reads a loop order from a flag or a file. Throws InputError, beginning with `place`, on any other text. */
export function parseLoopOrder(text: string, place = 'loop order'): LoopOrder {
  if (text === 'tfjs' || isNaive(text)) return text;
  const tile = /^tile:([1-9]\d{0,8})$/.exec(text);
  if (tile !== null) return `tile:${Number(tile[1])}`;
  throw new InputError(`${place}: got ${text}, choose tfjs, ${NAIVE_ORDERS.join(', ')} or tile:N with N at least 1`);
}

export function isNaive(order: string): order is NaiveOrder {
  return NAIVE_ORDERS.some((naive) => naive === order);
}

/** Width of the blocks of a blocked order, given the backend's own. */
export function blockWidth(order: Exclude<LoopOrder, NaiveOrder>, backendBlockSize: number): number {
  return order === 'tfjs' ? backendBlockSize : Number(order.slice('tile:'.length));
}
