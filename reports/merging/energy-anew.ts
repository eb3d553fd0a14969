import { energyOfReads } from '../../core/cost/energy.ts';
import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { InputError } from '../../core/input-error.ts';
import type { Results, UpdateResult } from '../results/result.ts';
import { bytes } from '../writing/format.ts';
import type { NamedResults } from './merged-results.ts';

type UpdateEnergy = UpdateResult['energy'][number];

/**
 * The results with the energy of their updates under other presets, from what they hold of depths; where a preset is one
 * of theirs its energies stay. Throws InputError naming the file and the preset where the depths that the results count
 * together do not tell which level of memory holds them.
 */
export function withEnergy({ where, results }: NamedResults, presets: readonly EnergyPreset[]): Results {
  const { provenance, scenarios } = results;
  const isKnown = (preset: EnergyPreset): boolean =>
    provenance.energyPresets.some((known) => JSON.stringify(known) === JSON.stringify(preset));
  const energyIn = (update: UpdateResult, preset: EnergyPreset): UpdateEnergy => {
    const kept = isKnown(preset) ? update.energy.find((one) => one.preset === preset.id) : undefined;
    return kept ?? energyAnew(update, preset, where);
  };
  return {
    ...results,
    provenance: { ...provenance, energyPresets: [...presets] },
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      updates: scenario.updates.map((update) => ({
        ...update,
        energy: presets.map((preset) => energyIn(update, preset)),
      })),
    })),
  };
}

function energyAnew(update: UpdateResult, preset: EnergyPreset, where: string): UpdateEnergy {
  const reads = {
    cost: update.cost.cold[ELEMENT_BYTES],
    perLevel: (levels: readonly { readonly capacityBytes: number }[]) =>
      readsOfBins(update, levels, `${where}: energy preset ${preset.id}`),
  };
  return { preset: preset.id, ...energyOfReads(preset, reads, update.instructions) };
}

/** Reads that hit each level, from bins of depths: exact, since a level that ends within a bin that has reads is refused. */
function readsOfBins(
  { algorithm, histogram }: UpdateResult,
  levels: readonly { readonly capacityBytes: number }[],
  where: string,
): number[] {
  const reads: number[] = new Array(levels.length + 1).fill(0);
  for (const bin of histogram) {
    if (bin.reads === 0) continue;
    const levelOf = (depth: number): number => {
      const level = levels.findIndex(({ capacityBytes }) => depth * ELEMENT_BYTES <= capacityBytes);
      return level < 0 ? levels.length : level;
    };
    const level = levelOf(bin.from);
    if (level !== levelOf(bin.to)) {
      throw new InputError(
        `${where}: its level of ${bytes(levels[level].capacityBytes)} ends among depths of ${bin.from} to ${bin.to} ` +
          `elements, which the results of ${algorithm} count together; give --energy to odometer compare instead`,
      );
    }
    reads[level] += bin.reads;
  }
  return reads;
}
