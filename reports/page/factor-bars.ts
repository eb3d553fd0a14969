import type { Contest, Factors } from '../verdict/factors.ts';
import { taskText } from '../verdict/task-text.ts';
import { marked, shortRatio, threeDigits, worded } from '../writing/format.ts';
import { escapeHtml } from '../writing/html.ts';
import { type RatioScale, ratioScale } from './ratio-scale.ts';

const ROW_PX = 34;
const BAR_PX = 19;
const BAR_TOP_PX = 3;
/** Height of what makes a ratio smaller, in the bar of what made it larger. */
const STRIP_PX = 6;
const WHISKER_PX = BAR_TOP_PX + BAR_PX + 5;
/** Of the width of the scale, in per cent: below this a factor is not written into its bar. */
const LEAST_LABELLED = 9;

/** A factor of a total: what it is called, and the class that it is drawn by. */
interface Segment {
  readonly name: string;
  readonly kind: 'updates' | 'reads' | 'cost';
  readonly value: number;
  readonly text: string;
}

/**
 * What the totals of contests are made of: a row each, its factors one after the other on a logarithmic scale. Drawn as wide
 * as the page is, in text of one size. `withRule` names the rules in every row.
 */
export function factorBars(contests: readonly Contest[], withRule: boolean): string {
  const scale = ratioScale(contests.flatMap(({ factors }) => reachOf(factors)));
  const rows = contests.map((contest) => row(contest, scale, withRule));
  const isTrained = contests.some(({ factors }) => factors.total !== null);
  const legend = [
    ...(isTrained ? ['<li><i class="key updates"></i>more updates</li>'] : []),
    '<li><i class="key reads"></i>more reads in each</li>',
    '<li><i class="key cost"></i>dearer reads</li>',
    '<li><i class="key saving"></i>fewer or cheaper: back to the left</li>',
    ...(contests.some(({ factors }) => factors.seeds !== null)
      ? ['<li><i class="key seeds"></i>best to worst seed</li>']
      : []),
  ];
  return `<ul class="keys">${legend.join('')}</ul>
<div class="factors">
${rows.join('\n')}
<div class="bar-row axis" aria-hidden="true"><svg height="16">${axis(scale)}</svg></div>
</div>`;
}

/** All places that a row marks. */
function reachOf(factors: Factors): number[] {
  let at = 1;
  const ends = segmentsOf(factors).map(({ value }) => {
    at *= value;
    return at;
  });
  return [...ends, ...(factors.seeds === null ? [] : [factors.seeds.least, factors.seeds.most])];
}

function segmentsOf({ updates, reads, costPerRead }: Factors): Segment[] {
  const first: Segment[] =
    updates === null
      ? []
      : [
          {
            name: 'updates',
            kind: 'updates',
            value: updates.value,
            text: `${shortRatio(updates.value, updates.bound)}×`,
          },
        ];
  return [
    ...first,
    { name: 'reads an update', kind: 'reads', value: reads, text: `${shortRatio(reads)}×` },
    { name: 'cost a read', kind: 'cost', value: costPerRead, text: `${shortRatio(costPerRead)}×` },
  ];
}

