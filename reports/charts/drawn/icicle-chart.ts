import { ruleTitle } from '../../findings/compared-rules.ts';
import { differenceFinding, kernelFinding, phaseFinding, roleFinding } from '../../findings/findings.ts';
import { updateCost } from '../../findings/update-figures.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { counted, exactDigits, inWords, percent } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { kindFill, OTHER_FILL, phaseFills } from '../theme.ts';
import { across, type DrawnChart, drawing, fittingClass, inkOn, tinted } from './drawn-chart.ts';
import { BY_KERNEL, BY_KIND, BY_PHASE, type IcicleBlock, type IcicleView, icicleRows } from './icicle-levels.ts';
import { type CriterionPart, criterionParts } from './icicle-scales.ts';

const ROW_PX = 22;
/** Above the rows of a rule, for its title; below, before the next rule. */
const TITLE_PX = 22;
const GAP_PX = 14;
/** Blocks below this share of the scale are put together: twelve pixels of a wide drawing. */
const LEAST_SHARE = 1.5 / 100;
/** How much white the colour of a block has in each row, so that rows are told apart. */
const TINTS = [0.15, 0.4, 0.6, 0.75];
/** So many names of what is put together are told. */
const MOST_NAMES = 4;

/** Colours by what blocks are of. */
type Fills = (kind: string) => string;

/** What the rows of an update are drawn by. */
interface Whole {
  readonly cost: number;
  /** Cost that takes the whole width. */
  readonly scale: number;
  readonly fills: Fills;
}

/** The views of an icicle, the first of which is shown first. */
export const ICICLE_CHARTS: readonly DrawnChart[] = [
  icicleChart({
    id: 'icicle',
    title: 'Where updates pay',
    view: BY_PHASE,
    fillsOf: phaseColours,
    finding: (scenario) => `${differenceFinding(scenario) ?? phaseFinding(scenario)}.`,
    rows: 'Rows from above: phases, in them layers, kernels, and lines of the program.',
    lone: 'Blocks are phases; these results hold nothing finer.',
  }),
  icicleChart({
    id: 'cost-by-role',
    title: 'Cost by kind of tensor',
    view: BY_KIND,
    fillsOf: () => kindFill,
    finding: (scenario) => `${roleFinding(scenario)}.`,
    rows: 'Rows: what the data that is read is for, and the kernels that read it. Temporaries are partial products and sums within kernels.',
    lone: 'Blocks are what the data that is read is for; these results hold nothing finer.',
  }),
  icicleChart({
    id: 'cost-by-kernel',
    title: 'Cost by kernel',
    view: BY_KERNEL,
    fillsOf: phaseColours,
    finding: (scenario) => `${kernelFinding(scenario)}.`,
    rows: 'Rows: kernels, and the phases that call them.',
    lone: '',
  }),
];

interface ViewTexts {
  readonly id: string;
  readonly title: string;
  readonly view: IcicleView;
  readonly fillsOf: (scenario: ScenarioResult) => Fills;
  readonly finding: (scenario: ScenarioResult) => string;
  /** What rows are, and what the only one is where results hold no more. */
  readonly rows: string;
  readonly lone: string;
}

function icicleChart({ id, title, view, fillsOf, finding, rows, lone }: ViewTexts): DrawnChart {
  return {
    id,
    title,
    finding,
    explanation: ({ updates }) => {
      const hasRows = updates.every((update) => (view.partsOf(update)[0]?.names.length ?? 0) > 1);
      return (
        `Width is ByteDMD cost, on one scale for all rules. ${hasRows ? rows : lone} Each row adds up to the whole; ` +
        'point at a block for its figures.'
      );
    },
    isDrawn: ({ updates }) => updates.some((update) => updateCost(update) > 0 && view.partsOf(update).length > 0),
    svg: (scenario) => {
      const scale = Math.max(...scenario.updates.map(updateCost));
      const fills = fillsOf(scenario);
      const criterion = criterionParts(scenario);
      const parts: string[] = [];
      let top = 0;
      scenario.updates.forEach((update, index) => {
        const cost = updateCost(update);
        const blocks = icicleRows(update, view, LEAST_SHARE * scale);
        const [y, part] = [top + TITLE_PX, criterion?.[index]];
        const drawn = blocks.map((row, level) => rowSvg(row, level, y, { cost, scale, fills }));
        const height = ROW_PX * blocks.length;
        const times = part === undefined ? '' : ` data-times="${part.updates}"`;
        parts.push(
          titleSvg(`${ruleTitle(scenario, update.algorithm)}: `, inWords(cost), part, top + 14),
          `<g class="icicle r${index}"${times}>${drawn.join('')}</g>`,
          readoutSvg(part, y, height),
        );
        top = y + height + GAP_PX;
      });
      return drawing(top - GAP_PX, title, parts);
    },
  };
}

/** Of phases by what they are for, of anything else one. */
function phaseColours(scenario: ScenarioResult): Fills {
  const phases = phaseFills(scenario);
  return (kind) => (Object.hasOwn(phases, kind) ? phases[kind] : OTHER_FILL);
}

/** What an update costs and, where that is shown in its place, all of them to the criterion. */
function titleSvg(name: string, cost: string, part: CriterionPart | undefined, y: number): string {
  const text = (figures: string, scale: string): string =>
    `<text class="title${scale}" x="0" y="${y}">${escapeHtml(`${name}${figures}`)}</text>`;
  return part === undefined ? text(cost, '') : text(cost, ' one') + text(part.text, ' all');
}

/** What is fitted once besides the updates. */
function readoutSvg(part: CriterionPart | undefined, y: number, height: number): string {
  if (part === undefined || part.readout === 0) return '';
  const told = `readout, fitted once: cost ${exactDigits(part.readout)}`;
  return `<rect class="all" x="${across(part.share)}" y="${y}" width="${across(part.readoutShare)}" height="${height - 1}" fill="${OTHER_FILL}"><title>${escapeHtml(told)}</title></rect>`;
}

/** A row of blocks: each says what it is, how much, and how many reads. */
function rowSvg(blocks: readonly IcicleBlock[], level: number, top: number, whole: Whole): string {
  const runs: IcicleBlock[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run?.[0].kind === block.kind) run.push(block);
    else runs.push([block]);
  }
  const drawn = runs.map((run) => {
    const fill = tinted(whole.fills(run[0].kind), TINTS[level]);
    return `<g fill="${fill}">${run.map((block) => blockSvg(block, level, inkOn(fill), whole)).join('')}</g>`;
  });
  return `<svg class="row" y="${top + ROW_PX * level}">${drawn.join('')}</svg>`;
}

function blockSvg({ name, names, start, cost, reads }: IcicleBlock, level: number, ink: string, whole: Whole): string {
  const share = percent(cost / whole.cost);
  const told = `${toldNames(names)}: cost ${exactDigits(cost)} (${share}), ${counted(reads, 'read')}`;
  const [x, width] = [across(start / whole.scale), cost / whole.scale];
  return (
    `<rect x="${x}" width="${across(width)}"><title>${escapeHtml(told)}</title></rect>` +
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
