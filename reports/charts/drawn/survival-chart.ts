import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { ruleLabel } from '../../findings/compared-rules.ts';
import { depthFinding } from '../../findings/findings.ts';
import { partCost, sizeOf, updateCost } from '../../findings/update-figures.ts';
import { halvesOfBins } from '../../results/figures/priced-bins.ts';
import type { ScenarioResult, UpdateResult } from '../../results/result.ts';
import { bytes, percent } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';
import { across, type DrawnChart, drawing } from './drawn-chart.ts';
import { type Axis, LogPlot, ticksOn } from './log-plot.ts';
import { LEGEND_ROW_PX, ruleLegend, ruleStroke } from './rule-lines.ts';

const HEIGHT_PX = 190;
/** Sizes of memories that are marked, in bytes: where those of the energy presets end. The first two are neighbours on a phone. */
const LEVELS = [2 ** 13, 2 ** 15, 2 ** 20];
const SIZES = Array.from({ length: 12 }, (_, power) => 4 * 16 ** power);
const SHARE: Axis = { from: 0, to: 1, isLog: false };

export const survivalChart: DrawnChart = {
  id: 'cost-deeper',
  title: 'How much of the cost is paid far away',
  finding: (scenario) => `${depthFinding(scenario)}.`,
  explanation: () =>
    'The share of the cost that is paid for reads deeper than a size: how much would still be paid for if all that is ' +
    'nearer cost nothing. The dot of each line is where half of the cost lies deeper. Steps are depths to which many reads ' +
    'go; the results hold depths of all reads together, not which kernel makes a step.',
  isDrawn: ({ updates }) => updates.some(isPaid),
  svg: (scenario) => {
    const updates = scenario.updates.filter(isPaid);
    const deepest = Math.max(...updates.map(({ histogram }) => ELEMENT_BYTES * histogram[histogram.length - 1].to));
    const depth: Axis = { from: ELEMENT_BYTES, to: Math.max(deepest, 2 * ELEMENT_BYTES), isLog: true };
    const plot = new LogPlot(depth, SHARE, LEGEND_ROW_PX * updates.length + 22, HEIGHT_PX);
    const parts = [
      ...ruleLegend(
        scenario,
        updates.map((update) => [update.algorithm, halfOf(scenario, update)]),
      ),
      ...[0, 0.25, 0.5, 0.75, 1].map((share) => plot.across(share, `${100 * share} %`, 'axis')),
      ...ticksOn(depth, SIZES, 0.1).map((size) => plot.upwards(size, bytes(size), 'axis')),
      ...ticksOn(depth, LEVELS, 0).map((size) =>
        plot.upwards(size, bytes(size), 'mark', size === LEVELS[0] ? 'end' : 'start'),
      ),
      ...updates.map((update) => plot.line(costDeeper(update), ruleStroke(scenario, update.algorithm, 2))),
      ...updates.map((update) => {
        const { fill } = RULE_COLOURS[colourPlace(scenario, update.algorithm)];
        const x = across(plot.share(ELEMENT_BYTES * halfDepth(update)));
        const told = `<title>${escapeHtml(halfOf(scenario, update))}</title>`;
        return `<circle cx="${x}" cy="${plot.pixel(0.5)}" r="4.5" fill="${fill}">${told}</circle>`;
      }),
      plot.title('Depth, in bytes touched since'),
    ];
    return drawing(plot.bottom, `${survivalChart.title}. ${survivalChart.finding(scenario)}`, parts);
  },
};

/**
 * The share of the cost that is paid deeper than each size in bytes: at the least depth all of it, then what is left at the
 * end of each bin, and the half where it lies exactly.
 */
export function costDeeper(update: UpdateResult): [size: number, share: number][] {
  const total = updateCost(update);
  const points: [number, number][] = [[ELEMENT_BYTES, 1]];
  let left = total;
  const half = halfDepth(update);
  for (const bin of update.histogram) {
    if (bin.from <= half && half <= bin.to) points.push([ELEMENT_BYTES * half, 0.5]);
    left -= partCost(bin);
    points.push([ELEMENT_BYTES * bin.to, left / total]);
  }
  return points;
}

/** Whether anything is paid, and the results hold at which depths. */
function isPaid(update: UpdateResult): boolean {
  return updateCost(update) > 0 && update.histogram.length > 0;
}

function halfDepth(update: UpdateResult): number {
  return update.halfCostDepth ?? halvesOfBins(update).cost;
}

function halfOf(scenario: ScenarioResult, update: UpdateResult): string {
  const steps = steepest(update).map(({ size, share }) => `${percent(share)} at ${bytes(size)}`);
  const told = steps.length === 0 ? '' : `; steps: ${steps.join(', ')}`;
  return `${ruleLabel(scenario, update.algorithm).shortName}: half of the cost at ${sizeOf(halfDepth(update))} or deeper${told}`;
}

const MOST_STEPS = 3;
const LEAST_STEP = 0.1;

/** The largest parts of the cost that are paid within one bin of depths, by the size that it ends at. */
function steepest(update: UpdateResult): { size: number; share: number }[] {
  const total = updateCost(update);
  return update.histogram
    .map((bin) => ({ size: ELEMENT_BYTES * bin.to, share: partCost(bin) / total }))
    .filter(({ share }) => share >= LEAST_STEP)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_STEPS);
}
