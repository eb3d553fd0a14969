import type { EnergyPreset } from '../../../core/cost/energy-presets.ts';
import { escapeHtml } from '../../writing/html.ts';

/** Which preset's figures are shown first: the last that has memories, which are what readers know. */
function firstShown(presets: readonly EnergyPreset[]): number {
  return Math.max(
    0,
    presets.findLastIndex(({ commute }) => commute.model === 'hierarchy'),
  );
}

/** The class of what is shown for one preset alone. */
export function presetClass(index: number): string {
  return `preset preset-${index}`;
}

/** Chooses the energy preset of all figures of the page, as HTML; '' where there is no choice. Works by style alone. */
export function energySwitch(presets: readonly EnergyPreset[]): string {
  if (presets.length < 2) return '';
  const choices = presets.map(
    ({ id }, index) =>
      `<label><input type="radio" name="energy" id="energy-${index}"${index === firstShown(presets) ? ' checked' : ''}> ${escapeHtml(id)}</label>`,
  );
  return `<fieldset class="switch"><legend>Energy by</legend>${choices.join('\n')}</fieldset>`;
}

/** The rules that show what is chosen, for so many presets. */
export function switchStyle(presets: readonly EnergyPreset[]): string {
  const rules = presets.map(
    (_, index) => `:root:has(#energy-${index}:checked) .preset:not(.preset-${index}) { display: none; }`,
  );
  return presets.length < 2 ? '' : `@supports selector(:has(*)) {\n${rules.join('\n')}\n}\n`;
}
