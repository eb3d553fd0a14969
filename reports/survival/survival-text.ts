import { comparedRules, haveSameRules, ratioTitle } from '../findings/compared-rules.ts';
import type { ScenarioResult } from '../results/result.ts';
import { outcomeOf } from '../verdict/scorecard.ts';
import { capitalised, listed, marked, shortRatio } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';
import { type ColumnRatios, columnRatios } from './column-ratios.ts';
import { COLUMNS } from './columns.ts';

const NONE = '—';

/** The table of robustness: ratios of one update by every column, the least and the greatest that were measured, and what these come to in total; null without figures. */
export function survivalCells(scenarios: readonly ScenarioResult[]): TextCells | null {
  const all = columnRatios(scenarios);
  const [first] = all;
  if (first === undefined) return null;
  const isOnePair = haveSameRules(scenarios) && comparedRules(first.scenario).length === 1;
  const rows = all.map((one) => [
    isOnePair ? one.scenario.title : `${one.scenario.title}, ${ratioTitle(one.scenario, one.rule)}`,
    ...one.ratios.map((ratio) => (ratio === null ? NONE : shortRatio(ratio))),
    shortRatio(one.least),
    shortRatio(one.greatest),
    totalRangeText(one),
  ]);
  const title = isOnePair ? `one update, ${ratioTitle(first.scenario, first.rule)}` : 'one update';
  return { header: [title, ...COLUMNS.map((column) => column.title), 'least', 'greatest', 'in total'], rows };
}

/** The least and the greatest ratio times that of updates; a dash where these are not by the protocol. */
export function totalRangeText({ least, greatest, updates }: ColumnRatios): string {
  if (updates === null) return NONE;
  const { value, bound } = updates;
  const [low, high] = [least, greatest].map((ratio) => marked(bound, shortRatio(value * ratio, bound)));
  return low === high ? low : `${low} to ${high}`;
}

/** What no table of figures can say. */
const NOT_PROVED =
  'Not proved: that an order or a placement is the best, which search and rules of thumb found; with better ones any ratio can ' +
  'change. A floor is a lower bound for each rule alone: the ratio of floors bounds nothing, and counts for neither the least nor the greatest.';

/**
 * What holds by every column that was measured, with the least and the greatest ratio of each scenario, what these come to in total, which
 * cells are empty, and what is not proved; null without figures.
 */
export function survivalFinding(scenarios: readonly ScenarioResult[]): string | null {
  const all = columnRatios(scenarios);
  if (all.length === 0) return null;
  const groups = new Map<string, [ColumnRatios, ...ColumnRatios[]]>();
  for (const one of all) {
    const key = JSON.stringify([one.labels.compared.title, one.labels.reference.title]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...[...groups.values()].map(groupFinding), totalsFinding(all), emptyFinding(all), NOT_PROVED]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function groupFinding(group: readonly [ColumnRatios, ...ColumnRatios[]]): string {
  const [{ labels }] = group;
  const { compared, reference } = labels;
  const each = group.map((one) => `${one.scenario.title} ${extremesText(one)}`).join('; ');
  const less = cellsOf(group, 'less');
  const same = cellsOf(group, 'same');
  if (less.length === 0 && same.length === 0) {
    return `By every column that was measured, an update of ${compared.title} moves more than one of ${reference.title}: ${each} times as much.`;
  }
  return (
    `An update of ${compared.title} over one of ${reference.title}, by all columns that were measured: ${each}. ` +
    `${capitalised(compared.title)} moves ${[...nameCells('less', less), ...nameCells('nearly as much', same)].join(', ')}, and more in all others.`
  );
}

function nameCells(outcome: string, cells: readonly string[]): string[] {
  return cells.length === 0 ? [] : [`${outcome} in ${listed(cells)}`];
}

/** The cells of this outcome, with their ratios. */
function cellsOf(group: readonly ColumnRatios[], outcome: 'less' | 'same'): string[] {
  return group.flatMap((one) =>
    measuredOf(one).flatMap(({ title, ratio }) =>
      outcomeOf({ value: ratio, bound: 'exact' }) === outcome
        ? [`${one.scenario.title} ${title} (${shortRatio(ratio)})`]
        : [],
    ),
  );
}

function measuredOf({ ratios }: ColumnRatios): { title: string; ratio: number }[] {
  return COLUMNS.flatMap(({ title, isMeasured }, index) => {
    const ratio = ratios[index];
    return ratio === null || !isMeasured ? [] : [{ title, ratio }];
  });
}

/** `1.5 (placed by reads) to 4.0 (placed in order)` */
function extremesText(one: ColumnRatios): string {
  const sorted = measuredOf(one).sort((a, b) => a.ratio - b.ratio);
  const [least, greatest] = [sorted[0], sorted[sorted.length - 1]];
  const text = ({ title, ratio }: typeof least): string => `${shortRatio(ratio)} (${title})`;
  return least.ratio === greatest.ratio ? text(least) : `${text(least)} to ${text(greatest)}`;
}

function totalsFinding(all: readonly ColumnRatios[]): string {
  const each = all.flatMap((one) => {
    const { scenario, rule } = one;
    if (one.updates === null) return [];
    const name =
      comparedRules(scenario).length === 1 ? scenario.title : `${scenario.title}, ${ratioTitle(scenario, rule)}`;
    return [`${name} ${totalRangeText(one)}`];
  });
  return each.length === 0 ? '' : `In total, times the ratio of updates by the protocol: ${each.join('; ')}.`;
}

function emptyFinding(all: readonly ColumnRatios[]): string {
  const empty = COLUMNS.flatMap(({ title }, index) => {
    const without = all.filter(({ ratios }) => ratios[index] === null).map(({ scenario }) => scenario.title);
    return without.length === 0 ? [] : [`${title} of ${listed([...new Set(without)])}`];
  });
  return empty.length === 0 ? '' : `Empty, not measured or not found: ${empty.join('; ')}.`;
}
