import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { ruleTitle } from '../findings/compared-rules.ts';
import { liveFinding } from '../findings/findings.ts';
import { instructionsOf } from '../findings/update-figures.ts';
import type { UpdateResult } from '../results/result.ts';
import type { Chart } from './chart.ts';
import { isNarrow, ticksAlong } from './chart.ts';
import { phaseScale, SI_AXIS } from './theme.ts';

export const liveChart: Chart = {
  id: 'live-set',
  title: 'Live data over the course of the update',
  finding: liveFinding,
  explanation: () =>
    'Data is live while something will still read it, or while it is returned. Time runs in executed instructions; ' +
    'the bands are the phases. The dashed line is what every rule keeps all the time: weights, biases and the moments ' +
    'of the optimiser.',
  legend: 'phases',
  spec: (scenario, width) => {
    const longest = Math.max(...scenario.updates.map(instructionsOf));
    const highestBytes = ELEMENT_BYTES * Math.max(...scenario.updates.map(({ peakLiveElements }) => peakLiveElements));
    const unit = UNITS.find(({ bytes }) => highestBytes >= bytes) ?? BYTE;
    const highest = highestBytes / unit.bytes;
    const panel = (update: UpdateResult, isLast: boolean) => ({
      width: width - 66,
      height: isNarrow(width) ? 120 : 150,
      title: ruleTitle(scenario, update.algorithm),
      layer: [
        {
          data: { values: bands(update) },
          mark: { type: 'rect' as const, opacity: 0.45 },
          encoding: {
            x: {
              field: 'start',
              type: 'quantitative' as const,
              scale: { domain: [0, longest], nice: false },
              axis: {
                ...SI_AXIS,
                tickCount: ticksAlong(width),
                grid: false,
                title: isLast ? 'Instructions executed' : null,
              },
            },
            x2: { field: 'end' },
            color: {
              field: 'phase',
              type: 'nominal' as const,
              sort: null,
              scale: phaseScale(scenario),
              legend: null,
            },
          },
        },
        {
          data: { values: livePoints(update, unit.bytes) },
          mark: { type: 'line' as const, interpolate: 'step-before' as const, color: '#1b1f24', strokeWidth: 1.6 },
          encoding: {
            x: { field: 'instructions', type: 'quantitative' as const },
            y: {
              field: 'live',
              type: 'quantitative' as const,
              scale: { domain: [0, highest] },
              axis: { title: null, tickCount: 4, labelExpr: `datum.label + ' ${unit.name}'` },
            },
          },
        },
        {
          data: { values: [{ state: (ELEMENT_BYTES * update.stateElements) / unit.bytes }] },
          mark: { type: 'rule' as const, strokeDash: [4, 3], color: '#1b1f24', opacity: 0.7 },
          encoding: { y: { field: 'state', type: 'quantitative' as const } },
        },
      ],
    });
    const last = scenario.updates.length - 1;
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      spacing: 14,
      vconcat: scenario.updates.map((update, index) => panel(update, index === last)),
    };
  },
};

const BYTE = { name: 'B', bytes: 1 };
const UNITS = [{ name: 'GB', bytes: 2 ** 30 }, { name: 'MB', bytes: 2 ** 20 }, { name: 'KB', bytes: 2 ** 10 }, BYTE];

/** Stretches of one phase, from one instruction to another. */
function bands({ course }: UpdateResult) {
  const found: { phase: string; start: number; end: number }[] = [];
  for (const { phase, instructions } of course) {
    const band = found.at(-1);
    if (band?.phase === phase) band.end = instructions;
    else found.push({ phase, start: band?.end ?? 0, end: instructions });
  }
  return found;
}

function livePoints({ course }: UpdateResult, unitBytes: number) {
  const points = course.map(({ instructions, live }) => ({ instructions, live: (ELEMENT_BYTES * live) / unitBytes }));
  return points.length === 0 ? [] : [{ instructions: 0, live: points[0].live }, ...points];
}
