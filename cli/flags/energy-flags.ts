import { ENERGY_PRESETS, type EnergyPreset, parseEnergyPreset } from '../../core/cost/energy-presets.ts';
import { InputError } from '../../core/input-error.ts';
import { readJsonFile } from '../files/json-file.ts';

/** What `--energy` is by default: every preset of this product. */
export const ALL_PRESETS = ENERGY_PRESETS.map(({ id }) => id).join(',');

/** The presets named in a comma-separated list: of this product, or JSON files. Throws InputError on an unknown one. */
export function parseEnergyPresets(list: string): EnergyPreset[] {
  const presets = list.split(',').map((name) => {
    if (name.endsWith('.json')) return parseEnergyPreset(readJsonFile(name), name);
    const preset = ENERGY_PRESETS.find(({ id }) => id === name);
    if (preset !== undefined) return preset;
    const known = ENERGY_PRESETS.map(({ id }) => id).join(', ');
    throw new InputError(`--energy ${name}: is no preset; choose from ${known}, or name a .json file`);
  });
  const twice = presets.find(({ id }, index) => presets.findIndex((other) => other.id === id) < index);
  if (twice !== undefined)
    throw new InputError(`--energy: two presets are called ${twice.id}; rename or leave out one`);
  return presets;
}
