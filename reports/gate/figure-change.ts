import { type ExactInteger, exactInteger } from '../../core/numbers/exact-integer.ts';

/** What became of a figure, or of a case. */
export const VERDICTS = ['same', 'better', 'worse', 'new', 'removed'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A figure before and now; null: it is not there. Lower is better. */
export interface FigureChange {
  readonly old: ExactInteger | null;
  readonly new: ExactInteger | null;
  /** New less old; null where one of them is not there. */
  readonly difference: ExactInteger | null;
  /** New over old; null where one of them is not there, or the old one is 0. Rounded. */
  readonly ratio: number | null;
  readonly verdict: Verdict;
}

/** The change from one figure to another, at least one of which is there. */
export function figureChange(old: ExactInteger | null, now: ExactInteger | null): FigureChange {
  const figures = { old, new: now };
  if (old === null) return { ...figures, difference: null, ratio: null, verdict: 'new' };
  if (now === null) return { ...figures, difference: null, ratio: null, verdict: 'removed' };
  const difference = exactInteger(BigInt(now) - BigInt(old));
  const ratio = BigInt(old) === 0n ? null : Number(now) / Number(old);
  return { ...figures, difference, ratio, verdict: difference > 0 ? 'worse' : difference < 0 ? 'better' : 'same' };
}

/** The verdict on several figures as one: the worst that there is. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  const ranked: readonly Verdict[] = ['removed', 'new', 'worse', 'better'];
  return ranked.find((verdict) => verdicts.includes(verdict)) ?? 'same';
}
