import type { Config } from 'vega-lite';
import { roleOfPhase } from '../../core/measurement/breakdown.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { Algorithm } from '../../scenarios/rule/algorithm.ts';
import { ALGORITHM_NAMES } from '../findings/findings.ts';
import type { ScenarioResult } from '../results/result.ts';
import type { Chart } from './chart.ts';

/** Blue and vermilion of Okabe and Ito: told apart by everyone, and in grey. */
export const ALGORITHM_COLOURS: Readonly<Record<Algorithm, string>> = { ff: '#0072B2', bp: '#D55E00' };

/** Colours by what a phase is for, mostly P. Tol's muted scheme; what both rules do has one colour in both. */
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
  other: '#777777',
};

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

/** The scale that gives each measured algorithm its name and colour. */
export function algorithmScale({ updates }: ScenarioResult): { domain: string[]; range: string[] } {
  const algorithms = updates.map(({ algorithm }) => algorithm);
  return {
    domain: algorithms.map((algorithm) => ALGORITHM_NAMES[algorithm]),
    range: algorithms.map((algorithm) => ALGORITHM_COLOURS[algorithm]),
  };
}

/** The scale over the phases of all updates, in order of first occurrence. */
export function phaseScale({ updates }: ScenarioResult): { domain: string[]; range: string[] } {
  const colours = new Map<string, string>();
  for (const part of updates.flatMap(({ phases }) => phases)) {
    if (!colours.has(part.phase)) colours.set(part.phase, PHASE_COLOURS[roleOfPhase(part)]);
  }
  return { domain: [...colours.keys()], range: [...colours.values()] };
}

/** P. Tol's muted scheme again, in an order whose first colours differ in lightness, too. */
const LAYER_COLOURS = ['#332288', '#44AA99', '#CC6677', '#999933', '#88CCEE', '#882255'];

/** What a layer of this index is called. */
export function layerName(layer: number): string {
  return `layer ${layer + 1}`;
}

/** The scale over the layers that have a loss. */
export function layerScale({ training }: ScenarioResult): { domain: string[]; range: string[] } {
  const losses = (training?.rules ?? []).flatMap(({ runs }) => runs.map(({ curve }) => curve[0]?.loss.length ?? 0));
  const domain = Array.from({ length: Math.max(0, ...losses) }, (_, layer) => layerName(layer));
  return { domain, range: domain.map((_, layer) => LAYER_COLOURS[layer % LAYER_COLOURS.length]) };
}

/** What Forward-Forward learns from: what it is to answer strongly, and what weakly. */
export const SIGN_SCALE = { domain: ['positives', 'negatives'], range: ['#117733', '#AA4499'] };

/** Powers of 16 between two sizes in bytes, and the expression that labels them: 4 B, 64 B, 1 KB, 16 KB, 256 KB, 4 MB. */
export const BYTE_AXIS = {
  values: Array.from({ length: 9 }, (_, k) => 4 * 16 ** k),
  labelExpr:
    "datum.value < 1024 ? datum.value + ' B' : datum.value < 1048576 ? datum.value / 1024 + ' KB' : " +
    "datum.value < 1073741824 ? datum.value / 1048576 + ' MB' : datum.value / 1073741824 + ' GB'",
} as const;

/** What the colours of a chart tell apart: each colour once, with all that it stands for. */
export function legendOf(scenario: ScenarioResult, legend: Chart['legend']): { name: string; colour: string }[] {
  const { domain, range } = scaleOf(scenario, legend);
  return [...new Set(range)].map((colour) => ({
    colour,
    name: domain.filter((_, index) => range[index] === colour).join(', '),
  }));
}

function scaleOf(scenario: ScenarioResult, legend: Chart['legend']): { domain: string[]; range: string[] } {
  switch (legend) {
    case 'algorithms':
      return algorithmScale(scenario);
    case 'phases':
      return phaseScale(scenario);
    case 'layers':
      return layerScale(scenario);
    case 'signs':
      return SIGN_SCALE;
    default:
      return legend satisfies never;
  }
}

/** SI prefixes as d3-format writes them, for axes of counts and costs: 20G. */
export const SI_AXIS = { labelExpr: "datum.value === 0 ? '0' : format(datum.value, '~s')" } as const;
