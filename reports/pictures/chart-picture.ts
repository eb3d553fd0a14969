import { DRAWN_STYLE, type DrawnChart, WIDE_PX } from '../charts/drawn/drawn-chart.ts';
import type { ScenarioResult } from '../results/result.ts';
import { drawnLines, rowPx, standaloneSvg, wrapped } from './standalone-svg.ts';

const EDGE = 16;
const SCHEME = 'light';

/** Rules of drawings that hold in a file, where their size is given. */
const STYLE = DRAWN_STYLE.split('\n')
  .filter((line) => !line.startsWith('svg.drawn {'))
  .join('\n');

/** A chart of a scenario as an SVG file of its own, with its title, what it says, and how it is read. */
export function chartPicture(chart: DrawnChart, scenario: ScenarioResult): string {
  const parts: string[] = [];
  let y = EDGE + 16;
  const write = (text: string, size: number, isBold: boolean, colour: 'ink' | 'faint'): void => {
    const lines = wrapped(text, WIDE_PX, size, isBold);
    parts.push(drawnLines(lines, SCHEME, { x: EDGE, y, size, isBold, colour }));
    y += lines.length * rowPx(size);
  };
  write(`${scenario.title}: ${chart.title}`, 17, true, 'ink');
  write(chart.finding(scenario), 13, false, 'ink');
  const svg = chart.svg(scenario);
  const [size = '', height] = /^<svg class="drawn" width="100%" height="([\d.]+)"/.exec(svg) ?? [];
  if (height === undefined) throw new Error(`internal: chart ${chart.id} is drawn without a height`);
  parts.push(
    `<svg class="drawn" x="${EDGE}" y="${y}" width="${WIDE_PX}" height="${height}" overflow="visible"${svg.slice(size.length)}`,
  );
  y += Number(height) + 26;
  write(chart.explanation(scenario), 12, false, 'faint');
  return standaloneSvg({
    width: WIDE_PX + 2 * EDGE,
    height: Math.ceil(y),
    scheme: SCHEME,
    label: `${scenario.title}: ${chart.title}. ${chart.finding(scenario)}`,
    style: STYLE,
    content: parts.join('\n'),
  });
}
