import { exactDigits, percent } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import type { BenchCase, CasePart } from '../bench-result.ts';
import { mostFirst } from '../bench-table.ts';
import { bar } from './bar.ts';

/** Parts that have a bar of their own; the others share one. */
const MOST_BARS = 12;

/** What a case pays for each part, as bars with their figures, most costly first. */
export function costBars({ cost }: BenchCase, title: string, parts: readonly CasePart[]): string {
  const sorted = mostFirst(parts);
  const shown = sorted.slice(0, MOST_BARS);
  const others = sorted.slice(MOST_BARS);
  if (others.length > 0) {
    const sum = others.reduce((total, part) => total + part.cost, 0);
    const reads = others.reduce((total, part) => total + part.reads, 0);
    shown.push({ name: `${others.length} others`, reads, cost: sum });
  }
  const largest = Math.max(...shown.map((part) => part.cost));
  const bars = shown.map((part) => {
    const share = cost === 0 ? 0 : part.cost / Number(cost);
    const figures = `<span class="figure">${exactDigits(part.cost)}</span><span class="share">${escapeHtml(percent(share))}</span>`;
    return `<li><span class="name">${escapeHtml(part.name)}</span>${figures}${bar(largest === 0 ? 0 : part.cost / largest)}</li>`;
  });
  return `<div class="bars"><h4>${escapeHtml(title)}</h4>\n<ol>${bars.join('\n')}</ol></div>`;
}
