import type { Config } from 'vega-lite';
import { roleOfPhase } from '../../core/measurement/breakdown.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { Role } from '../../core/trace/trace.ts';
import { ruleLabel } from '../findings/compared-rules.ts';
import type { ScenarioResult } from '../results/result.ts';

/**
 * The palette of rules, by the place that each names: Okabe and Ito's, which everyone tells apart, the first two also in
 * grey. `text` is the same darkened, to be read on white.
 */
export const RULE_COLOURS: readonly { readonly fill: string; readonly text: string }[] = [
  { fill: '#0072B2', text: '#005f96' },
  { fill: '#D55E00', text: '#b34a00' },
  { fill: '#009E73', text: '#00704f' },
  { fill: '#CC79A7', text: '#9a3f73' },
  { fill: '#E69F00', text: '#8a5c00' },
  { fill: '#56B4E9', text: '#1c6a99' },
];

/** The place of a rule's colour in the palette, which begins anew after its last. */
export function colourPlace(scenario: ScenarioResult, algorithm: string): number {
  return ruleLabel(scenario, algorithm).colour % RULE_COLOURS.length;
}

/** Of what is nothing else. */
export const OTHER_FILL = '#777777';

/** Colours by what a phase is for, mostly P. Tol's muted scheme; what several rules do has one colour in all. */
const PHASE_COLOURS: Readonly<Record<PhaseRole, string>> = {
  batch: '#AA4499',
  forward: '#44AA99',
  'second forward': '#88CCEE',
  're-forward': '#DDCC77',
  normalise: '#999933',
  loss: '#882255',
  gradient: '#CC6677',
  backward: '#CC6677',
  optimiser: '#A7B0C0',
  predict: '#332288',
  epilogue: '#444444',
  other: OTHER_FILL,
};

/** Of kinds of tensors, by their roles. */
const KIND_COLOURS: Readonly<Record<Role, string>> = {
  inputs: '#44AA99',
  weights: '#4f8fc4',
  activations: '#DDCC77',
  gradients: '#CC6677',
  'optimiser state': '#A7B0C0',
  temporaries: '#AA4499',
};

/** The colour of a kind of tensor. */
export function kindFill(kind: string): string {
  return Object.entries(KIND_COLOURS).find(([role]) => role === kind)?.[1] ?? OTHER_FILL;
}

const INK = '#1b1f24';
const FAINT = '#57606a';
const GRID = '#e4e7eb';
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** The look of every chart: quiet axes, one font, no frame; nothing that is not data or its scale. */
export const CHART_CONFIG: Config = {
  font: FONT,
  background: 'transparent',
  // One label describes the whole drawing; without this every mark would carry its own.
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: FAINT,
    titleColor: INK,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: GRID,
    domainColor: GRID,
    tickColor: GRID,
    labelLimit: 0,
    titleLimit: 0,
  },
  title: { color: INK, fontSize: 13, fontWeight: 600, anchor: 'start', offset: 6 },
};

/** The colour of each phase of all updates. */
export function phaseFills({ updates }: ScenarioResult): Readonly<Record<string, string>> {
  const parts = updates.flatMap(({ phases }) => phases).reverse();
  return Object.fromEntries(parts.map((part) => [part.phase, PHASE_COLOURS[roleOfPhase(part)]]));
}

/** Colours of lines of which each is a layer: read on white and on black. */
export const LAYER_COLOURS = ['#3b82c4', '#c2570c', '#2f9e74', '#a45ca8', '#8f8420', '#7d8590'] as const;

/** What a layer of this index is called. */
export function layerName(layer: number): string {
  return `layer ${layer + 1}`;
}

/** Powers of 16 between two sizes in bytes, and the expression that labels them: 4 B, 64 B, 1 KB, 16 KB, 256 KB, 4 MB. */
export const BYTE_AXIS = {
  values: Array.from({ length: 9 }, (_, k) => 4 * 16 ** k),
  labelExpr:
    "datum.value < 1024 ? datum.value + ' B' : datum.value < 1048576 ? datum.value / 1024 + ' KB' : " +
    "datum.value < 1073741824 ? datum.value / 1048576 + ' MB' : datum.value / 1073741824 + ' GB'",
} as const;

/** SI prefixes as d3-format writes them, for axes of counts and costs: 20G. */
export const SI_AXIS = { labelExpr: "datum.value === 0 ? '0' : format(datum.value, '~s')" } as const;
