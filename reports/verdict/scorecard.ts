import { type Pair, pairOf } from '../findings/compared-rules.ts';
import type { ReachedRatio } from '../findings/totals-to-accuracy.ts';
import { longestWait, partCost } from '../findings/update-figures.ts';
import type { UpdateResult } from '../results/result.ts';
import type { Contest } from './factors.ts';

/** One thing in which rules are held against the reference: less is better. */
export interface ScorecardColumn {
  readonly title: string;
  /** What it is, in a sentence. */
  readonly meaning: string;
  /** A ratio to the reference for each contest; null where it has none. */
  readonly ratios: readonly (ReachedRatio | null)[];
}

/** From here on a ratio is a difference: what lies between is as good as equal. */
const LESS = 0.98;
const MORE = 1.02;

/** Whether a ratio says that the rule takes less than the reference, more, or as good as the same. */
export function outcomeOf({ value, bound }: ReachedRatio): 'less' | 'same' | 'more' {
  if (value < LESS) return bound === 'at least' ? 'same' : 'less';
  return value > MORE && bound !== 'at most' ? 'more' : 'same';
}

/** What is compared beside the totals and their factors, a column each, in which a row is a contest. */
export function scorecard(contests: readonly Contest[]): ScorecardColumn[] {
  const presets = new Set(contests.flatMap(({ scenario }) => scenario.updates.flatMap(presetsOf)));
  const columns: ScorecardColumn[] = [
    columnOf(contests, 'one update', 'Data moved by one update.', ({ factors }) => exactly(factors.update)),
    columnOf(contests, 'cost a read', 'How far away an operand is.', ({ factors }) => exactly(factors.costPerRead)),
    columnOf(
      contests,
      'working memory',
      'Most that is live in an update, beyond weights and optimiser state.',
      ofUpdates(({ peakLiveElements, stateElements }) => peakLiveElements - stateElements),
    ),
    columnOf(
      contests,
      'longest lock',
      'Most instructions that a layer waits, from its first use to its new weights.',
      ofUpdates(longestWait),
    ),
    columnOf(contests, 'predict one', 'Data moved to predict one image.', predictionRatio),
    ...[...presets].map((preset) =>
      columnOf(
        contests,
        `energy ${preset}`,
        `Energy of one update, moving and computing, by the figures of ${preset}.`,
        ofUpdates(({ energy }) => {
          const found = energy.find((one) => one.preset === preset);
          return found === undefined ? null : found.commutePj + found.computePj;
        }),
      ),
    ),
  ];
  return columns.filter(({ ratios }) => ratios.some((ratio) => ratio !== null));
}

type RatioOf = (contest: Contest) => ReachedRatio | null;

function columnOf(contests: readonly Contest[], title: string, meaning: string, ratio: RatioOf): ScorecardColumn {
  return { title, meaning, ratios: contests.map(ratio) };
}

function exactly(value: number): ReachedRatio | null {
  return Number.isFinite(value) ? { value, bound: 'exact' } : null;
}

function quotient({ compared, reference }: Pair<number | null>): ReachedRatio | null {
  return compared === null || reference === null ? null : exactly(compared / reference);
}

function ofUpdates(figure: (update: UpdateResult) => number | null): RatioOf {
  return ({ scenario, rule }) => {
    const pair = pairOf(scenario, rule, scenario.updates);
    return pair === null ? null : quotient({ compared: figure(pair.compared), reference: figure(pair.reference) });
  };
}

function predictionRatio({ scenario, rule }: Contest): ReachedRatio | null {
  const pair = pairOf(scenario, rule, scenario.inference ?? []);
  if (pair === null) return null;
  const perImage = (one: (typeof pair)['compared']): number => partCost(one) / one.images;
  return quotient({ compared: perImage(pair.compared), reference: perImage(pair.reference) });
}

function presetsOf({ energy }: UpdateResult): string[] {
  return energy.map(({ preset }) => preset);
}
