import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { comparedRules, pairOf, ratioTitles, ruleTitle } from '../findings/compared-rules.ts';
import { updateCost } from '../findings/update-figures.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, energy, exactDigits, significant } from '../writing/format.ts';

/** How the value of a headline figure is written. */
type Notation = 'exact' | 'bytes' | 'energyPj' | 'decimal';

/** One figure of an update, for each rule that was measured. */
export interface HeadlineRow {
  /** Name of the CSV column, with its unit. */
  readonly key: string;
  readonly label: string;
  readonly notation: Notation;
  /** null: the figure has no meaning for this rule. */
  readonly values: Readonly<Record<string, number | bigint | null>>;
  /** Each rule that is held against the reference, over it; null where one has none, or the reference's is 0. */
  readonly ratios: readonly (number | null)[];
}

/** What is asked first about one update: data moved, work done, energy, memory. Costs are at ELEMENT_BYTES. */
export function headline(scenario: ScenarioResult): HeadlineRow[] {
  const rows: HeadlineRow[] = [];
  const add = (
    key: string,
    label: string,
    notation: Notation,
    figure: (update: UpdateResult) => number | bigint | null,
  ): void => {
    const figures = scenario.updates.map((update) => ({ algorithm: update.algorithm, value: figure(update) }));
    const values = Object.fromEntries(figures.map(({ algorithm, value }) => [algorithm, value]));
    const ratios = comparedRules(scenario).map((rule) => {
      const pair = pairOf(scenario, rule, figures);
      return pair === null ? null : ratioOf(pair.compared.value, pair.reference.value);
    });
    rows.push({ key, label, notation, values, ratios });
  };
  add('cost_cold_bytedmd', 'ByteDMD cost, cold', 'exact', ({ cost }) => cost.cold[ELEMENT_BYTES]);
  add('cost_cold_bytedmd_per_sample', '… per sample', 'decimal', (update) => updateCost(update) / scenario.batch);
  add('cost_steady_bytedmd', 'ByteDMD cost, steady', 'exact', ({ cost }) => cost.steady?.[ELEMENT_BYTES] ?? null);
  if (scenario.updates.some(({ floor }) => floor !== undefined)) {
    add('cost_over_floor', '… cold, times the floor of any order', 'decimal', (update) =>
      update.floor ? updateCost(update) / Number(update.floor.cost[ELEMENT_BYTES]) : null,
    );
    // Floors bound no ratio of rules.
    rows[rows.length - 1] = { ...rows[rows.length - 1], ratios: comparedRules(scenario).map(() => null) };
  }
  add('reads', 'Reads', 'exact', ({ reads }) => reads);
  add('macs', 'Multiply-accumulates (MACs)', 'exact', ({ macs }) => macs);
  add('cost_bytedmd_per_mac', 'ByteDMD cost of the update per MAC', 'decimal', (update) =>
    update.macs === 0 ? null : updateCost(update) / update.macs,
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
  add('peak_live_bytes', 'Peak live set', 'bytes', ({ peakLiveElements }) => ELEMENT_BYTES * peakLiveElements);
  add(
    'peak_live_bytes_beyond_state',
    '… beyond weights and optimiser state',
    'bytes',
    ({ peakLiveElements, stateElements }) => ELEMENT_BYTES * (peakLiveElements - stateElements),
  );
  add('second_pass_penalty', 'Second-pass penalty', 'decimal', ({ secondPassPenalty }) => secondPassPenalty);
  return rows;
}

function ratioOf(figure: number | bigint | null, reference: number | bigint | null): number | null {
  return figure === null || reference === null || Number(reference) === 0 ? null : Number(figure) / Number(reference);
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

/** The headline as cells of text: what, a column a rule, and the ratios to the reference. */
export function headlineCells(scenario: ScenarioResult): { header: string[]; rows: string[][] } {
  const algorithms = scenario.updates.map(({ algorithm }) => algorithm);
  return {
    header: ['per update', ...algorithms.map((algorithm) => ruleTitle(scenario, algorithm)), ...ratioTitles(scenario)],
    rows: headline(scenario).map(({ label, notation, values, ratios }) => [
      label,
      ...algorithms.map((algorithm) => formatFigure(values[algorithm], notation)),
      ...ratios.map((ratio) => formatFigure(ratio, 'decimal')),
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
  return `${presetNote} ${shape}${shapeNote}, batch ${batch}${batchNote}, ${ELEMENT_BYTES}-byte elements`;
}
