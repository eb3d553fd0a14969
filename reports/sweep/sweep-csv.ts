import { stringify } from 'csv-stringify/sync';
import { jsonInteger } from '../../core/numbers/exact-integer.ts';
import { cellText } from '../writing/visible-text.ts';
import { coordinatesOf } from './sweep-figures.ts';
import type { SweepResult, SweptUpdate } from './sweep-result.ts';
import { optionNames } from './sweep-table.ts';

const FIGURES = [
  'cost_cold_bytedmd',
  'cost_steady_bytedmd',
  'reads',
  'macs',
  'peak_live_bytes',
  'state_bytes',
  'peak_live_bytes_beyond_state',
] as const;
/** Those that are told for an example of the batch, too. */
const A_SAMPLE = ['cost_cold_bytedmd', 'cost_steady_bytedmd', 'reads', 'macs', 'peak_live_bytes_beyond_state'] as const;
const TRAINED = [
  'updates_to_criterion_median',
  'updates_to_criterion_by_seed',
  'readout_cost_bytedmd',
  'total_cost_bytedmd',
];

type Cell = string | number | bigint | null | undefined;

/** A sweep as CSV: a row for each rule at each point, figures exact and unrounded, units in the header. */
export function sweepCsv(sweep: SweepResult): string {
  const names = optionNames(sweep);
  const header = [
    ...['task', 'algorithm', 'layers', 'depth', 'width', 'batch'],
    ...names.map((name) => cellText(`option_${name}`)),
    ...FIGURES,
    ...A_SAMPLE.map((name) => `${name}_per_sample`),
    ...(sweep.training === null ? [] : TRAINED),
  ];
  const rows = sweep.points.flatMap((point) =>
    point.updates.map((update): Cell[] => {
      const { depth, width, batch } = coordinatesOf(point);
      const figures = figuresOf(update);
      return [
        ...[cellText(sweep.task.id), cellText(update.algorithm), point.layers.join('-'), depth, width, batch],
        ...names.map((name) => cellText(String(point.options[name] ?? ''))),
        ...FIGURES.map((name) => exact(figures[name])),
        ...A_SAMPLE.map((name) => (figures[name] === null ? null : Number(figures[name]) / batch)),
        ...(sweep.training === null ? [] : trainedCells(update)),
      ];
    }),
  );
  return stringify([header, ...rows]);
}

function figuresOf({ cost, reads, macs, peakLiveBytes, stateBytes }: SweptUpdate) {
  return {
    cost_cold_bytedmd: cost.cold,
    cost_steady_bytedmd: cost.steady,
    reads,
    macs,
    peak_live_bytes: peakLiveBytes,
    state_bytes: stateBytes,
    peak_live_bytes_beyond_state: peakLiveBytes - stateBytes,
  } satisfies Record<(typeof FIGURES)[number], number | bigint | null>;
}

function trainedCells({ trained }: SweptUpdate): Cell[] {
  if (trained === undefined) return TRAINED.map(() => null);
  const bySeed = trained.runs.map(({ updatesToCriterion }) => updatesToCriterion ?? 'never').join(' ');
  return [trained.updates, bySeed, exact(trained.readoutCost), exact(trained.totalCost)];
}

function exact(figure: number | bigint | null): Cell {
  return figure === null ? null : jsonInteger(figure);
}
