import { InputError } from '../../core/input-error.ts';
import type { BenchResult } from '../../reports/bench/bench-result.ts';
import { type BaselineFile, checkOf } from '../../reports/gate/check.ts';
import type { Check } from '../../reports/gate/check-result.ts';
import { readBaseline } from '../files/baseline-file.ts';
import type { CaseFlags } from '../flags/case-flags.ts';
import { withGivenFlags } from '../flags/check-flags.ts';

/**
 * The baseline that the page of a bench shows its changes against; null: none is asked for. Throws InputError where no page is
 * written, and where the file is no baseline.
 */
export function shownBaseline(
  args: CaseFlags & { readonly baseline: string | undefined; readonly out: string | undefined },
  shard: BenchResult['shard'],
): BaselineFile | null {
  const { baseline: file, out } = args;
  if (file === undefined) return null;
  if (out === undefined)
    throw new InputError('--baseline: is shown on a page; add --out FOLDER, or use odometer check');
  if (shard !== null) throw new InputError('--baseline and --shard: a shard has no page; leave one of them out');
  try {
    return { file, baseline: readBaseline(file) };
  } catch (error) {
    throw withGivenFlags(error, args);
  }
}

/** A bench held against a baseline in all that changed; nothing fails. Throws InputError where it was measured otherwise. */
export function shownCheck(result: BenchResult, baseline: BaselineFile, isRun: (id: string) => boolean): Check {
  const rules = { limits: [], budgets: [], isExact: false, requireAll: false, allowRemoved: true };
  return checkOf(result, baseline, rules, isRun);
}
