import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml } from '../writing/html.ts';
import { visibleText } from '../writing/visible-text.ts';
import { CHART_CONFIG } from './theme.ts';

/**
 * A Vega-Lite chart as one `<svg>` element, the same bytes for the same spec. Ids inside begin with `id`, so that many
 * charts share a page; `label` is what a screen reader says in its place.
 * Throws an internal error where Vega-Lite finds something to warn of.
 */
export async function chartSvg(spec: TopLevelSpec, id: string, label: string): Promise<string> {
  // Loaded with the first chart: it takes longer than all else that draws none.
  const { parse, View } = await import('vega');
  const { compile } = await import('vega-lite');
  const compiled = compile(spec, { config: CHART_CONFIG, logger: new StrictLogger(id) });
  const view = new View(parse(compiled.spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // Vega writes all on one line: a line end in it is one of a name.
  return visibleText(namedIds(svg, id))
    .replaceAll(' role="graphics-symbol"', '')
    .replaceAll(/ aria-roledescription="[^"]*"/g, '')
    .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(label)}" `);
}

const WIDE_PX = 800;
const NARROW_PX = 350;

/**
 * A chart twice, for wide and for narrow screens, of which the style of a page shows one. `spec` draws it so many pixels
 * wide, ids inside begin with `id`, `label` is what a screen reader says in its place. Throws an internal error where
 * Vega-Lite finds something to warn of.
 */
export async function chartOfBothWidths(
  spec: (width: number) => TopLevelSpec,
  id: string,
  label: string,
): Promise<string> {
  const draw = async (kind: 'wide' | 'narrow', width: number): Promise<string> => {
    const svg = await chartSvg(spec(width), `${id}-${kind}`, label);
    return svg.replace('class="marks"', `class="${kind}"`);
  };
  return `${await draw('wide', WIDE_PX)}\n${await draw('narrow', NARROW_PX)}`;
}

/** Vega numbers clip paths and gradients across all charts of a process: gives them names of this chart's own. */
function namedIds(svg: string, id: string): string {
  const names = new Map<string, string>();
  for (const [, found] of svg.matchAll(/\bid="([^"]+)"/g)) names.set(found, `${id}-${names.size}`);
  return svg
    .replace(/\bid="([^"]+)"/g, (_, found: string) => `id="${names.get(found)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, found: string) => `url(#${names.get(found)})`);
}

/** Turns Vega-Lite's warnings, which it would print, into errors. */
class StrictLogger {
  private readonly chart: string;

  constructor(chart: string) {
    this.chart = chart;
  }

  level(): this {
    return this;
  }

  error(...messages: unknown[]): this {
    throw new Error(`internal: chart ${this.chart}: ${messages.join(' ')}`);
  }

  warn(...messages: unknown[]): this {
    return this.error(...messages);
  }

  info(): this {
    return this;
  }

  debug(): this {
    return this;
  }
}
