import { exactDigits, threeDigits } from '../../reports/writing/format.ts';
import type { LiveRun } from '../running/live-run.ts';
import { pointScores, type RuleId } from '../running/toy-task.ts';
import { BYTES, onMeasured } from './measured-updates.ts';
import { byId, field, make, ofKind, say } from './page-elements.ts';

/** Places across the plane at which a network is asked for its class. */
const GRID = 44;
/** The plane that is drawn reaches from -EDGE to EDGE. */
export const EDGE = 1.15;
const CLASSES = ['disk', 'ring'] as const;

const grid = Float32Array.from({ length: 2 * GRID * GRID }, (_, index) => {
  const cell = index >> 1;
  const along = index % 2 === 0 ? cell % GRID : GRID - 1 - Math.floor(cell / GRID);
  return ((along + 0.5) / GRID) * 2 * EDGE - EDGE;
});

/** Paints what a network takes each place of the plane for. */
export function drawClasses(rule: RuleId, run: LiveRun): void {
  const canvas = ofKind(`ring-${rule}-plane`, HTMLCanvasElement);
  canvas.width = GRID;
  canvas.height = GRID;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const colours = [style.getPropertyValue('--disk'), style.getPropertyValue('--ring')];
  run.classesOf(grid).forEach((label, cell) => {
    context.fillStyle = colours[label];
    context.fillRect(cell % GRID, Math.floor(cell / GRID), 1, 1);
  });
}

export interface PointQuestion {
  show(): void;
}

/** A point that the reader chooses by two sliders or a click, and what both networks make of it. */
export function questionOf(runs: () => Readonly<Record<RuleId, LiveRun>>): PointQuestion {
  const point = (): [number, number] => [Number(field('ring-x').value), Number(field('ring-y').value)];
  const show = (): void => {
    const [x, y] = point();
    for (const rule of ['ff', 'bp']) {
      const mark = byId(`ring-${rule}-asked`);
      mark.setAttribute('cx', String(x));
      mark.setAttribute('cy', String(-y));
    }
    const { ff, bp } = runs();
    const { goodness, best } = pointScores(ff.task, ff.weights, [x, y]);
    const rows = goodness.map((layers, label) => {
      const cells = [...layers, layers.reduce((sum, each) => sum + each, 0)].map((each) =>
        make('td', '', each.toFixed(3)),
      );
      const head = make('th', '', `tried as ${CLASSES[label]}`);
      head.setAttribute('scope', 'row');
      return make('tr', label === best ? 'best' : '', [head, ...cells]);
    });
    byId('ring-scores').replaceChildren(...rows);
    say(
      'ring-answer',
      `Forward-Forward says ${CLASSES[best]}; backprop says ${CLASSES[bp.classesOf(Float32Array.of(x, y))[0]]}.`,
    );
  };
  for (const id of ['ring-x', 'ring-y']) field(id).addEventListener('input', show);
  for (const rule of ['ff', 'bp']) {
    byId(`ring-${rule}-points`).addEventListener('click', (event) => {
      const box = byId(`ring-${rule}-points`).getBoundingClientRect();
      field('ring-x').value = String(((event.clientX - box.left) / box.width) * 2 * EDGE - EDGE);
      field('ring-y').value = String(EDGE - ((event.clientY - box.top) / box.height) * 2 * EDGE);
      show();
    });
  }
  const costs = new Map<RuleId, number>();
  onMeasured((rule, { prediction }) => {
    costs.set(rule, Number(prediction.cost.cold[BYTES]));
    const [ff, bp] = [costs.get('ff'), costs.get('bp')];
    if (ff === undefined || bp === undefined) return;
    say('ring-asking-ff', exactDigits(ff));
    say('ring-asking-bp', exactDigits(bp));
    say('ring-asking-ratio', threeDigits(ff / bp));
  });
  return { show };
}
