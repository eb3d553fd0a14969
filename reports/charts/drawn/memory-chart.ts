import type { EnergyPreset } from '../../../core/cost/energy-presets.ts';
import { ruleLabel } from '../../findings/compared-rules.ts';
import { type LevelShare, levelShares, memoryFinding } from '../../findings/energy-findings.ts';
import type { ScenarioResult, UpdateResult } from '../../results/result.ts';
import { counted, energy, exactDigits, percent } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { across, type DrawnChart, drawing, fittingClass, inkOn } from './drawn-chart.ts';

const STRIP_PX = 24;
const TITLE_PX = 22;
const GAP_PX = 14;
/** Where strips begin: before them stands what they show. */
const LEFT = 0.15;
/** A smaller share is not labelled. */
const LEAST_LABELLED = 0.2;
/** Near to far: each is darker than the one before, in grey, too. */
const FILLS = ['#dbe8f4', '#a3c4e0', '#4f8fc4', '#0b3d6e'];

/** The chart of reads, and of the energy that they take, by how far they go under a preset. */
export function memoryChart(preset: EnergyPreset): DrawnChart {
  const title = `Energy of the reads (${preset.id})`;
  const finding = (scenario: ScenarioResult): string => memoryFinding(scenario, preset);
  return {
    id: `memory-${preset.id}`,
    title,
    finding,
    explanation: () =>
      'Each strip is all reads of one update, or all their energy, ' +
      (preset.commute.model === 'hierarchy'
        ? 'by the smallest of ideal LRU memories that holds what is read'
        : 'by how deep on the stack what is read lies; energy goes with the way along wires') +
      ', as far as bins of depths tell.',
    isDrawn: ({ updates }) => updates.some((update) => levelShares(preset, update).some(({ reads }) => reads > 0)),
    svg: (scenario) => {
      const parts = scenario.updates.flatMap((update, index) =>
        stripsOf(scenario, update, preset, index * (TITLE_PX + 2 * STRIP_PX + GAP_PX)),
      );
      const height = scenario.updates.length * (TITLE_PX + 2 * STRIP_PX + GAP_PX) - GAP_PX;
      return drawing(height, title, parts);
    },
  };
}

function stripsOf(scenario: ScenarioResult, update: UpdateResult, preset: EnergyPreset, top: number): string[] {
  const levels = levelShares(preset, update);
  const stated = update.energy.find((one) => one.preset === preset.id);
  const whole = stated === undefined ? '' : `, ${energy(stated.commutePj)}`;
  const title = `${ruleLabel(scenario, update.algorithm).shortName}${whole}`;
  return [
    `<text class="title" x="0" y="${top + 14}">${escapeHtml(title)}</text>`,
    strip(
      'reads',
      levels,
      ({ reads }) => reads,
      readsInWords,
      () => true,
      top + TITLE_PX,
    ),
    strip(
      'energy',
      levels,
      ({ energyPj }) => energyPj,
      ({ energyPj }) => energy(energyPj),
      // Named above, where there was room for it.
      ({ name, reads }) =>
        fittingClass(labelOf(name, reads / readsOf(levels)), ((1 - LEFT) * reads) / readsOf(levels)) !== '',
      top + TITLE_PX + STRIP_PX,
    ),
  ];
}

/** The reads of a level, and how many go further however the program is ordered. */
function readsInWords({ reads, beyondAtLeast }: LevelShare): string {
  const further = beyondAtLeast === null ? '' : `; in any order at least ${exactDigits(beyondAtLeast)} go further`;
  return `${counted(reads, 'read')}${further}`;
}

function readsOf(levels: readonly LevelShare[]): number {
  return levels.reduce((sum, { reads }) => sum + reads, 0);
}

function labelOf(name: string, share: number): string {
  return `${name} ${percent(share)}`;
}

/** One strip from end to end; `of` is what a level has of it. */
function strip(
  name: string,
  levels: readonly LevelShare[],
  of: (level: LevelShare) => number,
  inFigures: (level: LevelShare) => string,
  isNamed: (level: LevelShare) => boolean,
  y: number,
): string {
  const whole = levels.reduce((sum, level) => sum + of(level), 0);
  let start = 0;
  const blocks = levels.map((level, index) => {
    const share = whole === 0 ? 0 : of(level) / whole;
    const fill = FILLS[Math.round((index * (FILLS.length - 1)) / Math.max(1, levels.length - 1))];
    const x = across(LEFT + (1 - LEFT) * start);
    start += share;
    if (share === 0) return '';
    const width = (1 - LEFT) * share;
    const told = `<title>${escapeHtml(`${level.name}: ${inFigures(level)}, ${percent(share)}`)}</title>`;
    const rect = `<rect x="${x}" y="${y}" width="${across(width)}" height="${STRIP_PX - 3}" fill="${fill}"/>`;
    const text = isNamed(level) ? labelOf(level.name, share) : percent(share);
    const fits = share < LEAST_LABELLED ? null : fittingClass(text, width);
    const label =
      fits === null
        ? ''
        : `<text class="${inkOn(fill)}${fits === '' ? '' : ' w'}" x="${x}" dx="4" y="${y + 15}">${escapeHtml(text)}</text>`;
    return `<g>${told}${rect}${label}</g>`;
  });
  return `<text class="faint" x="0" y="${y + 15}">${name}</text>${blocks.join('')}`;
}
