import { exactDigits } from '../writing/format.ts';
import { escapeHtml } from '../writing/html.ts';
import type { CostPoint } from './trend.ts';

const WIDTH = 640;
const HEIGHT = 90;
/** Around the line, so that its dots are whole. */
const MARGIN = 6;

/** The costs of a case as a line of steps from 0, a dot a version that has it; a gap where versions have it not. */
export function costLine(id: string, points: readonly CostPoint[]): string {
  const most = Math.max(1, ...points.map(({ cost }) => Number(cost ?? 0)));
  const across = (WIDTH - 2 * MARGIN) / Math.max(1, points.length - 1);
  const placed = points.flatMap(({ version, cost }) => {
    if (cost === null) return [];
    const x = (MARGIN + version * across).toFixed(1);
    const y = (HEIGHT - MARGIN - (Number(cost) / most) * (HEIGHT - 2 * MARGIN)).toFixed(1);
    return [{ version, cost, x, y }];
  });
  const steps = placed.map(({ version, x, y }, place) =>
    place > 0 && placed[place - 1].version === version - 1 ? `H${x}V${y}` : `M${x} ${y}`,
  );
  const dots = placed.map(
    ({ x, y, cost }) => `<circle cx="${x}" cy="${y}" r="3"><title>${exactDigits(cost)}</title></circle>`,
  );
  const base = HEIGHT - MARGIN;
  return `<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(`Cost of ${id} by version`)}">
<line x1="0" y1="${base}" x2="${WIDTH}" y2="${base}"/><path d="${steps.join('')}"/>${dots.join('')}</svg>`;
}
