import type { ReachedRatio } from '../findings/totals-to-accuracy.ts';
import { capitalised, percent, shortRatio, worded } from '../writing/format.ts';
import type { Contest } from './factors.ts';
import { outcomeOf } from './scorecard.ts';
import { targetText } from './task-text.ts';

/** The answer of a page: one sentence, and why it is so. */
export interface VerdictText {
  readonly headline: string;
  /** A sentence or two for each rule that is compared. */
  readonly reasons: readonly string[];
}

/** What contests come to, for every rule that is held against a reference; null of none. */
export function verdictText(contests: readonly Contest[]): VerdictText | null {
  const groups = [...byRules(contests).values()];
  if (groups.length === 0) return null;
  const isOnly = groups.length === 1;
  return {
    headline: capitalised(groups.map(headlineOf).join('; ')),
    reasons: groups.map((group) => reasonOf(group, isOnly)),
  };
}

/** Contests by the titles of rule and reference, those of a group in order. */
function byRules(contests: readonly Contest[]): Map<string, [Contest, ...Contest[]]> {
  const groups = new Map<string, [Contest, ...Contest[]]>();
  for (const contest of contests) {
    const { compared, reference } = contest.labels;
    const key = JSON.stringify([compared.title, reference.title]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [contest]);
    else group.push(contest);
  }
  return groups;
}

function headlineOf(group: readonly [Contest, ...Contest[]]): string {
  const { compared, reference } = group[0].labels;
  const met = withTotal(group);
  if (met.length === 0) {
    const isTrained = group.some(({ scenario }) => scenario.training !== undefined);
    const missed = isTrained ? `: no total to compare, since ${missedOf(group)}` : '';
    const much = timesAs('much', exact(group.map(({ factors }) => factors.update)));
    return `one update of ${compared.title} moves ${much} data as one of ${reference.title}${missed}`;
  }
  const goal = group.length === 1 ? `reach ${targetText(group[0].scenario)}` : 'learn the same thing';
  const where =
    met.length === group.length ? '' : `, in the ${met.length} of ${group.length} networks that have totals`;
  const much = timesAs(
    'much',
    met.map(({ factors }) => factors.total),
  );
  return `${compared.title} moves ${much} data as ${reference.title} to ${goal}${where}`;
}

/** Why a rule without any total has none. */
function missedOf(group: readonly Contest[]): string {
  const isMissed = group.some(({ scenario }) => (scenario.totals ?? []).some(({ total }) => total === null));
  return isMissed
    ? 'a rule did not reach the target with every seed'
    : 'both met the target as soon as it was looked for';
}

function reasonOf(group: readonly [Contest, ...Contest[]], isOnly: boolean): string {
  const [{ labels }] = group;
  const subject = isOnly ? 'It' : capitalised(labels.compared.title);
  const met = withTotal(group);
  const reads = `${timesAs('many', exact(group.map(({ factors }) => factors.reads)))} reads`;
  const updates =
    met.length === 0
      ? `${subject} makes ${reads} an update`
      : `${subject} needs ${timesAs(
          'many',
          met.map(({ factors }) => factors.updates),
        )} updates, and each makes ${reads}`;
  return `${updates}. ${costOfReads(group)}`;
}

/** What a read costs, and whether that makes up for the rest. */
function costOfReads(group: readonly Contest[]): string {
  const costs = group.map(({ factors }) => factors.costPerRead);
  const nearer = group.filter((_, index) => isLess(costs[index]));
  if (nearer.length === 0) {
    const isSame = costs.every((value) => outcomeOf({ value, bound: 'exact' }) === 'same');
    return isSame ? 'A read costs the same.' : `A read costs ${timesAs('much', exact(costs))}: none is nearer.`;
  }
  const saving = percent(1 - Math.min(...costs));
  const count = group.length === 1 ? 'Its' : `In ${inWords(nearer.length)} of ${inWords(group.length)} networks its`;
  const upTo = nearer.length === 1 ? '' : 'up to ';
  const isInVain = nearer.every(({ factors: { total, update } }) => {
    return outcomeOf(total ?? { value: update, bound: 'exact' }) === 'more';
  });
  return `${count} reads are nearer, ${upTo}${saving} cheaper apiece${isInVain ? ': not enough' : ''}.`;
}

function isLess(value: number): boolean {
  return outcomeOf({ value, bound: 'exact' }) === 'less';
}

function withTotal(group: readonly Contest[]): Contest[] {
  return group.filter(({ factors }) => factors.total !== null);
}

function exact(values: readonly number[]): ReachedRatio[] {
  return values.map((value) => ({ value, bound: 'exact' }));
}

/** `8.8 to 43 times as much` */
function timesAs(amount: 'much' | 'many', ratios: readonly (ReachedRatio | null)[]): string {
  const text = rangeText(ratios);
  return text === '1.0' ? `as ${amount}` : `${text} times as ${amount}`;
}

/** From the least to the most of ratios: `8.8 to 43`, `at least 12`. */
function rangeText(ratios: readonly (ReachedRatio | null)[]): string {
  const sorted = ratios.filter((ratio) => ratio !== null).sort((a, b) => a.value - b.value);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const text = ({ value, bound }: ReachedRatio): string => worded(bound, shortRatio(value, bound));
  return text(least) === text(most) ? text(least) : `${text(least)} to ${text(most)}`;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

function inWords(count: number): string {
  return NUMBERS[count] ?? String(count);
}
