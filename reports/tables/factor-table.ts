import { ratioTitle } from '../findings/compared-rules.ts';
import { type Contest, type Factors, seedRangeText } from '../verdict/factors.ts';
import { targetText, taskText } from '../verdict/task-text.ts';
import { marked, threeDigits } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

/** Rows of the table in a summary: with these, what stands before its fold has 12 lines. */
const MOST_ROWS = 5;

/** For a summary: a row a contest, its ratio with the seeds, its factors as a product, the target. */
export function factorCells(held: readonly Contest[]): TextCells {
  const shown = held.length > MOST_ROWS ? held.slice(0, MOST_ROWS - 1) : held;
  const rows = shown.map(({ scenario, rule, factors }) => {
    const seeds = seedsText(factors);
    return [
      `${scenario.title}, ${ratioTitle(scenario, rule)}`,
      `${ratioText(factors)}${seeds === '' ? '' : ` (${seeds})`}`,
      [...(factors.updates === null ? [] : [updatesText(factors)]), ...readsTexts(factors)].join(' × '),
      factors.total === null ? 'one update' : (targetText(scenario) ?? ''),
    ];
  });
  const more = held.length - shown.length;
  return {
    header: ['network', 'ratio (seeds)', 'updates × reads × cost a read', 'to'],
    rows: [...rows, ...(more === 0 ? [] : [[`and ${more} more`, '', '', '']])],
  };
}

/** For a terminal: a row a contest, a column a factor, and what is compared on a line of its own below it. */
export function factorTable(held: readonly Contest[]): TextCells & { readonly below: readonly string[] } {
  const isTrained = held.some(({ factors }) => factors.total !== null);
  const trained = (cells: readonly string[]): readonly string[] => (isTrained ? cells : []);
  return {
    header: ['network', 'ratio', ...trained(['seeds', 'updates']), 'reads', 'a read'],
    rows: held.map(({ scenario, factors }) => [
      scenario.title,
      ratioText(factors),
      ...trained([seedsText(factors), updatesText(factors)]),
      ...readsTexts(factors),
    ]),
    below: held.map(({ scenario, rule, factors }) => {
      const missing = isTrained && factors.total === null ? ', one update: there is no total' : '';
      return `${ratioTitle(scenario, rule)}, ${taskText(scenario)}${missing}`;
    }),
  };
}

function ratioText({ total, update }: Factors): string {
  const { value, bound } = total ?? { value: update, bound: 'exact' };
  return marked(bound, threeDigits(value, bound));
}

/** `34 to 53`; '' of one seed. */
function seedsText({ seeds }: Factors): string {
  return seeds === null ? '' : seedRangeText(seeds);
}

function updatesText({ updates }: Factors): string {
  return updates === null ? '—' : marked(updates.bound, threeDigits(updates.value, updates.bound));
}

function readsTexts({ reads, costPerRead }: Factors): string[] {
  return [threeDigits(reads), threeDigits(costPerRead)];
}
