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
  return titledPicture({
    title: `${scenario.title}: ${chart.title}`,
    finding: chart.finding(scenario),
    svg: chart.svg(scenario),
    explanation: chart.explanation(scenario),
  });
}

/** A drawing for every width, and what is written around it. */
interface TitledDrawing {
  readonly title: string;
  readonly finding: string;
  readonly svg: string;
  readonly explanation: string;
}

/** A drawing as an SVG file of its own, with its title, what it says, and how it is read. */
export function titledPicture({ title, finding, svg, explanation }: TitledDrawing): string {
  const parts: string[] = [];
  let y = EDGE + 16;
  const write = (text: string, size: number, isBold: boolean, colour: 'ink' | 'faint'): void => {
    const lines = wrapped(text, WIDE_PX, size, isBold);
    parts.push(drawnLines(lines, SCHEME, { x: EDGE, y, size, isBold, colour }));
    y += lines.length * rowPx(size);
  };
  write(title, 17, true, 'ink');
  write(finding, 13, false, 'ink');
  const [size = '', height] = /^<svg class="drawn" width="100%" height="([\d.]+)"/.exec(svg) ?? [];
  if (height === undefined) throw new Error(`internal: ${title}: is drawn without a height`);
  parts.push(
    `<svg class="drawn" x="${EDGE}" y="${y}" width="${WIDE_PX}" height="${height}" overflow="visible"${svg.slice(size.length)}`,
  );
  y += Number(height) + 26;
  write(explanation, 12, false, 'faint');
  return standaloneSvg({
    width: WIDE_PX + 2 * EDGE,
    height: Math.ceil(y),
    scheme: SCHEME,
    label: `${title}. ${finding}`,
    style: STYLE,
    content: parts.join('\n'),
  });
}
