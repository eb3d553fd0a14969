import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { percent, significant } from '../writing/format.ts';
import { ruleTitle } from './compared-rules.ts';

/** What a memory serves of an update's reads, and the energy that these take. */
export interface LevelShare {
  readonly name: string;
  readonly reads: number;
  readonly energyPj: number;
}

/**
 * The reads of an update by the smallest memory of a preset that holds them, from the smallest, as far as bins of depths
 * tell: one that a level ends in counts to the next. null where the preset has no memories, but wires.
 */
export function levelShares({ commute }: EnergyPreset, { histogram }: UpdateResult): LevelShare[] | null {
  if (commute.model === 'wire') return null;
  const bounded = commute.levels.map((level) => ({ ...level, reads: 0 }));
  const memory = { ...commute.memory, capacityBytes: Number.POSITIVE_INFINITY, reads: 0 };
  const levels = [...bounded, memory];
  for (const { to, reads } of histogram) {
    const holding = levels.find(({ capacityBytes }) => ELEMENT_BYTES * to <= capacityBytes) ?? memory;
    holding.reads += reads;
  }
  return levels.map(({ name, reads, energyPjPerElement: { value } }) => ({ name, reads, energyPj: reads * value }));
}

/** What share of the reads goes to the farthest memory that serves any, and what share of their energy that is, for each rule. */
export function memoryFinding(scenario: ScenarioResult, preset: EnergyPreset): string {
  const said = scenario.updates.flatMap((update) => {
    const levels = levelShares(preset, update) ?? [];
    const [reads, energy] = [sumOf(levels, 'reads'), sumOf(levels, 'energyPj')];
    const last = levels.findLast(({ reads }) => reads > 0);
    if (last === undefined || energy === 0) return [];
    const title = ruleTitle(scenario, update.algorithm);
    return [
      `${title}: ${percent(last.reads / reads)} of the reads go to ${last.name} and take ` +
        `${percent(last.energyPj / energy)} of the energy of all reads`,
    ];
  });
  return said.length === 0 ? '' : `${said.join('; ')}.`;
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
    'to caches and DRAM, the other nothing but the wires across an ideal memory on one chip.'
  );
}

function shortFigure(value: number): string {
  return significant(value).replace(/\.0+$/, '');
}

/** What is known of how far models of energy are from boards: sutro-problems, `mnist-a100`, programs H32 MLP, QDA and PCA-QDA. */
export const MEASURED_ELSEWHERE =
  'No joule here was measured: where others measured (sutro-problems, mnist-a100, September 2026, NVML counter of an ' +
  'A100 board, three programs), the board took 660 to 13,750 times what a model of wires on a grid says.';

function sumOf(levels: readonly LevelShare[], figure: 'reads' | 'energyPj'): number {
  return levels.reduce((sum, level) => sum + level[figure], 0);
}
