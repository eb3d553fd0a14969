import type { DrawnChart } from '../../charts/drawn/drawn-chart.ts';
import { ICICLE_CHARTS } from '../../charts/drawn/icicle-chart.ts';
import { criterionParts } from '../../charts/drawn/icicle-scales.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { escapeHtml } from '../../writing/html.ts';
import { chartFigure } from './chart-figure.ts';
import type { Explanations } from './explanations.ts';

/** What each view of an icicle is chosen by. */
const VIEWS: ReadonlyMap<string, string> = new Map([
  ['icicle', 'phase'],
  ['cost-by-role', 'tensor'],
  ['cost-by-kernel', 'kernel'],
]);

/** Letters that are stretched by less are left as they are. */
const LEAST_STRETCH = 0.05;

/**
 * Where updates pay, as HTML, the scenario's number `place` on the page: one drawing a view, of which one is chosen, of one
 * update or, where every rule has a total, of all to the criterion. Works by style alone.
 */
export function icicleViews(
  charts: readonly DrawnChart[],
  scenario: ScenarioResult,
  place: number,
  explanations: Explanations,
): string {
  if (charts.length === 0) return '';
  const views = charts.map(({ id }) => VIEWS.get(id) ?? id);
  const figures = charts.map(
    (chart, view) => `<div class="view view-${view}">${chartFigure(chart, scenario, explanations)}</div>`,
  );
  const widths = criterionParts(scenario) === null ? [] : ['one update', 'to the criterion'];
  return `<div class="views views-${place}">
${choice('Blocks by', `view-${place}`, 'view', views)}
${choice('Width', `width-${place}`, 'width', widths)}
${figures.join('\n')}
</div>`;
}

/** A choice of one, the first of them chosen; '' where there is none. */
function choice(legend: string, name: string, kind: string, texts: readonly string[]): string {
  if (texts.length < 2) return '';
  const inputs = texts.map(
    (text, index) =>
      `<label><input type="radio" name="${name}" class="${kind}-choice-${index}"${index === 0 ? ' checked' : ''}> ${escapeHtml(text)}</label>`,
  );
  return `<fieldset class="switch"><legend>${legend}</legend>${inputs.join('\n')}</fieldset>`;
}

/** The rules that show what is chosen, for these scenarios in the order of the page. */
export function icicleStyle(scenarios: readonly ScenarioResult[]): string {
  const views = ICICLE_CHARTS.map(
    (_, view) => `.views:has(.view-choice-${view}:checked) .view:not(.view-${view}) { display: none; }`,
  );
  const widths = scenarios.flatMap((scenario, place) =>
    (criterionParts(scenario) ?? []).flatMap(({ stretch }, index) => {
      if (stretch === 1) return [];
      const rows = `.views-${place}:has(.width-choice-1:checked) .r${index}`;
      const width = `${rows} { transform: scaleX(${Number(stretch.toPrecision(5))}); }`;
      // Letters would be stretched, too, which is not seen of the least readout; and narrow blocks are all edge.
      if (Math.abs(1 - stretch) < LEAST_STRETCH) return [width];
      return [width, `${rows} text { display: none; }`, `${rows} rect { stroke: none; }`];
    }),
  );
  return `@supports selector(:has(*)) {
${[...views, ...widths].join('\n')}
.views:has(.width-choice-1:checked) svg.drawn .one { display: none; }
.views:has(.width-choice-1:checked) svg.drawn .all { display: inline; }
}
`;
}
