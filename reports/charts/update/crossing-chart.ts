import { LEVEL_BYTES } from '../../../core/levels/memory-levels.ts';
import { type Crossing, crossingFinding, crossings } from '../../findings/beyond-memories.ts';
import { ruleTitle } from '../../findings/compared-rules.ts';
import type { ScenarioResult, UpdateResult } from '../../results/result.ts';
import { bytes } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { across, type DrawnChart, drawing } from '../drawn/drawn-chart.ts';
import { colourPlace, RULE_COLOURS } from '../theme.ts';

/** Memories and, between them, boundaries, as shares of the width: there is room for what crosses in the narrowest drawing. */
const BOX = 0.14;
const GAP = (1 - (LEVEL_BYTES.length + 1) * BOX) / LEVEL_BYTES.length;
const BOX_PX = 26;
/** Above the memories: the rule, and what crosses. */
const TITLE_PX = 22;
const ABOVE_PX = 18;
/** Below them: what crosses at least, in two lines. */
const BELOW_PX = 34;
const RULE_PX = TITLE_PX + ABOVE_PX + BOX_PX + BELOW_PX;
const SPACE_PX = 12;

export const crossingChart: DrawnChart = {
  id: 'crossings',
  title: 'Bytes that cross between memories',
  finding: crossingFinding,
  explanation: () =>
    'Memories from near to far. Above each arrow stands what the reads of one update bring across the boundary from all memories ' +
    'beyond it; under it, at least how much any order brings, where that is proved. Memories are inclusive ideal LRU memories in ' +
    'which what is dead takes no room, one element smaller than their name, as far as bins of depths tell; writes cross nothing.',
  isDrawn: ({ updates }) => updates.some(({ histogram }) => histogram.length > 0),
  svg: (scenario) => {
    const updates = scenario.updates.filter(({ histogram }) => histogram.length > 0);
    const parts = updates.map((update, index) => hierarchyOf(scenario, update, index * (RULE_PX + SPACE_PX)));
    return drawing(updates.length * (RULE_PX + SPACE_PX) - SPACE_PX, crossingChart.title, parts);
  },
};

/** The memories of one rule, and an arrow across each boundary that anything crosses. */
function hierarchyOf(scenario: ScenarioResult, update: UpdateResult, top: number): string {
  const { fill } = RULE_COLOURS[colourPlace(scenario, update.algorithm)];
  const y = top + TITLE_PX + ABOVE_PX;
  const memories = [...LEVEL_BYTES.map((size) => bytes(size)), 'beyond'].map((name, at) =>
    memory(name, placeOf(at), y),
  );
  const arrows = crossings(update).map((crossing, at) => arrow(crossing, placeOf(at) + BOX, y));
  return (
    `<text class="title" x="0" y="${top + 14}">${escapeHtml(ruleTitle(scenario, update.algorithm))}</text>` +
    `<g text-anchor="middle" fill="${fill}">${[...memories, ...arrows].join('')}</g>`
  );
}

function placeOf(memory: number): number {
  return memory * (BOX + GAP);
}

function memory(name: string, x: number, y: number): string {
  const box = `<rect class="box" x="${across(x)}" y="${y}" width="${across(BOX)}" height="${BOX_PX}"/>`;
  return `${box}${centred(name, x + BOX / 2, y + 17)}`;
}

/** From a memory to the nearer one at its left; `x` is where the gap between them begins. */
function arrow({ bytes: crossing, atLeast }: Crossing, x: number, y: number): string {
  const middle = y + BOX_PX / 2;
  const shaft = `<rect x="${across(x)}" y="${middle - 1}" width="${across(GAP)}" height="2"/>`;
  const head = `<svg x="${across(x)}" y="${middle}"><path d="M1 0l8-4v8z"/></svg>`;
  const centre = x + GAP / 2;
  return [
    crossing === 0 ? '' : shaft + head,
    centred(bytes(crossing), centre, y - 6),
    atLeast === undefined ? '' : centred('at least', centre, y + BOX_PX + 14, 'faint'),
    atLeast === undefined ? '' : centred(bytes(atLeast, 'at least'), centre, y + BOX_PX + 29),
  ].join('');
}

function centred(text: string, x: number, y: number, kind?: string): string {
  return `<text${kind === undefined ? '' : ` class="${kind}"`} x="${across(x)}" y="${y}">${escapeHtml(text)}</text>`;
}
