import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { beyondLines, floorFinding, readsBeyond } from '../../findings/beyond-memories.ts';
import { ruleTitle } from '../../findings/compared-rules.ts';
import type { UpdateResult } from '../../results/result.ts';
import { bytes, listed } from '../../writing/format.ts';
import type { DrawnChart } from '../drawn/drawn-chart.ts';
import { drawing } from '../drawn/drawn-chart.ts';
import { type Axis, LogPlot, ticksOn } from '../drawn/log-plot.ts';
import { LEGEND_ROW_PX, ruleLegend, ruleStroke } from '../drawn/rule-lines.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';

const HEIGHT_PX = 150;
const SIZES = Array.from({ length: 12 }, (_, power) => 4 * 16 ** power);
const SHARES = Array.from({ length: 6 }, (_, power) => 10 ** -power);
/** Of the reads: what is less is not drawn. */
const LEAST_SHARE = 1e-5;

export const beyondChart: DrawnChart = {
  id: 'beyond',
  title: 'Reads that a memory would not serve',
  finding: floorFinding,
  explanation: ({ updates }) =>
    'The share of the reads that go beyond an ideal LRU memory of a size, and in any order at least do; sizes lie a quarter of an octave apart. ' +
    floorWords(updates),
  isDrawn: ({ updates }) => updates.some(isRead),
  svg: (scenario) => {
    const updates = scenario.updates.filter(isRead);
    const lines = updates.map((update) => sharesOf(update, readsBeyond(update)));
    const floors = updates.map((update) => sharesOf(update, update.floor?.beyond ?? []));
    const points = [...lines, ...floors].flat();
    const size: Axis = { from: ELEMENT_BYTES, to: Math.max(8, ...points.map(([at]) => at)), isLog: true };
    const share: Axis = { from: Math.min(0.1, ...points.map(([, at]) => at)), to: 1, isLog: true };
    const plot = new LogPlot(size, share, LEGEND_ROW_PX * updates.length + 8, HEIGHT_PX);
    const parts = [
      ...ruleLegend(
        scenario,
        updates.map(({ algorithm, floor }) => [
          algorithm,
          `${ruleTitle(scenario, algorithm)}${floor ? '; dotted: at least, in any order' : ''}`,
        ]),
      ),
      ...SHARES.filter((at) => at >= share.from).map((at) =>
        plot.across(at, `${Number((100 * at).toPrecision(1))} %`, 'axis'),
      ),
      ...ticksOn(size, SIZES, 0.1).map((at) => plot.upwards(at, bytes(at), 'axis')),
      ...updates.map(({ algorithm }, at) => plot.line(lines[at], ruleStroke(scenario, algorithm, 2))),
      ...updates.map(({ algorithm }, at) => {
        const { fill } = RULE_COLOURS[colourPlace(scenario, algorithm)];
        return floors[at].length === 0
          ? ''
          : plot.line(floors[at], `stroke="${fill}" stroke-width="2" stroke-dasharray="1 4"`);
      }),
      plot.title('Size of the memory'),
    ];
    return drawing(plot.bottom, beyondChart.title, parts);
  },
  lines: beyondLines,
};

function isRead({ reads, histogram }: UpdateResult): boolean {
  return reads > 0 && histogram.length > 0;
}

/** By size in bytes, as far as there is anything to see. */
function sharesOf(
  { reads }: UpdateResult,
  beyond: readonly { readonly capacity: number; readonly reads: number }[],
): [size: number, share: number][] {
  return beyond
    .map(({ capacity, reads: deeper }): [number, number] => [ELEMENT_BYTES * capacity, deeper / reads])
    .filter(([, share]) => share >= LEAST_SHARE);
}

/** Of which orders floors are proved, and what of. */
function floorWords(updates: readonly UpdateResult[]): string {
  const floors = updates.flatMap(({ floor }) => floor ?? []);
  if (floors.length === 0) return 'These results hold no floor: it is not known what another order would change.';
  const without = [...new Set(floors.flatMap(({ without }) => without))];
  const orders = listed([...new Set(floors.map(({ of }) => of))]);
  const missing = without.length === 0 ? '' : ` Some of ${listed(without)} is in no floor.`;
  return `At least means ${orders}, cold or steady. Where a dotted line ends, beyond it nothing is proved.${missing}`;
}
