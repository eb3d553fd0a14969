import { accumulatedProduct, type MappedAccess } from '../products/accumulated-product.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import { instructionsOf, isLocal, type Nest } from '../trace/nest.ts';
import { type Touched, touchedBy } from './axes.ts';

/** An operand of a product: the slot of its value, and what it touches of it. */
export interface ProductOperand extends Touched {
  readonly slot: number;
}

/** The one product that a nest computes, in the sense of D60. */
export interface NestProduct {
  readonly macs: number;
  readonly left: ProductOperand;
  readonly right: ProductOperand;
  readonly sums: ProductOperand;
  /** As in `Product`. */
  readonly isPlain: boolean;
  /** Whether elements are read from copies in locals, which cost nothing at `register`. */
  readonly isCopied: boolean;
}

/**
 * The product of a nest, where it has one multiplication that the next instruction adds to its sum, an element or a local
 * that goes to one, and where the conditions hold under which three elements say which product it is: every loop moves at
 * least two of them, and what overlaps is of windows. null where any of this is not seen.
 */
export function productOf(nest: Nest): NestProduct | null {
  const found = accumulatedProduct(nest);
  if (found === null) return null;
  const { multiply, loops, factors, sum } = found;
  if (instructionsOf(nest).some((instruction) => instruction.mac === true && instruction !== multiply)) return null;
  const maps = [...factors, sum];
  const slots = maps.map(({ access }) => access.slot);
  if (new Set(slots).size < 3 || maps.some(({ access }) => access.table !== undefined)) return null;
  const isWritten = (slot: number): boolean =>
    instructionsOf(nest).some(({ write }) => write !== null && !isLocal(write) && write.slot === slot);
  if (isWritten(slots[0]) || isWritten(slots[1])) return null;
  const moves = (depth: number): number => maps.filter(({ access }) => (access.strides[depth] ?? 0) !== 0).length;
  if (loops.some(({ trip }, depth) => trip !== 1 && moves(depth) < 2)) return null;
  const [left, right, sums] = maps.map(operandOf);
  if (left === null || right === null || sums === null) return null;
  const { reads } = multiply;
  const macs = executionCounts(nest)[instructionsOf(nest).indexOf(multiply)];
  if (macs === 0) return null;
  return {
    macs,
    left,
    right,
    sums,
    isPlain: reads.length === 2 && !reads.some(isLocal),
    isCopied: reads.some(isLocal),
  };
}

function operandOf({ access, loops }: MappedAccess): ProductOperand | null {
  const touched = touchedBy(loops, access);
  return touched && { slot: access.slot, ...touched };
}
