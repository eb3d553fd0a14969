import type { Program } from '../../../core/programs/program.ts';
import { sourceOf } from '../../../core/programs/program-source.ts';

/** The operations of a program, event by event. */
export function opsOf(program: Program): string[] {
  return sourceOf(program).events.map(({ op }) => op);
}
