import { InputError } from '../../core/input-error.ts';
import type { BenchResult } from '../../reports/bench/bench-result.ts';
import { unlikeCases } from '../../reports/bench/determinism.ts';

/** Throws InputError naming the cases that did not do the same in both of two runs. */
export function requireSameDigests(first: BenchResult, second: BenchResult): void {
  const unlike = unlikeCases(first, second);
  if (unlike.length === 0) return;
  throw new InputError(
    `${unlike.join('; ')}: did not do the same in two runs; draw what is random from the generator that the body is ` +
      'given, and keep nothing from one run for the next',
  );
}
