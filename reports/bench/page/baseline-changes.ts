import type { CaseCheck, Check, MetricCheck } from '../../gate/check-result.ts';
import { differenceText } from '../../gate/writings/statement.ts';
import { exactDigits, significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { labelOfCase } from '../case-id.ts';
import { labelledTable } from './labelled-table.ts';

/** What became of the cases since the baseline, in a sentence: how many are worse or better, and which is the worst. */
export function changeSentence({ cases }: Check): string {
  const counted = (['worse', 'better', 'new', 'removed'] as const).flatMap((verdict) => {
    const many = cases.filter((one) => one.verdict === verdict).length;
    return many === 0 ? [] : [`${exactDigits(many)} ${verdict}`];
  });
  const all = `${exactDigits(cases.length)} ${cases.length === 1 ? 'case' : 'cases'} against the baseline`;
  if (counted.length === 0) return `${all}: no figure changed.`;
  const worst = worstFirst(cases).find(({ verdict }) => verdict === 'worse');
  const most = worst === undefined ? '' : ` Worst: ${labelOfCase(worst.id)}, ${growthText(worst)}.`;
  return `${all}: ${counted.join(', ')}.${most}`;
}

/** The figures that changed, a row each, the worst case first; '' where none did. */
export function changeTable({ cases }: Check, anchors: ReadonlyMap<string, string>): string {
  const rows = worstFirst(cases).flatMap((one) =>
    one.metrics.filter(({ verdict }) => verdict !== 'same').map((change) => changeRow(one, change, anchors)),
  );
  if (rows.length === 0) return '';
  const titles = ['case', 'figure', 'before', 'now', 'change', 'moved most'];
  // Of changes in peak and reads it is not known what moved.
  const shown = rows.some((row) => row.at(-1) !== '') ? titles.length : titles.length - 1;
  const columns = titles.slice(0, shown).map((title) => ({ title }));
  const cells = rows.map((row) => row.slice(0, shown));
  return `<h2>What changed against the baseline</h2>\n${labelledTable('Changes', columns, cells)}`;
}

/** The change of a case's cost in a table, as HTML: in per cent of the old, or that it is new. */
export function costChange(held: CaseCheck | undefined): string {
  const cost = held?.metrics.find(({ metric }) => metric === 'cost');
  if (held === undefined || cost === undefined) return '';
  if (cost.verdict === 'new') return 'new';
  if (cost.verdict === 'same') return '0 %';
  return `<b class="${cost.verdict}">${escapeHtml(shareText(cost))}</b>`;
}

function changeRow(one: CaseCheck, change: MetricCheck, anchors: ReadonlyMap<string, string>): string[] {
  const { metric, old, new: now, verdict } = change;
  const anchor = anchors.get(one.id);
  const name = escapeHtml(labelOfCase(one.id));
  const moved =
    metric === 'cost'
      ? one.moved.map(({ by, name: part, old: before, new: after }) => `${by} ${part} ${differenceText(before, after)}`)
      : [];
  return [
    anchor === undefined ? name : `<a href="#${anchor}">${name}</a>`,
    metric,
    old === null ? '-' : exactDigits(old),
    now === null ? '-' : exactDigits(now),
    `<b class="${verdict}">${old === null || now === null ? verdict : escapeHtml(differenceText(old, now))}</b>`,
    escapeHtml(moved.join('; ')),
  ];
}

/** The case whose figure grew most by ratio first, then by code points; what did not change or is on one side alone last. */
function worstFirst(cases: readonly CaseCheck[]): CaseCheck[] {
  return cases.toSorted((a, b) => growth(b) - growth(a));
}

/** The largest ratio of a figure to that before; 0 where there is none. */
function growth({ metrics }: CaseCheck): number {
  return Math.max(0, ...metrics.map(ratioOf));
}

function ratioOf({ old, new: now, ratio }: MetricCheck): number {
  if (old === null || now === null) return 0;
  return ratio ?? (BigInt(now) === 0n ? 1 : Number.POSITIVE_INFINITY);
}

function growthText({ metrics }: CaseCheck): string {
  const [most] = metrics.toSorted((a, b) => ratioOf(b) - ratioOf(a));
  return `${most.metric} ${shareText(most)}`;
}

/** The change in per cent of the old figure; of one that was 0 as it is. */
function shareText({ old, new: now, ratio }: MetricCheck): string {
  if (ratio === null) return differenceText(old ?? 0, now ?? 0);
  const change = 100 * (ratio - 1);
  return `${change > 0 ? '+' : ''}${significant(change)} %`;
}
