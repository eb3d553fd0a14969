import { ruleTitle } from '../../findings/compared-rules.ts';
import { differenceFinding, phaseFinding } from '../../findings/findings.ts';
import { updateCost } from '../../findings/update-figures.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { exactDigits, inWords, percent } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { phaseFills } from '../theme.ts';
import { across, type DrawnChart, drawing, fittingClass, inkOn, tinted } from './drawn-chart.ts';
import { type IcicleBlock, icicleRows } from './icicle-levels.ts';

const ROW_PX = 22;
/** Above the rows of a rule, for its title; below, before the next rule. */
const TITLE_PX = 22;
const GAP_PX = 14;
/** Blocks below this share of the scale are put together: four pixels of a wide drawing. */
const LEAST_SHARE = 1 / 200;
/** How much white the colour of a phase has in each row, so that rows are told apart. */
const TINTS = [0.15, 0.4, 0.6, 0.75];
/** So many names of what is put together are told. */
const MOST_NAMES = 4;
/** Of a phase that stands in no breakdown. */
const OTHER_FILL = '#777777';

/** What the rows of an update are drawn by. */
interface Whole {
  readonly cost: number;
  /** Cost that takes the whole width. */
  readonly scale: number;
  readonly fills: Readonly<Record<string, string>>;
}

export const icicleChart: DrawnChart = {
  id: 'icicle',
  title: 'Where one update pays',
  finding: (scenario) => {
    const difference = differenceFinding(scenario);
    return difference === null ? `${phaseFinding(scenario)}.` : `${difference}.`;
  },
  explanation: (scenario) =>
    `Width is ByteDMD cost, on one scale for all rules. ${rowsOf(scenario)} Each row adds up to the whole update; ` +
    'point at a block for its figures.',
  isDrawn: ({ updates }) => updates.some((update) => updateCost(update) > 0),
  svg: (scenario) => {
    const scale = Math.max(...scenario.updates.map(updateCost));
    const fills = phaseFills(scenario);
    const parts: string[] = [];
    let top = 0;
    for (const update of scenario.updates) {
      const rows = icicleRows(update, LEAST_SHARE * scale);
      const title = `${ruleTitle(scenario, update.algorithm)}: ${inWords(updateCost(update))}`;
      const whole = { cost: updateCost(update), scale, fills };
      const drawn = rows.map((blocks, level) => rowSvg(blocks, level, top + TITLE_PX, whole));
      parts.push(
        `<text class="title" x="0" y="${top + 14}">${escapeHtml(title)}</text>`,
        `<g class="icicle">${drawn.join('')}</g>`,
      );
      top += TITLE_PX + ROW_PX * rows.length + GAP_PX;
    }
    return drawing(top - GAP_PX, `${icicleChart.title}. ${icicleChart.finding(scenario)}`, parts);
  },
};

function rowsOf({ updates }: ScenarioResult): string {
  return updates.every(({ places }) => places !== undefined)
    ? 'Rows from above: phases, in them layers, kernels, and lines of the program.'
    : 'Blocks are phases; these results hold nothing finer.';
}

/** A row of blocks: each says what it is, how much, and how many reads. */
function rowSvg(blocks: readonly IcicleBlock[], level: number, top: number, whole: Whole): string {
  const runs: IcicleBlock[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run?.[0].phase === block.phase) run.push(block);
    else runs.push([block]);
  }
  const drawn = runs.map((run) => {
    const fill = tinted(whole.fills[run[0].phase] ?? OTHER_FILL, TINTS[level]);
    return `<g fill="${fill}">${run.map((block) => blockSvg(block, level, inkOn(fill), whole)).join('')}</g>`;
  });
  return `<svg class="row" y="${top + ROW_PX * level}" overflow="visible">${drawn.join('')}</svg>`;
}

function blockSvg({ name, names, start, cost, reads }: IcicleBlock, level: number, ink: string, whole: Whole): string {
  const share = percent(cost / whole.cost);
  const told = `${toldNames(names)}: cost ${exactDigits(cost)} (${share}), ${exactDigits(reads)} reads`;
  const [x, width] = [across(start / whole.scale), cost / whole.scale];
  return (
    `<rect x="${x}" width="${across(width)}" height="${ROW_PX - 1}"><title>${escapeHtml(told)}</title></rect>` +
    label(name, level === 0 ? share : '', x, width, ink)
  );
}

/** Of many names the first ones, and how many there are besides. */
function toldNames(names: readonly string[]): string {
  const [told, others] = names.length > MOST_NAMES ? [names.slice(0, MOST_NAMES - 1), true] : [names, false];
  return `${told.join(', ')}${others ? ` and ${names.length - told.length} more` : ''}`;
}

/** The name of a block, with its share where there is room for it, as far as there is room for the name. */
function label(name: string, share: string, x: string, width: number, ink: string): string {
  const short = name.replace(/^.*\//, '').replace('layer ', 'L');
  const found = [...(share === '' ? [] : [`${short} ${share}`]), short]
    .map((text) => ({ text, fits: fittingClass(text, width) }))
    .find(({ fits }) => fits !== null);
  if (found === undefined) return '';
  const { text, fits } = found;
  return `<text class="${ink}${fits === '' ? '' : ' w'}" x="${x}" dx="4" y="15">${escapeHtml(text)}</text>`;
}
