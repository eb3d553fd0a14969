import { ENERGY_BYTES } from '../../core/cost/energy.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import { ALGORITHMS } from '../../scenarios/rule/algorithm.ts';
import { ALGORITHM_NAMES } from '../findings/findings.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, energy, exactDigits, significant } from '../writing/format.ts';

/** How the value of a headline figure is written. */
type Notation = 'exact' | 'bytes' | 'energyPj' | 'decimal';

/** One figure of an update, for each algorithm that was measured. */
export interface HeadlineRow {
  /** Name of the CSV column, with its unit. */
  readonly key: string;
  readonly label: string;
  readonly notation: Notation;
  /** null: the figure has no meaning for this algorithm. */
  readonly values: Readonly<Partial<Record<Algorithm, number | bigint | null>>>;
  /** Forward-Forward over backprop; null where one of them is missing, or backprop's is 0. */
  readonly ratio: number | null;
}

/** What is asked first about one update: data moved, work done, energy, memory. Costs are at 4 bytes an element. */
export function headline(scenario: ScenarioResult): HeadlineRow[] {
  const rows: HeadlineRow[] = [];
  const add = (
    key: string,
    label: string,
    notation: Notation,
    figure: (update: UpdateResult) => number | bigint | null,
  ): void => {
    const values = Object.fromEntries(scenario.updates.map((update) => [update.algorithm, figure(update)]));
    rows.push({ key, label, notation, values, ratio: ratioOf(values) });
  };
  add('cost_cold_bytedmd', 'ByteDMD cost, cold', 'exact', ({ cost }) => cost.cold[4]);
  add('cost_cold_bytedmd_per_sample', '… per sample', 'decimal', ({ cost }) => Number(cost.cold[4]) / scenario.batch);
  add('cost_steady_bytedmd', 'ByteDMD cost, steady', 'exact', ({ cost }) => cost.steady?.[4] ?? null);
  add('reads', 'Reads', 'exact', ({ reads }) => reads);
  add('macs', 'Multiply-accumulates (MACs)', 'exact', ({ macs }) => macs);
  add('cost_bytedmd_per_mac', 'ByteDMD cost per MAC', 'decimal', ({ cost, macs }) =>
    macs === 0 ? null : Number(cost.cold[4]) / macs,
  );
  for (const preset of new Set(scenario.updates.flatMap((update) => update.energy.map(({ preset }) => preset)))) {
    const energyOf = (update: UpdateResult) => update.energy.find((one) => one.preset === preset);
    add(`commute_pj_${preset}`, `Commute energy, ${preset}`, 'energyPj', (u) => energyOf(u)?.commutePj ?? null);
    add(`compute_pj_${preset}`, `Compute energy, ${preset}`, 'energyPj', (u) => energyOf(u)?.computePj ?? null);
    add(
      `commute_to_compute_${preset}`,
      `Commute-to-compute, ${preset}`,
      'decimal',
      (u) => energyOf(u)?.commuteToCompute ?? null,
    );
  }
  add('peak_live_bytes', 'Peak live set', 'bytes', ({ peakLiveElements }) => ENERGY_BYTES * peakLiveElements);
  add(
    'peak_live_bytes_beyond_state',
    '… beyond weights and optimiser state',
    'bytes',
    ({ peakLiveElements, stateElements }) => ENERGY_BYTES * (peakLiveElements - stateElements),
  );
  add('second_pass_penalty', 'Second-pass penalty', 'decimal', ({ secondPassPenalty }) => secondPassPenalty);
  return rows;
}

function ratioOf(values: HeadlineRow['values']): number | null {
  const [ff, bp] = ALGORITHMS.map((algorithm) => values[algorithm] ?? null);
  return ff === null || bp === null || Number(bp) === 0 ? null : Number(ff) / Number(bp);
}

/** A figure as people read it; an em dash where there is none. */
export function formatFigure(value: number | bigint | null | undefined, notation: Notation): string {
  if (value === null || value === undefined) return '—';
  switch (notation) {
    case 'exact':
      return exactDigits(value);
    case 'bytes':
      return bytes(Number(value));
    case 'energyPj':
      return energy(Number(value));
    case 'decimal':
      return significant(Number(value));
    default:
      return notation satisfies never;
  }
}

/** The headline as cells of text: what, a column an algorithm, and the ratio. */
export function headlineCells(scenario: ScenarioResult): { header: string[]; rows: string[][] } {
  const algorithms = scenario.updates.map(({ algorithm }) => algorithm);
  return {
    header: ['per update', ...algorithms.map((algorithm) => ALGORITHM_NAMES[algorithm]), 'FF / BP'],
    rows: headline(scenario).map(({ label, notation, values, ratio }) => [
      label,
      ...algorithms.map((algorithm) => formatFigure(values[algorithm], notation)),
      formatFigure(ratio, 'decimal'),
    ]),
  };
}

/** The settings that every figure of a scenario depends on, for people: shape, batch, and where they are reduced. */
export function settingsLine({ layers, batch, documentedBatch, documentedLayers, preset }: ScenarioResult): string {
  const shape = layers.join('-');
  const documentedShape = documentedLayers.join('-');
  const shapeNote = shape === documentedShape ? '' : ` (documented: ${documentedShape})`;
  const batchNote = batch === documentedBatch ? '' : ` (reduced setting; documented: ${documentedBatch})`;
  const presetNote =
    preset === 'quick' ? 'Quick preset, a reduced setting on easy data made in code: layers' : 'Layers';
  return `${presetNote} ${shape}${shapeNote}, batch ${batch}${batchNote}, 4-byte elements`;
}
