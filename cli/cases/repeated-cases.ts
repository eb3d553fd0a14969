import { InputError } from '../../core/input-error.ts';
import type { BenchResult } from '../../reports/bench/bench-result.ts';

/** Throws InputError naming the first case that did not do the same in both of two runs. */
export function requireSameDigests(first: BenchResult, second: BenchResult): void {
  const other = first.cases.find((one, index) => one.digest !== second.cases[index].digest);
  if (other === undefined) return;
  throw new InputError(
    `${other.id}: did not do the same in two runs; draw what is random from the generator that the body is given, ` +
      'and keep nothing from one run for the next',
  );
}
