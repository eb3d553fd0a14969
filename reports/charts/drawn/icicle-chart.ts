import { ruleTitle } from '../../findings/compared-rules.ts';
import { differenceFinding, phaseFinding } from '../../findings/findings.ts';
import { updateCost } from '../../findings/update-figures.ts';
import type { ScenarioResult, UpdateResult } from '../../results/result.ts';
import { exactDigits, inWords, percent } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { phaseScale } from '../theme.ts';
import { across, type DrawnChart, drawing, fittingClass, inkOn, tinted } from './drawn-chart.ts';
import { type IcicleBlock, icicleRows } from './icicle-levels.ts';

const ROW_PX = 22;
/** Above the rows of a rule, for its title; below, before the next rule. */
const TITLE_PX = 22;
const GAP_PX = 14;
/** Blocks below this share of the scale are put together: a pixel of a wide drawing. */
const LEAST_SHARE = 1 / 800;
/** How much white the colour of a phase has in each row, so that rows are told apart. */
const TINTS = [0.15, 0.4, 0.6, 0.75];

export const icicleChart: DrawnChart = {
  id: 'icicle',
  title: 'Where one update pays',
  finding: (scenario) => {
    const difference = differenceFinding(scenario);
    return `${difference === null ? '' : `${difference}. `}${phaseFinding(scenario)}.`;
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
      parts.push(`<text class="title" x="0" y="${top + 14}">${escapeHtml(title)}</text>`);
      rows.forEach((blocks, level) => {
        const y = top + TITLE_PX + ROW_PX * level;
        for (const block of blocks)
          parts.push(blockSvg(block, y, scale, update, tinted(fills[block.phase], TINTS[level])));
      });
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

/** The colour of each phase. */
function phaseFills(scenario: ScenarioResult): Readonly<Record<string, string>> {
  const { domain, range } = phaseScale(scenario);
  return Object.fromEntries(domain.map((phase, index) => [phase, range[index]]));
}

function blockSvg(block: IcicleBlock, y: number, scale: number, update: UpdateResult, fill: string): string {
  const { name, path, start, cost, reads } = block;
  const share = percent(cost / updateCost(update));
  const told = `${path.join(' › ')}: cost ${exactDigits(cost)}, ${share} of the update; ${exactDigits(reads)} reads`;
  const width = cost / scale;
  const x = across(start / scale);
  const rect = `<rect x="${x}" y="${y}" width="${across(width)}" height="${ROW_PX - 1}" fill="${fill}"/>`;
  return `<g><title>${escapeHtml(told)}</title>${rect}${label(name, share, x, y, width, inkOn(fill))}</g>`;
}

/** The name of a block, with its share where that fits, too, as far as there is room for it. */
function label(name: string, share: string, x: string, y: number, width: number, ink: string): string {
  const short = name.replace(/^.*\//, '');
  const found = [`${short} ${share}`, short, short.replace('layer ', 'L')]
    .map((text) => ({ text, fits: fittingClass(text, width) }))
    .find(({ fits }) => fits !== null);
  if (found === undefined) return '';
  const { text, fits } = found;
  return `<text class="${ink}${fits === '' ? '' : ' w'}" x="${x}" dx="4" y="${y + 15}">${escapeHtml(text)}</text>`;
}
