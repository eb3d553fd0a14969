import { describe, InputError } from '../../core/input-error.ts';
import { constant, type Operand, type Scalar, scalarOf } from './scalar.ts';

/** The sum from left to right, starting from the constant 0: n items are n additions, the first of one operand. */
export function sumOf(items: Iterable<Operand>): Scalar {
  requireItems('sumOf', items);
  let total = constant(0);
  for (const item of items) total = total.add(item);
  return total;
}

/**
 * The largest item, and of equal ones the first: each later item is compared with the best so far and the answer is
 * read; the item itself is handed on, not copied. Throws RangeError where there is none.
 */
export function maxOf(items: Iterable<Operand>): Scalar {
  return extremeOf('maxOf', (item, best) => item.gt(best), items);
}

/**
 * The smallest item, and of equal ones the first: each later item is compared with the best so far and the answer is
 * read; the item itself is handed on, not copied. Throws RangeError where there is none.
 */
export function minOf(items: Iterable<Operand>): Scalar {
  return extremeOf('minOf', (item, best) => item.lt(best), items);
}

function extremeOf(name: string, isBetter: (item: Scalar, best: Scalar) => Scalar, items: Iterable<Operand>): Scalar {
  requireItems(name, items);
  let best: Scalar | null = null;
  for (const operand of items) {
    const item = scalarOf(name, operand);
    if (best === null || isBetter(item, best).truth()) best = item;
  }
  if (best === null) throw new RangeError(`${name}: needs at least one item, got none`);
  return best;
}

function requireItems(owner: string, items: unknown): void {
  if (typeof items === 'object' && items !== null && Symbol.iterator in items) return;
  throw new InputError(`${owner}: items must be a list of numbers or scalars, got ${describe(items)}`);
}
