import { comparedRules, ruleLabel } from '../../findings/compared-rules.ts';
import { type ReachedRatio, totalInWords, updatesInWords } from '../../findings/totals-to-accuracy.ts';
import { criterionRatios, criterionTotal } from '../../findings/training-findings.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { accuracyPercent, inWords, marked, threeDigits } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';
import { across, type DrawnChart, drawing } from './drawn-chart.ts';
import { learningCourses } from './learning-courses.ts';
import { type Axis, LogPlot, ticksOn } from './log-plot.ts';
import { LEGEND_ROW_PX, ruleLegend, ruleStroke } from './rule-lines.ts';

const HEIGHT_PX = 230;
const ERRORS = [
  1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001,
];
const COSTS = Array.from({ length: 60 }, (_, step) => [1, 2, 5][step % 3] * 10 ** Math.floor(step / 3));

export const errorChart: DrawnChart = {
  id: 'error',
  title: 'Error against the data moved',
  finding: updatesText,
  explanation: () =>
    'Thin lines are seeds, the thick one is their median, in which a seed that has ended counts as it ended. Every point ' +
    'is the mean of the last three evaluations, which the criterion asks for; dots are where seeds met it. The arrow leads ' +
    "from the reference's median total to the other's. Both axes are logarithmic.",
  isDrawn: (scenario) => learningCourses(scenario).length > 0,
  svg: (scenario) => {
    const courses = learningCourses(scenario);
    const criterion = 1 - (scenario.training?.criterion.testAccuracy ?? 0);
    const chance = 1 - 1 / scenario.classes;
    const points = courses.flatMap(({ seeds }) => seeds.flat());
    const costs = points.map(([value]) => value);
    const errors = [...points.map(([, value]) => value), criterion].filter((value) => value > 0);
    const cost: Axis = { from: 0.8 * Math.min(...costs), to: 1.25 * Math.max(...costs), isLog: true };
    const error: Axis = { from: Math.min(...errors) / 1.35, to: Math.max(...errors) * 1.05, isLog: true };
    const plot = new LogPlot(cost, error, LEGEND_ROW_PX * (courses.length + 1) + 14, HEIGHT_PX);
    const strokes = (width: number, isFaint: boolean) => (algorithm: string) =>
      `${ruleStroke(scenario, algorithm, width)}${isFaint ? ' stroke-opacity="0.45"' : ''}`;
    const [thin, thick] = [strokes(1, true), strokes(2.6, false)];
    const criterionY = LEGEND_ROW_PX * courses.length + 12;
    const parts = [
      ...ruleLegend(
        scenario,
        courses.map(({ algorithm }) => [algorithm, totalOf(scenario, algorithm)]),
      ),
      `<line class="mark" x1="0" x2="26" y1="${criterionY - 4}" y2="${criterionY - 4}"/>` +
        `<text x="34" y="${criterionY}">criterion: ${accuracyPercent(criterion)} wrong</text>`,
      ...ticksOn(error, ERRORS, 0.25).map((value) => plot.across(value, accuracyPercent(value), 'axis')),
      ...ticksOn(cost, decadesOr(cost), 0.27).map((value) => plot.upwards(value, shortWords(value), 'axis')),
      ...(chance <= error.to ? [plot.across(chance, `chance ${accuracyPercent(chance)}`, 'mark')] : []),
      ...courses.map(({ algorithm, seeds }) => plot.lines(seeds, thin(algorithm))),
      ...courses.map((course) => plot.line(course.median, thick(course.algorithm))),
      plot.across(criterion, '', 'mark'),
      ...courses.flatMap(({ algorithm, met }) => met.map((point) => dot(scenario, algorithm, plot, point, 3.5))),
      ...arrows(scenario, plot, criterion),
      plot.title('ByteDMD cost so far'),
    ];
    return drawing(plot.bottom, errorChart.title, parts);
  },
};

/** `FF: 4,350 updates of 406 billion ByteDMD; BP: 200 of 205 billion.` */
function updatesText(scenario: ScenarioResult): string {
  const said = (scenario.totals ?? []).map((one, index) => {
    const reached = criterionTotal(scenario, one);
    const many =
      reached === null ? 'no median of updates' : `${updatesInWords(reached)}${index === 0 ? ' updates' : ''}`;
    const cost = `${inWords(one.costPerUpdate)}${index === 0 ? ' ByteDMD' : ''}`;
    const readout = one.readout === null ? '' : `, and ${inWords(one.readout.cost)} for the readout`;
    return `${ruleLabel(scenario, one.algorithm).shortName}: ${many} of ${cost}${readout}`;
  });
  return `${said.join('; ')}.`;
}

/** Powers of ten where the axis spans several, else twos and fives between them. */
function decadesOr({ from, to }: Axis): number[] {
  return to / from >= 100 ? COSTS.filter((_, step) => step % 3 === 0) : COSTS;
}

/** `200 billion` */
function shortWords(value: number): string {
  return inWords(value).replace(/\.0+(?= )/, '');
}

function totalOf(scenario: ScenarioResult, algorithm: string): string {
  const total = criterionTotal(scenario, { algorithm });
  const { shortName } = ruleLabel(scenario, algorithm);
  return total === null ? `${shortName}: not met by every seed` : `${shortName}: ${totalInWords(total)}`;
}

function dot(
  scenario: ScenarioResult,
  algorithm: string,
  plot: LogPlot,
  [cost, error]: readonly [number, number],
  radius: number,
): string {
  const { fill } = RULE_COLOURS[colourPlace(scenario, algorithm)];
  const told = `${ruleLabel(scenario, algorithm).shortName}: a seed met the criterion after a cost of ${inWords(cost)}`;
  return `<circle cx="${across(plot.share(cost))}" cy="${plot.pixel(error)}" r="${radius}" fill="${fill}"><title>${escapeHtml(told)}</title></circle>`;
}

/** From the total of the reference to that of each rule, below the criterion, with how many times as much it is. */
function arrows(scenario: ScenarioResult, plot: LogPlot, criterion: number): string[] {
  const ratios = criterionRatios('total', scenario);
  const from = criterionTotal(scenario, { algorithm: scenario.reference });
  return comparedRules(scenario).flatMap((algorithm, index) => {
    const to = criterionTotal(scenario, { algorithm });
    const ratio = ratios[index];
    if (from === null || to === null || ratio === null) return [];
    const y = plot.pixel(criterion) + 14 + 28 * index;
    const [start, end] = [from, to].map(({ total }) => plot.share(Number(total)));
    const back = end < start ? 7 : -7;
    return [
      `<line x1="${across(start)}" x2="${across(end)}" y1="${y}" y2="${y}" stroke="currentColor" stroke-width="1.5"/>` +
        `<svg x="${across(end)}" y="${y}" width="1" height="1" overflow="visible"><path d="M0 0L${back} -4V4Z" fill="currentColor"/></svg>` +
        `<text class="title halo" x="${across((start + end) / 2)}" y="${y + 15}" text-anchor="middle">${escapeHtml(timesOf(ratio))}</text>`,
    ];
  });
}

/** `≥ 12.2×` */
function timesOf({ value, bound }: ReachedRatio): string {
  return `${marked(bound, threeDigits(value, bound))}×`;
}
