import type { ReachedRatio } from '../../findings/totals-to-accuracy.ts';
import type { Contest, Factors } from '../../verdict/factors.ts';
import { marked, shortRatio, threeDigits, worded } from '../../writing/format.ts';
import { type RatioScale, ratioScale } from './ratio-scale.ts';

/** Height of a bar with what stands above and below it, in pixels. */
export const BAR_ROW_PX = 34;
const BAR_PX = 19;
const BAR_TOP_PX = 3;
/** Height of what makes a ratio smaller, in the bar of what made it larger. */
const STRIP_PX = 6;
const WHISKER_PX = BAR_TOP_PX + BAR_PX + 5;

/** Rules for bars inside an element of class `factors`, in the colours of a scheme. */
export const FACTOR_STYLE = `
.factors text { font-size: 11px; fill: var(--faint); }
.factors text.on-updates { fill: var(--on-updates); font-weight: 600; text-anchor: middle; }
.factors text.on-reads { fill: var(--on-reads); text-anchor: middle; }
.factors text.on-cost { fill: var(--ink); text-anchor: middle; }
.factors rect.updates { fill: var(--updates); }
.factors rect.reads { fill: var(--reads); stroke: var(--reads-line); }
.factors rect.cost { fill: var(--cost); stroke: var(--reads-line); stroke-dasharray: 3 2; }
.factors rect.saving { fill: var(--saving); }
.factors rect.unknown { fill: none; stroke: var(--faint); stroke-dasharray: 2 4; }
.factors line.end { stroke: var(--ink); stroke-width: 2.5; }
.factors line.seeds { stroke: var(--faint); stroke-width: 1.5; }
.factors line.grid { stroke: var(--line); stroke-width: 1; }
`;

/** A factor of a total: what it is called, and the class that it is drawn by. */
interface Segment {
  readonly name: string;
  readonly kind: 'updates' | 'reads' | 'cost';
  readonly value: number;
  readonly text: string;
  readonly inWords: string;
}

/** What the classes of a bar stand for, as far as the bars of these contests have them. */
export function factorKeys(contests: readonly Contest[]): { kind: string; meaning: string }[] {
  const isTrained = contests.some(({ factors }) => factors.total !== null);
  const hasSeeds = contests.some(({ factors }) => factors.seeds !== null);
  return [
    ...(isTrained ? [{ kind: 'updates', meaning: 'more updates' }] : []),
    { kind: 'reads', meaning: 'more reads' },
    { kind: 'cost', meaning: 'dearer reads' },
    { kind: 'saving', meaning: 'fewer, cheaper' },
    ...(hasSeeds ? [{ kind: 'seeds', meaning: 'seeds' }] : []),
  ];
}

/** The scale on which the bars of all these contests lie. */
export function factorScale(contests: readonly Contest[]): RatioScale {
  return ratioScale(contests.flatMap(({ factors }) => reachOf(factors)));
}

/** All places that a row marks. */
function reachOf(factors: Factors): number[] {
  let at = 1;
  const ends = segmentsOf(factors).map(({ value }) => {
    at *= value;
    return at;
  });
  return [...ends, ...(factors.seeds === null ? [] : [factors.seeds.least.value, factors.seeds.most.value])];
}

function segmentsOf({ updates, hasReadout, reads, costPerRead }: Factors): Segment[] {
  const first: Segment[] =
    updates === null
      ? []
      : [
          {
            name: hasReadout ? 'updates and readout' : 'updates',
            kind: 'updates',
            value: updates.value,
            text: `${shortRatio(updates.value, updates.bound)}×`,
            inWords: threeDigits(updates.value, updates.bound),
          },
        ];
  return [
    ...first,
    {
      name: 'reads an update',
      kind: 'reads',
      value: reads,
      text: `${shortRatio(reads)}×`,
      inWords: threeDigits(reads),
    },
    {
      name: 'cost a read',
      kind: 'cost',
      value: costPerRead,
      text: `${shortRatio(costPerRead)}×`,
      inWords: threeDigits(costPerRead),
    },
  ];
}

