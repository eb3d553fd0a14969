import type { ExactInteger } from '../../core/numbers/exact-integer.ts';
import type { FigureChange } from '../gate/figure-change.ts';
import { fittedTable } from '../writing/fitted-table.ts';
import { exactDigits, twoDigits } from '../writing/format.ts';
import { textTable } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH } from '../writing/wrapped-text.ts';
import type { CaseDifference, ChangedPart, Difference } from './difference.ts';

/** Parts of a kind, and bins of depths, that are printed of a case. */
const MOST = 6;

/** What differs, for a terminal `width` columns wide: cases that do by figure and part, then in a line how many do not. */
export function differenceText(difference: Difference, width: number = TERMINAL_WIDTH): string {
  const changed = difference.cases.filter((one) => one.verdict !== 'same' || one.onlyOrderChanged === true);
  const equal = difference.cases.length - changed.length;
  const last = `${equal} ${equal === 1 ? 'case is' : 'cases are'} equal in ${difference.old} and ${difference.new}.\n`;
  return [...changed.map((one) => caseText(one, width)), visibleText(last.trimEnd())].join('\n').concat('\n');
}

function caseText(one: CaseDifference, width: number): string {
  const order = one.onlyOrderChanged === true ? ['  only the order changed: the same operations, as often'] : [];
  const metrics = one.metrics.map((change) => `  ${change.metric.padEnd(5)} ${changeText(change)}`);
  const parts = mostOfEachKind(one.parts);
  const partTable =
    parts.length === 0
      ? []
      : [
          fittedTable(
            {
              header: ['by', 'part', 'old', 'new', 'difference'],
              rows: parts.map((part) => [part.by, part.name, ...cells(part)]),
            },
            width,
            2,
          ),
        ];
  const most = [...one.depths].sort((a, b) => Math.abs(b.new - b.old) - Math.abs(a.new - a.old)).slice(0, MOST);
  const depths = one.depths.filter((bin) => most.includes(bin));
  const left = one.depths.length - depths.length;
  const depthTable =
    depths.length === 0
      ? []
      : [
          textTable(
            ['reads at depths', 'old', 'new', 'difference'],
            depths.map((bin) => [
              bin.from === bin.to ? String(bin.from) : `${bin.from} .. ${bin.to}`,
              exactDigits(bin.old),
              exactDigits(bin.new),
              signed(bin.new - bin.old),
            ]),
          ),
          ...(left > 0 ? [`  and at ${left} more ranges of depths (--json has all)\n`] : []),
        ];
  return [visibleText(one.id), ...order, ...metrics, '', ...partTable, ...depthTable].join('\n');
}

function mostOfEachKind(parts: readonly ChangedPart[]): ChangedPart[] {
  const kinds = [...new Set(parts.map(({ by }) => by))];
  return kinds.flatMap((kind) => parts.filter(({ by }) => by === kind).slice(0, MOST));
}

function changeText({ old, new: now, difference, ratio, verdict }: FigureChange): string {
  if (old === null) return `${shown(now)} (new)`;
  if (now === null) return `${shown(old)} (removed)`;
  if (verdict === 'same') return `${shown(now)} (the same)`;
  const percent = ratio === null ? '' : `, ${ratio < 1 ? '' : '+'}${twoDigits(100 * (ratio - 1))} %`;
  return `${shown(old)} -> ${shown(now)} (${signed(difference ?? 0)}${percent})`;
}

function cells({ old, new: now, difference }: FigureChange): string[] {
  return [shown(old), shown(now), difference === null ? '-' : signed(difference)];
}

function shown(figure: ExactInteger | null): string {
  return figure === null ? '-' : exactDigits(figure);
}

function signed(difference: ExactInteger): string {
  return `${difference > 0 ? '+' : ''}${exactDigits(difference)}`;
}
