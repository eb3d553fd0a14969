import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { ruleTitle } from '../../findings/compared-rules.ts';
import { liveFinding } from '../../findings/findings.ts';
import { instructionsOf, sizeOf } from '../../findings/update-figures.ts';
import type { UpdateResult } from '../../results/result.ts';
import { bytes, exactDigits, inWords } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { across, type DrawnChart, drawing, fittingClass } from '../drawn/drawn-chart.ts';
import { type Axis, LogPlot, roundSteps, ticksOn } from '../drawn/log-plot.ts';
import { phaseFills } from '../theme.ts';

const HEIGHT_PX = 118;
/** Above a plot: the rule, and the phases that are named over it. */
const TITLE_PX = 42;

export const liveChart: DrawnChart = {
  id: 'live-set',
  title: 'Live data over the course of the update',
  finding: (scenario) => `${liveFinding(scenario)}.`,
  explanation: () =>
    'Data is live while something will still read it, or while it is returned. Time runs in executed instructions; ' +
    'the bands are the phases. The dashed line is what every rule keeps all the time: weights, biases and the moments ' +
    'of the optimiser.',
  isDrawn: ({ updates }) => updates.some(({ course }) => course.length > 0),
  svg: (scenario) => {
    const updates = scenario.updates.filter(({ course }) => course.length > 0);
    const time: Axis = { from: 0, to: Math.max(...updates.map(instructionsOf)), isLog: false };
    const most = ELEMENT_BYTES * Math.max(...updates.map(({ peakLiveElements }) => peakLiveElements));
    const size: Axis = { from: 0, to: Math.max(1, most), isLog: false };
    const fills = phaseFills(scenario);
    const parts: string[] = [];
    let top = 0;
    for (const update of updates) {
      const isLast = update === updates[updates.length - 1];
      const plot = new LogPlot(time, size, top + TITLE_PX, HEIGHT_PX);
      parts.push(
        `<text class="title" x="0" y="${top + 14}">${escapeHtml(ruleTitle(scenario, update.algorithm))}</text>`,
        ...bandsOf(update).map((band) => bandSvg(band, fills[band.phase], plot, top + TITLE_PX)),
        ...sizeTicks(size).map((value) => plot.across(value, bytes(value), 'axis')),
        plot.across(ELEMENT_BYTES * update.stateElements, '', 'mark'),
        plot.steps(0, livePoints(update), 'stroke="currentColor" stroke-width="1.6"'),
        peakSvg(update, plot),
        ...(isLast
          ? [...ticksOn(time, roundSteps(time, 5), 0.15).map((value) => plot.upwards(value, inWords(value), 'axis'))]
          : []),
      );
      if (isLast) parts.push(plot.title('Instructions executed'));
      top = isLast ? plot.bottom : top + TITLE_PX + HEIGHT_PX + 12;
    }
    return drawing(top, liveChart.title, parts);
  },
};

interface Band {
  readonly phase: string;
  readonly start: number;
  end: number;
}

/** Stretches of one phase, from one instruction to another. */
function bandsOf({ course }: UpdateResult): Band[] {
  const found: Band[] = [];
  for (const { phase, instructions } of course) {
    const band = found.at(-1);
    if (band?.phase === phase) band.end = instructions;
    else found.push({ phase, start: band?.end ?? 0, end: instructions });
  }
  return found;
}

/** Bands below this share of the width are not seen. */
const LEAST_SHARE = 1 / 400;

function bandSvg({ phase, start, end }: Band, fill: string, plot: LogPlot, top: number): string {
  const [x, width] = [plot.share(start), plot.share(end) - plot.share(start)];
  if (width < LEAST_SHARE) return '';
  const fits = fittingClass(phase, width);
  const name =
    fits === null
      ? ''
      : `<text${fits === '' ? '' : ' class="w"'} x="${across(x)}" dx="3" y="${top - 5}">${escapeHtml(phase)}</text>`;
  const told = `${phase}: instructions ${exactDigits(start)} to ${exactDigits(end)}`;
  const rect = `x="${across(x)}" y="${top - 18}" width="${across(width)}" height="${HEIGHT_PX + 18}" fill="${fill}"`;
  return `<rect ${rect} fill-opacity="0.3"><title>${escapeHtml(told)}</title></rect>${name}`;
}

function livePoints({ course }: UpdateResult): [number, number][] {
  return course.map(({ instructions, live }) => [instructions, ELEMENT_BYTES * live]);
}

/** Where most is live, and how much. */
function peakSvg(update: UpdateResult, plot: LogPlot): string {
  const highest = update.course.reduce((a, b) => (b.live > a.live ? b : a));
  const x = plot.share(highest.instructions);
  const y = plot.pixel(ELEMENT_BYTES * highest.live);
  const isRight = x > 0.5;
  const text = `peak ${sizeOf(update.peakLiveElements)}`;
  return (
    `<circle cx="${across(x)}" cy="${y}" r="4" fill="currentColor"><title>${escapeHtml(`${text}, in ${highest.phase}`)}</title></circle>` +
    `<text class="title halo" x="${across(x)}" dx="${isRight ? -8 : 8}" y="${y + 14}"${isRight ? ' text-anchor="end"' : ''}>${text}</text>`
  );
}

const UNIT = 1024;

/** Round sizes in the unit of the largest. */
function sizeTicks(size: Axis): number[] {
  const unit = UNIT ** Math.max(0, Math.floor(Math.log(size.to) / Math.log(UNIT)));
  return roundSteps({ ...size, to: size.to / unit }, 3).map((value) => value * unit);
}