/** The figure of a bar, `≥ 14×`, and what it is made of: `5.3×2.2×1.2`. */
export function factorFigures({ scenario, factors }: Contest): { ratio: string; madeOf: string } {
  const { total, update } = factors;
  if (total === null) {
    const missing = scenario.training === undefined ? 'one update' : 'one update, no total';
    return { ratio: `${shortRatio(update)}×`, madeOf: missing };
  }
  const parts = segmentsOf(factors).map(({ text }) => text.replace('×', ''));
  return { ratio: `${marked(total.bound, shortRatio(total.value, total.bound))}×`, madeOf: parts.join('×') };
}

/** What a bar shows, in words: the ratio, its factors, and the seeds. */
export function factorWords({ scenario, factors, labels }: Contest): string {
  const { total, update, seeds } = factors;
  const parts = segmentsOf(factors).map(({ name, inWords }) => `${name} ${inWords}`);
  return [
    `${scenario.title}: ${labels.compared.title} over ${labels.reference.title}, ${total === null ? 'one update' : 'total'}`,
    ` ${ratioWords(total ?? { value: update, bound: 'exact' })} = `,
    parts.join(' × '),
    seeds === null ? '' : `; best to worst seed ${ratioWords(seeds.least)} to ${ratioWords(seeds.most)}`,
  ].join('');
}

function ratioWords({ value, bound }: ReachedRatio): string {
  return worded(bound, threeDigits(value, bound));
}

/** The bar of a contest, as what stands in an `<svg>` as wide as the scale; a factor narrower than `leastLabelled` per cent is not written into it. */
export function factorBar({ scenario, factors }: Contest, scale: RatioScale, leastLabelled: number): string {
  const { total, update, seeds } = factors;
  const end = total?.value ?? update;
  const isOpen = total === null && scenario.training !== undefined;
  const x = scale.place(end);
  return [
    grid(scale),
    bar(segmentsOf(factors), x, scale, leastLabelled),
    whisker(seeds, scale),
    isOpen ? beyond(end, scale) : '',
    `<line class="end" x1="${x}%" x2="${x}%" y1="0" y2="${BAR_TOP_PX + BAR_PX + 3}"/>`,
  ].join('');
}

/** Factors one after the other: those above 1 to the right, those below back to the left, as a strip. */
function bar(segments: readonly Segment[], end: number, scale: RatioScale, leastLabelled: number): string {
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
      const [free, freeEnd] = freeOf(left, right, end);
      const label =
        freeEnd - free < leastLabelled
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

/** From best to worst seed; an end that is a bound has no cap. */
function whisker(seeds: Factors['seeds'], scale: RatioScale): string {
  if (seeds === null) return '';
  const { least, most } = seeds;
  const [left, right] = [scale.place(least.value), scale.place(most.value)];
  const cap = (x: number, { bound }: ReachedRatio) =>
    bound !== 'exact'
      ? ''
      : `<line class="seeds" x1="${x}%" x2="${x}%" y1="${WHISKER_PX - 3}" y2="${WHISKER_PX + 3}"/>`;
  return `<line class="seeds" x1="${left}%" x2="${right}%" y1="${WHISKER_PX}" y2="${WHISKER_PX}"/>${cap(left, least)}${cap(right, most)}`;
}

/** What there is no total of lies beyond. */
function beyond(from: number, scale: RatioScale): string {
  const left = scale.place(from);
  return `<rect class="unknown" x="${left}%" width="${100 - left}%" y="${BAR_TOP_PX}" height="${BAR_PX}"/>`;
}

function grid({ ticks, place }: RatioScale): string {
  return ticks
    .map((tick) => `<line class="grid" x1="${place(tick)}%" x2="${place(tick)}%" y1="0" y2="${BAR_ROW_PX}"/>`)
    .join('');
}

/** The ratios below bars, as what stands in an `<svg>` as wide as the scale and 16 pixels high. */
export function factorAxis({ ticks, place }: RatioScale): string {
  const anchor = (x: number): string => (x < 2 ? 'start' : x > 98 ? 'end' : 'middle');
  return ticks
    .map((tick) => {
      const x = place(tick);
      return `<text x="${x}%" y="12" text-anchor="${anchor(x)}">${tick === 1 ? 'same' : `${tick}×`}</text>`;
    })
    .join('');
}
