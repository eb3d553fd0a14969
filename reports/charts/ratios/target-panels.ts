import { updatesInWords } from '../../findings/totals-to-accuracy.ts';
import type { Contest } from '../../verdict/factors.ts';
import { type TargetRatio, targetRatios } from '../../verdict/target-ratios.ts';
import { accuracyPercent, type Bound, marked, shortRatio, threeDigits, worded } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';
import { type RatioScale, ratioScale } from './ratio-scale.ts';

const WIDTH = 190;
const HEIGHT = 124;
const RIGHT = 14;
const TOP = 16;
const BOTTOM = 20;
/** Of a sign of the figures beside an axis, at most, and what is left free on either side of them. */
const TICK_SIGN = 7.8;
const TICK_GAP = 4;
/** About that of a ratio, left of the end of its line. */
const LABEL_WIDTH = 32;
/** Between labels of lines that end close to each other. */
const LABEL_GAP = 12;

/** Rules for the drawings inside an element of class `panel`, in the colours of a scheme. */
export const PANEL_STYLE = `
.panel text { font-size: 11px; fill: var(--faint); }
.panel g text { font-size: 13px; font-weight: 700; fill: var(--ink); }
.panel path { fill: none; stroke-width: 2; }
.panel path.least { stroke-dasharray: 2.5 2.5; }
.panel path.most { stroke-dasharray: 8 3; }
.panel rect.hit { fill: transparent; }
.panel line.grid { stroke: var(--line); stroke-width: 1; }
${RULE_COLOURS.map(({ fill }, place) => `.line-${place} path { stroke: ${fill}; } .line-${place} circle { fill: ${fill}; }`).join('\n')}
`;

/** A ratio that has a line across the drawing, as it is written. */
interface Tick {
  readonly ratio: number;
  readonly label: string;
}

interface Line {
  readonly contest: Contest;
  readonly points: readonly [TargetRatio, ...TargetRatio[]];
}

/**
 * How the ratio of totals depends on the accuracy asked for: a small drawing a scenario, on one scale of ratios; '' where
 * no two accuracies have one.
 */
export function targetPanels(contests: readonly Contest[]): string {
  const figures = targetFigures(contests);
  return figures.length === 0 ? '' : `<div class="panels">\n${figures.join('\n')}\n</div>`;
}

/** The drawings of `targetPanels`, each a `<figure>` with the scenario's title as its caption. */
export function targetFigures(contests: readonly Contest[]): string[] {
  const panels = new Map<string, Line[]>();
  for (const contest of contests) {
    const [first, ...others] = targetRatios(contest);
    if (others.length === 0) continue;
    const { id } = contest.scenario;
    panels.set(id, [...(panels.get(id) ?? []), { contest, points: [first, ...others] }]);
  }
  const all = [...panels.values()];
  const scale = ratioScale(all.flat().flatMap(({ points }) => points.map(({ ratio }) => ratio.value)));
  const ticks = scale.ticks
    .filter((_, index) => index % 2 === 0)
    .map((ratio) => ({ ratio, label: `${ratio < 1000 ? ratio : shortRatio(ratio)}×` }));
  return all.map((lines) => panel(lines, scale, ticks));
}

function panel(lines: readonly Line[], scale: RatioScale, ticks: readonly Tick[]): string {
  const left = Math.ceil(TICK_GAP + TICK_SIGN * Math.max(...ticks.map(({ label }) => label.length)));
  const [{ contest }] = lines;
  const { title } = contest.scenario;
  const criterion = contest.scenario.training?.criterion.testAccuracy ?? 1;
  const least = Math.min(...lines.map(({ points }) => points[0].target));
  const across = (target: number): number => left + (WIDTH - left - RIGHT) * ((target - least) / (criterion - least));
  const up = (ratio: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - scale.place(ratio) / 100);
  const spoken = lines.map((line) => spokenLine(line)).join('; ');
  const axis = ticks.map(({ ratio, label }) => {
    const y = up(ratio).toFixed(1);
    return `<line class="grid" x1="${left}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="tick up" x="${left - TICK_GAP}" y="${(up(ratio) + 3.5).toFixed(1)}" text-anchor="end">${label}</text>`;
  });
  const ends = `<text class="tick" x="${left}" y="${HEIGHT - 5}">${wholePercent(least)}</text><text class="tick" x="${WIDTH - RIGHT}" y="${HEIGHT - 5}" text-anchor="end">${wholePercent(criterion)}</text>`;
  // A line may come down to its end: its label stands above all that lies under it.
  const underLabel = ({ points }: Line) => points.filter(({ target }) => across(target) > WIDTH - RIGHT - LABEL_WIDTH);
  const places = labelPlaces(lines.map((line) => Math.min(...underLabel(line).map(({ ratio }) => up(ratio.value)))));
  const drawn = lines.map((line, index) => drawnLine(line, across, up, places[index], lines.length > 1));
  return `<figure class="panel"><figcaption>${escapeHtml(title)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(`${title}: ${spoken}`)}">${axis.join('')}${ends}${drawn.join('')}${lines.map((line, index) => stepHits(line, across, index / lines.length, 1 / lines.length)).join('')}</svg></figure>`;
}

function wholePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function spokenLine({ contest: { labels }, points }: Line): string {
  const at = ({ target, ratio: { value, bound } }: TargetRatio): string =>
    `${worded(bound, shortRatio(value, bound))} times to ${accuracyPercent(target)}`;
  const middle = points[Math.floor(points.length / 2)];
  const three = [points[0], middle, points[points.length - 1]].map(at).join(', ');
  return `${labels.compared.title} over ${labels.reference.title}: ${three}`;
}

/** Over each step a place to point at, which says the ratio and the updates of both; of several lines, each in a part of the height. */
function stepHits({ contest, points }: Line, across: (target: number) => number, from: number, part: number): string {
  const { labels } = contest;
  const hits: string[] = [];
  let start = points[0].target;
  points.forEach(({ target, ratio, updates }, index) => {
    const next = points[index + 1];
    if (next !== undefined && next.ratio.value === ratio.value && next.ratio.bound === ratio.bound) return;
    const told =
      `${labels.compared.shortName} to ${accuracyPercent(target)}: ${marked(ratio.bound, threeDigits(ratio.value, ratio.bound))}×, ` +
      `${updatesInWords(updates.compared)} updates against ${updatesInWords(updates.reference)}`;
    const [x, width] = [across(start), across(target) - across(start)];
    const [y, height] = [TOP + from * (HEIGHT - TOP - BOTTOM), part * (HEIGHT - TOP - BOTTOM)];
    hits.push(
      `<rect class="hit" x="${short(x)}" y="${short(y)}" width="${short(Math.max(1, width))}" height="${short(height)}"><title>${escapeHtml(told)}</title></rect>`,
    );
    start = target;
  });
  return hits.join('');
}

/** A length to a tenth of a pixel, in as few digits. */
function short(length: number): string {
  return String(Math.round(10 * length) / 10);
}

/** How a line is drawn that is a bound. */
const BOUND_CLASSES = { exact: '', 'at least': ' class="least"', 'at most': ' class="most"' } as const;

/** A line of steps, dotted or dashed where it is a bound, with its last value beside its end. */
function drawnLine(
  { contest, points }: Line,
  across: (target: number) => number,
  up: (ratio: number) => number,
  labelY: number,
  withName: boolean,
): string {
  const { scenario, rule, labels } = contest;
  const paths: { bound: Bound; steps: string[] }[] = [];
  points.forEach(({ target, ratio }, index) => {
    const { bound } = ratio;
    const before = points[index - 1];
    const [x, y] = [across(target).toFixed(1), up(ratio.value).toFixed(1)];
    // A step lies between the accuracy before, which the ratio before belongs to, and its own.
    if (paths.at(-1)?.bound !== bound) {
      const from =
        before === undefined
          ? `M${x} ${y}`
          : `M${across(before.target).toFixed(1)} ${up(before.ratio.value).toFixed(1)}V${y}`;
      paths.push({ bound, steps: [from] });
    } else if (before !== undefined && before.ratio.value !== ratio.value) {
      paths.at(-1)?.steps.push(`H${across(before.target).toFixed(1)}V${y}`);
    }
    const next = points[index + 1];
    if (next === undefined || next.ratio.bound !== bound) paths.at(-1)?.steps.push(`H${x}`);
  });
  const place = colourPlace(scenario, rule);
  const { ratio, target } = points[points.length - 1];
  const [x, y] = [across(target), up(ratio.value)];
  const figure = `${marked(ratio.bound, shortRatio(ratio.value, ratio.bound))}×`;
  const label = withName ? `${labels.compared.shortName} ${figure}` : figure;
  return `<g class="line-${place}">${paths.map(({ bound, steps }) => `<path${BOUND_CLASSES[bound]} d="${steps.join('')}"/>`).join('')}<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.2"/><text x="${(x + 10).toFixed(1)}" y="${labelY.toFixed(1)}" text-anchor="end">${escapeHtml(label)}</text></g>`;
}

/** Above the highest points near the ends of lines, from the top down, none closer to another than a line of text. */
function labelPlaces(ends: readonly number[]): number[] {
  const places = ends.map((end) => end - 7);
  const order = places.map((_, index) => index).sort((a, b) => places[b] - places[a]);
  order.forEach((index, rank) => {
    const below = order[rank - 1];
    if (below !== undefined) places[index] = Math.min(places[index], places[below] - LABEL_GAP);
  });
  return places;
}
