import { HOST_WRITE, UNNAMED_VARIABLE } from '../trace/constant-reads.ts';
import type { ConstantReads } from '../trace/trace.ts';

/** Reads of constants beyond this share of the priced reads are worth a word. */
const NOTABLE_SHARE = 0.01;
/** Constants that a warning names. */
const NAMED = 3;

/**
 * What a user has to know before he trusts the figures of a trace, one sentence each; empty where there is nothing to
 * say. `reads` are the priced ones. Left out of the share of constants are single numbers, which are literals of the
 * program, the same in every later run, and what the host writes, whose reads are priced. `isVoid`: each call has a
 * value without elements.
 */
export function warningsOf(reads: number, constantReads: readonly ConstantReads[], isVoid = false): string[] {
  if (reads === 0 && isVoid) {
    return [
      'what goes in or comes out has no elements, so that nothing is read and the cost is 0; give inputs of other shapes',
    ];
  }
  if (reads === 0) {
    return ['nothing that is priced is read, so that the cost is 0: aliases, views and constants are free'];
  }
  const tensors = constantReads.filter(({ elements, kernel }) => elements > 1 && kernel !== HOST_WRITE);
  const share = tensors.reduce((sum, constant) => sum + constant.reads, 0) / reads;
  if (share <= NOTABLE_SHARE) return [];
  const named = tensors.slice(0, NAMED).map((constant) => `${constant.kernel} of ${constant.value}: ${constant.reads}`);
  if (tensors.length > NAMED) named.push(`${tensors.length - NAMED} more`);
  const hasVariables = tensors.some(({ value }) => value.startsWith(UNNAMED_VARIABLE));
  const step = hasVariables ? '; an optimiser makes its state at its first step: run one before the trace' : '';
  return [
    `reads of constants, which cost nothing, are ${(100 * share).toFixed(1)} % of those that are priced ` +
      `(${named.join(', ')}); pass in as arguments those that an earlier run would have left${step}`,
  ];
}
