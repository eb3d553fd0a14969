import { KERNEL_STYLE } from '../bench/page/kernel-style.ts';
import { exactDigits } from '../writing/format.ts';
import { escapeHtml } from '../writing/html.ts';
import { htmlPage, htmlTable } from '../writing/html-page.ts';
import { costLine } from './cost-line.ts';
import { type CostPoint, changesOf, costsOf, otherSetting, type SkippedCommit, type Trend } from './trend.ts';
import { trendCsv } from './trend-csv.ts';

/** The file that a folder of a trend is known by. */
export const TREND_FILE = 'index.html';

const TREND_STYLE = `${KERNEL_STYLE}
svg.trend path { fill: none; stroke: var(--reads-line); stroke-width: 2; }
svg.trend circle { fill: var(--reads-line); }
svg.trend line { stroke: var(--line); }
svg.trend { max-width: 40rem; width: 100%; }
`;

/** A history as files: the page, and a table for spreadsheets. */
export function trendFiles(trend: Trend): Map<string, string> {
  return new Map([
    ['trend.csv', trendCsv(trend)],
    [TREND_FILE, trendPage(trend)],
  ]);
}

/**
 * A history as one HTML page that needs nothing else: its commits, then of each case its cost as a line, and where it
 * changed. No script runs, nothing is requested. The same history gives the same bytes.
 */
export function trendPage(trend: Trend): string {
  const costs = [...costsOf(trend)];
  const changed = costs.filter(([, points]) => changesOf(points).length > 1).length;
  const main = `<h1>How did the data that these kernels move change?</h1>
<p class="answer">Cases: ${costs.length}, of which ${changed} changed over ${trend.versions.length} versions of the baseline.</p>
<p class="settings">${escapeHtml(trend.file)}, oldest version first; costs are ByteDMD.</p>
${versionTable(trend)}
${skippedList(trend.skipped)}
${costs.map(([id, points]) => caseSection(trend, id, points)).join('\n')}`;
  return htmlPage({ title: `Trend of ${trend.file}`, style: TREND_STYLE, main });
}

function versionTable({ versions }: Trend): string {
  const rows = versions.map(({ commit, date, subject, baseline }, place) => {
    const cases = new Set(baseline.lines.map(({ id }) => id)).size;
    const setting = place === 0 ? [] : otherSetting(versions[place - 1].baseline.header, baseline.header);
    return [date, shortened(commit), subject, exactDigits(cases), setting.join('; ')];
  });
  return htmlTable({ header: ['date', 'commit', 'subject', 'cases', 'measured otherwise'], rows }, 'Versions');
}

function skippedList(skipped: readonly SkippedCommit[]): string {
  if (skipped.length === 0) return '';
  const rows = skipped.map(({ commit, date, subject, why }) => [date, shortened(commit), subject, why]);
  return `<h2>Left out</h2>\n${htmlTable({ header: ['date', 'commit', 'subject', 'why'], rows }, 'Left out')}`;
}

function caseSection({ versions }: Trend, id: string, points: readonly CostPoint[]): string {
  const rows = changesOf(points).map(({ version, cost, reason }) => {
    const { commit, date, subject } = versions[version];
    const before = version === 0 ? null : points[version - 1].cost;
    const difference = cost === null || before === null ? null : BigInt(cost) - BigInt(before);
    const change = difference === null ? '' : `${difference > 0n ? '+' : ''}${exactDigits(difference)}`;
    return [date, shortened(commit), subject, cost === null ? 'gone' : exactDigits(cost), change, reason ?? ''];
  });
  return `<section>
<h2>${escapeHtml(id)}</h2>
<figure>${costLine(id, points)}</figure>
${htmlTable({ header: ['date', 'commit', 'subject', 'cost', 'change', 'accepted'], rows }, `Changes of ${id}`)}
</section>`;
}

function shortened(commit: string): string {
  return commit.slice(0, 10);
}
