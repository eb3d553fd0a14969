import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, percent, threeDigits } from '../writing/format.ts';
import { ruleLabel } from './compared-rules.ts';
import { partCost } from './update-figures.ts';

/** What a memory serves of an update's reads, and the energy that these take. */
export interface LevelShare {
  readonly name: string;
  readonly reads: number;
  readonly energyPj: number;
  /** Reads that go further in any order, at least; null where none are proved. */
  readonly beyondAtLeast: number | null;
}

/** Sizes at which the way of a read along wires is told apart, in bytes. */
const WIRE_BOUNDS = [2 ** 13, 2 ** 15, 2 ** 20] as const;

/**
 * The reads of an update from near to far, as far as bins of depths tell: by the smallest memory of a preset that holds them,
 * one that a level ends in counting to the next; of a preset of wires by size, where energy goes with the cost.
 */
export function levelShares({ commute }: EnergyPreset, update: UpdateResult): LevelShare[] {
  if (commute.model === 'hierarchy') {
    const levels = [...commute.levels, { ...commute.memory, capacityBytes: Number.POSITIVE_INFINITY }];
    const reads = binsWithin(levels, update, (bin) => bin.reads);
    return levels.map(({ name, capacityBytes, energyPjPerElement: { value } }, at) => {
      return { name, reads: reads[at], energyPj: reads[at] * value, beyondAtLeast: atLeast(update, capacityBytes) };
    });
  }
  const levels = [...WIRE_BOUNDS, Number.POSITIVE_INFINITY].map((capacityBytes) => ({ capacityBytes }));
  const [reads, costs] = [binsWithin(levels, update, (bin) => bin.reads), binsWithin(levels, update, partCost)];
  const pjPerCost = (commute.energyPjPerByteMm.value * Math.sqrt(commute.byteCellUm2.value)) / 1000;
  return levels.map(({ capacityBytes }, at) => {
    const name = at < WIRE_BOUNDS.length ? `to ${bytes(WIRE_BOUNDS[at])}` : `beyond ${bytes(WIRE_BOUNDS[at - 1])}`;
    return { name, reads: reads[at], energyPj: costs[at] * pjPerCost, beyondAtLeast: atLeast(update, capacityBytes) };
  });
}

/** Reads beyond a memory in any order, at least, as far as a floor tells: of the next larger one that it tells of. */
function atLeast({ floor }: UpdateResult, capacityBytes: number): number | null {
  return floor?.beyond.find(({ capacity }) => ELEMENT_BYTES * capacity >= capacityBytes)?.reads ?? null;
}

/** What the bins of an update have, added up by the first level that holds all of a bin. */
function binsWithin(
  levels: readonly { readonly capacityBytes: number }[],
  { histogram }: UpdateResult,
  of: (bin: UpdateResult['histogram'][number]) => number,
): number[] {
  const sums = levels.map(() => 0);
  for (const bin of histogram)
    sums[levels.findIndex(({ capacityBytes }) => ELEMENT_BYTES * bin.to <= capacityBytes)] += of(bin);
  return sums;
}

/** What share of the reads goes farthest, and what share of their energy that is, for each rule. */
export function memoryFinding(scenario: ScenarioResult, preset: EnergyPreset): string {
  const said = scenario.updates.flatMap((update) => {
    const levels = levelShares(preset, update);
    const [reads, energy] = [sumOf(levels, 'reads'), sumOf(levels, 'energyPj')];
    const last = levels.findLast(({ reads }) => reads > 0);
    if (last === undefined || energy === 0) return [];
    const shares = [percent(last.reads / reads), percent(last.energyPj / energy)];
    return [{ name: ruleLabel(scenario, update.algorithm).shortName, where: last.name, shares }];
  });
  const texts = said.map(({ name, where, shares: [reads, energy] }, at) =>
    where === said[at - 1]?.where
      ? `${name}: ${reads}, ${energy}`
      : `${name}: ${reads} of the reads, ${preset.commute.model === 'hierarchy' ? `to ${where}` : where}, take ${energy} of the energy`,
  );
  return texts.length === 0 ? '' : `${texts.join('; ')}.`;
}

/** Why two presets differ as they do; '' where the results do not hold one of wires and one of memories. */
export function presetsFinding(scenarios: readonly ScenarioResult[], presets: readonly EnergyPreset[]): string {
  const wire = presets.find(({ commute }) => commute.model === 'wire');
  const memories = presets.find(({ commute }) => commute.model === 'hierarchy');
  if (wire === undefined || memories === undefined) return '';
  const ratios = scenarios
    .flatMap(({ updates }) => updates)
    .flatMap(({ energy }) => {
      const [near, far] = [wire, memories].map(
        ({ id }) => energy.find(({ preset }) => preset === id)?.commuteToCompute ?? 0,
      );
      return near > 0 && far > 0 ? [far / near] : [];
    });
  if (ratios.length === 0) return '';
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => Number(ratio.toPrecision(2)));
  const times = least === most ? shortFigure(least) : `${shortFigure(least)} to ${shortFigure(most)}`;
  return (
    `Commute-to-compute is ${times} times as much under ${memories.id} as under ${wire.id}: the one charges whole accesses ` +
    'to caches and DRAM, for accumulators too where granularity is scalar, the other nothing but the wires across an ideal memory on one chip.'
  );
}

function shortFigure(value: number): string {
  return threeDigits(value).replace(/\.0+$/, '');
}

/** What is known of how far models of energy are from boards: sutro-problems, `mnist-a100`, programs H32 MLP, QDA and PCA-QDA. */
export const MEASURED_ELSEWHERE =
  'No joule here was measured: where others measured (sutro-problems, mnist-a100, September 2026, NVML counter of an ' +
  'A100 board, three programs), the board took 660 to 13,750 times what a model of wires on a grid says.';

function sumOf(levels: readonly LevelShare[], figure: 'reads' | 'energyPj'): number {
  return levels.reduce((sum, level) => sum + level[figure], 0);
}
