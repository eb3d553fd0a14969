import { isMedianBound, medianUpdates, updatesToCriterion } from '../../scenarios/training/criterion.ts';
import type { ScenarioResult } from '../results/result.ts';
import { totalCost } from '../results/total-result.ts';
import { evaluationsOf } from '../results/trained-rule.ts';
import { gridOf } from '../results/training-result.ts';
import { type Bound, exactDigits, inWords, marked, significant, threeDigits, worded } from '../writing/format.ts';
import { type Pair, pairOf } from './compared-rules.ts';

/** What a rule moves to an accuracy, as its evaluations tell. */
export interface ReachedTotal {
  readonly algorithm: ScenarioResult['updates'][number]['algorithm'];
  /** Median over the seeds. */
  readonly updates: number;
  /** Updates times the cost of one, and the readout's once. */
  readonly total: number | bigint;
  /** `at most`: the median is of runs that met it at the first evaluation that counts, so that fewer updates may do. */
  readonly bound: Bound;
}

/** The totals of a rule and the reference to `accuracy`; null where a seed of one did not get there, or none was trained. */
export function totalsTo(accuracy: number, scenario: ScenarioResult, rule: string): Pair<ReachedTotal> | null {
  return pairOf(scenario, rule, reachedTotals(accuracy, scenario));
}

/** The totals to `accuracy` of the rules that have one. */
export function reachedTotals(accuracy: number, { training, totals = [] }: ScenarioResult): ReachedTotal[] {
  if (training === undefined) return [];
  const { evaluationImages: images } = training.criterion;
  return training.rules.flatMap((rule, index) => {
    const { algorithm, runs } = rule;
    const perRun = runs.map(({ curve }) => updatesToCriterion(evaluationsOf(curve, images), images, accuracy));
    const updates = medianUpdates(perRun);
    const { costPerUpdate, readout } = totals[index];
    const total = totalCost(updates, costPerUpdate, readout?.cost ?? 0);
    if (updates === null || total === null) return [];
    return [{ algorithm, updates, total, bound: isMedianBound(perRun, gridOf(training, rule)) ? 'at most' : 'exact' }];
  });
}

/** How many times as much it is, or at least, or at most. */
export interface ReachedRatio {
  readonly value: number;
  readonly bound: Bound;
}

/** The total, or the updates, of the rule compared over those of the reference; null where both are bounds, or of 0. */
export function ratioOf<Figure extends 'total' | 'updates'>(
  figure: Figure,
  pair: Pair<Pick<ReachedTotal, Figure | 'bound'>> | null,
): ReachedRatio | null {
  if (pair === null || Number(pair.reference[figure]) === 0) return null;
  const { compared, reference } = pair;
  const value = Number(compared[figure]) / Number(reference[figure]);
  if (reference.bound === 'exact') return { value, bound: compared.bound };
  return compared.bound === 'exact' ? { value, bound: 'at least' } : null;
}

/** A ratio, to go on with what it is of: `at least 12.19 times as much`. */
export function timesAsMuch({ value, bound }: ReachedRatio): string {
  if (value === 1) return `${bound === 'exact' ? 'exactly' : bound} as much`;
  return `${worded(bound, threeDigits(value, bound))} times as much`;
}

/** A ratio in a table: `≥ 12.19`; an em dash where there is none. */
export function ratioCell(ratio: ReachedRatio | null): string {
  return ratio === null ? '—' : marked(ratio.bound, significant(ratio.value, ratio.bound));
}

/** `at most 513.1 trillion` */
export function totalInWords({ total, bound }: ReachedTotal): string {
  return worded(bound, inWords(total, bound));
}

/** A total in a table: `≤ 513.1 trillion`; an em dash where there is none. */
export function totalCell(reached: ReachedTotal | null): string {
  return reached === null ? '—' : marked(reached.bound, inWords(reached.total, reached.bound));
}

/** `at most 300` */
export function updatesInWords({ updates, bound }: ReachedTotal): string {
  return worded(bound, exactDigits(updates));
}