function row(contest: Contest, scale: RatioScale, withRule: boolean): string {
  const { scenario, factors, labels } = contest;
  const { total, update, seeds } = factors;
  const segments = segmentsOf(factors);
  const end = total?.value ?? update;
  const figure =
    total === null ? `${shortRatio(update)}×` : `${marked(total.bound, shortRatio(total.value, total.bound))}×`;
  const spoken = [
    `${scenario.title}: ${labels.compared.title} over ${labels.reference.title}, ${total === null ? 'one update' : 'total'}`,
    ` ${total === null ? threeDigits(update) : worded(total.bound, threeDigits(total.value, total.bound))} = `,
    segments.map(({ name, value }) => `${name} ${threeDigits(value)}`).join(' × '),
    seeds === null ? '' : `; best to worst seed ${threeDigits(seeds.least)} to ${threeDigits(seeds.most)}`,
  ].join('');
  const rule = withRule ? `${labels.compared.title} / ${labels.reference.title}, ` : '';
  const of = segments.map(({ text }) => text.replace('×', '')).join(' × ');
  const missing = scenario.training === undefined ? 'one update' : 'one update, no total';
  return `<div class="bar-row">
<div class="bar-name"><a href="#${escapeHtml(scenario.id)}">${escapeHtml(scenario.title)}</a><small>${escapeHtml(`${rule}${taskText(scenario)}`)}</small></div>
<svg height="${ROW_PX}" role="img" aria-label="${escapeHtml(spoken)}"><title>${escapeHtml(spoken)}</title>${grid(scale)}${bar(segments, end, scale)}${whisker(seeds, scale)}${total === null && scenario.training !== undefined ? beyond(end, scale) : ''}<line class="end" x1="${scale.place(end)}%" x2="${scale.place(end)}%" y1="0" y2="${BAR_TOP_PX + BAR_PX + 3}"/></svg>
<div class="bar-figure"><b>${figure}</b><small>${total === null ? missing : `= ${of}`}</small></div>
</div>`;
}

/** Factors one after the other: those above 1 to the right, those below back to the left, as a strip. */
function bar(segments: readonly Segment[], end: number, scale: RatioScale): string {
  const endPlace = scale.place(end);
  let at = 1;
  return segments
    .map(({ kind, value, text }) => {
      const [from, to] = [at, at * value];
      at = to;
      const [left, right] = [scale.place(Math.min(from, to)), scale.place(Math.max(from, to))];
      const width = Number((right - left).toFixed(2));
      if (value < 1) {
        return `<rect class="saving" x="${left}%" width="${width}%" y="${BAR_TOP_PX + BAR_PX - STRIP_PX}" height="${STRIP_PX}"/>`;
      }
      const [free, freeEnd] = freeOf(left, right, endPlace);
      const label =
        freeEnd - free < LEAST_LABELLED
          ? ''
          : `<text class="on-${kind}" x="${Number(((free + freeEnd) / 2).toFixed(2))}%" y="${BAR_TOP_PX + 11}">${text}</text>`;
      return `<rect class="${kind}" x="${left}%" width="${width}%" y="${BAR_TOP_PX}" height="${BAR_PX}"/>${label}`;
    })
    .join('');
}

/** The wider part of a segment that the line at the end of the total does not cross. */
function freeOf(left: number, right: number, end: number): [from: number, to: number] {
  if (end <= left || end >= right) return [left, right];
  return end - left >= right - end ? [left, end] : [end, right];
}

/** From best to worst seed. */
function whisker(seeds: Factors['seeds'], scale: RatioScale): string {
  if (seeds === null) return '';
  const [left, right] = [scale.place(seeds.least), scale.place(seeds.most)];
  const cap = (x: number) =>
    `<line class="seeds" x1="${x}%" x2="${x}%" y1="${WHISKER_PX - 3}" y2="${WHISKER_PX + 3}"/>`;
  return `<line class="seeds" x1="${left}%" x2="${right}%" y1="${WHISKER_PX}" y2="${WHISKER_PX}"/>${cap(left)}${cap(right)}`;
}

/** What there is no total of lies beyond. */
function beyond(from: number, scale: RatioScale): string {
  const left = scale.place(from);
  return `<rect class="unknown" x="${left}%" width="${100 - left}%" y="${BAR_TOP_PX}" height="${BAR_PX}"/>`;
}

function grid({ ticks, place }: RatioScale): string {
  return ticks
    .map((tick) => `<line class="grid" x1="${place(tick)}%" x2="${place(tick)}%" y1="0" y2="${ROW_PX}"/>`)
    .join('');
}

function axis({ ticks, place }: RatioScale): string {
  const anchor = (x: number): string => (x < 2 ? 'start' : x > 98 ? 'end' : 'middle');
  return ticks
    .map((tick) => {
      const x = place(tick);
      return `<text x="${x}%" y="12" text-anchor="${anchor(x)}">${tick === 1 ? 'same' : `${tick}×`}</text>`;
    })
    .join('');
}
