import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { ruleLabel } from '../../findings/compared-rules.ts';
import { depthSteps, stepTexts } from '../../findings/depth-steps.ts';
import { depthFinding } from '../../findings/findings.ts';
import { partCost, sizeOf, updateCost } from '../../findings/update-figures.ts';
import { halvesOfBins } from '../../results/figures/priced-bins.ts';
import type { ScenarioResult, UpdateResult } from '../../results/result.ts';
import { bytes } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';
import { across, type DrawnChart, drawing, fittingClass } from './drawn-chart.ts';
import { type Axis, LogPlot, ticksOn } from './log-plot.ts';
import { LEGEND_ROW_PX, ruleLegendRow, ruleStroke } from './rule-lines.ts';

const HEIGHT_PX = 190;
/** Sizes of memories that are marked, in bytes: where those of the energy presets end. The first two are neighbours on a phone. */
const LEVELS = [2 ** 13, 2 ** 15, 2 ** 20];
const SIZES = Array.from({ length: 12 }, (_, power) => 4 * 16 ** power);
/** Of a narrow drawing, before the texts of steps. */
const STEP_LEFT = 0.06;
const SHARE: Axis = { from: 0, to: 1, isLog: false };

export const survivalChart: DrawnChart = {
  id: 'cost-deeper',
  title: 'How much of the cost is paid far away',
  finding: (scenario) => `${depthFinding(scenario)}.`,
  explanation: ({ updates }) =>
    'The share of the cost that is paid for reads deeper than a size: how much would still be paid for if all that is ' +
    'nearer cost nothing. The dot of each line is where half of the cost lies deeper. Rings are at the largest steps, ' +
    `depths to which many reads go: ${
      updates.every(({ steps }) => steps !== undefined)
        ? 'beside them the kernel that makes most of these, and the kind of tensor that it reads.'
        : 'these results do not hold which kernel makes them.'
    }`,
  isDrawn: ({ updates }) => updates.some(isPaid),
  svg: (scenario) => {
    const updates = scenario.updates.filter(isPaid);
    const deepest = Math.max(...updates.map(({ histogram }) => ELEMENT_BYTES * histogram[histogram.length - 1].to));
    const depth: Axis = { from: ELEMENT_BYTES, to: Math.max(deepest, 2 * ELEMENT_BYTES), isLog: true };
    const rows = updates.map((_, at) =>
      updates.slice(0, at).reduce((sum, update) => sum + 1 + depthSteps(update).length, 0),
    );
    const legendRows = updates.reduce((sum, update) => sum + 1 + depthSteps(update).length, 0);
    const plot = new LogPlot(depth, SHARE, LEGEND_ROW_PX * legendRows + 22, HEIGHT_PX);
    const parts = [
      ...updates.flatMap((update, at) => [
        ruleLegendRow(scenario, update.algorithm, halfOf(scenario, update), rows[at]),
        ...stepRows(scenario, update, rows[at] + 1),
      ]),
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
      ...updates.flatMap((update) => stepMarks(scenario, update, plot)),
      plot.title('Depth, in bytes touched since'),
    ];
    return drawing(plot.bottom, survivalChart.title, parts);
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
  return `${ruleLabel(scenario, update.algorithm).shortName}: half of the cost at ${sizeOf(halfDepth(update))} or deeper`;
}

/** The steps of an update's line, one a row from the row of this number on. */
function stepRows(scenario: ScenarioResult, update: UpdateResult, row: number): string[] {
  const { fill } = RULE_COLOURS[colourPlace(scenario, update.algorithm)];
  return depthSteps(update).map((step, index) => {
    const y = LEGEND_ROW_PX * (row + index) + 12;
    const [most, others] = stepTexts(step);
    const isWide = fittingClass(`${most}${others}`, 1 - STEP_LEFT) !== '';
    const rest = others === '' ? '' : `<tspan${isWide ? ' class="w"' : ''}>${escapeHtml(others)}</tspan>`;
    return `<circle class="ring" cx="8" cy="${y - 4}" r="3.5" stroke="${fill}"/><text class="faint" x="18" y="${y}">${escapeHtml(most)}${rest}</text>`;
  });
}

/** A ring on the line of an update where each step ends. */
function stepMarks(scenario: ScenarioResult, update: UpdateResult, plot: LogPlot): string[] {
  const { fill } = RULE_COLOURS[colourPlace(scenario, update.algorithm)];
  const { shortName } = ruleLabel(scenario, update.algorithm);
  const shares = new Map(costDeeper(update));
  return depthSteps(update).map((step) => {
    const told = `<title>${escapeHtml(`${shortName}: ${stepTexts(step).join('')}`)}</title>`;
    return `<circle class="ring" cx="${across(plot.share(step.size))}" cy="${plot.pixel(shares.get(step.size) ?? 0)}" r="3.5" stroke="${fill}">${told}</circle>`;
  });
}
