import type { Random } from '../../core/numbers/random.ts';

/**
 * A wrong label for each of `labels`, which are 0..classes-1: (label + u) mod classes, u uniform on 1..classes-1, one
 * draw a label in order. Throws RangeError if `classes` is not an integer of at least 2.
 */
export function wrongLabels(labels: Uint8Array, classes: number, random: Random): Uint8Array {
  if (!Number.isInteger(classes) || classes < 2) {
    throw new RangeError(`wrongLabels: classes must be an integer of at least 2, got ${classes}`);
  }
  return labels.map((label) => (label + 1 + random.integer(classes - 1)) % classes);
}
