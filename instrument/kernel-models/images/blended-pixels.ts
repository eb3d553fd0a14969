import type { Instruction, Local, Operand } from '../../../core/trace/nest.ts';
import { instruction } from '../model/element-loops.ts';

/** The four pixels around a place, loaded. */
export interface Corners {
  readonly topLeft: Local;
  readonly topRight: Local;
  readonly bottomLeft: Local;
  readonly bottomRight: Local;
}

/** Blends the corners along the rows, and these along the column. A local is used again once nothing needs it. */
export function blended({ topLeft, topRight, bottomLeft, bottomRight }: Corners, result: Operand): Instruction[] {
  return [
    ...between(topLeft, topRight, topLeft),
    ...between(bottomLeft, bottomRight, bottomLeft),
    ...between(topLeft, bottomLeft, result),
  ];
}

/** `from + (to - from) * share`; the share is a number of the host. */
function between(from: Local, to: Local, result: Operand): Instruction[] {
  return [instruction('sub', [to, from], to), instruction('mul', [to], to), instruction('add', [from, to], result)];
}
