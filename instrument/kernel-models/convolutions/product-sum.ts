import type { Access, Instruction } from '../../../core/trace/nest.ts';
import { instruction, local } from '../model/element-loops.ts';

/** The local that products are summed up in. */
export const SUM = 0;
const TERM = 1;

/** Adds the product of two elements to the sum. */
export function addProduct(a: Access, b: Access): Instruction[] {
  return [
    { op: 'mul', reads: [a, b], write: local(TERM), mac: true },
    instruction('add', [local(SUM), local(TERM)], local(SUM)),
  ];
}

/** Stores the sum; the constant 0 where nothing was added to it. */
export function storeSum(element: Access): Instruction {
  return instruction('copy', [local(SUM)], element);
}
