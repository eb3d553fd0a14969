import { exactDigits } from '../../reports/writing/format.ts';
import { direction, OneLayer, pricedDirection, pricedStep, SIDES, TALLEST } from '../running/one-layer.ts';
import { BYTES } from './measured-updates.ts';
import { button, byId, field, say } from './page-elements.ts';

/** One layer that pushes its own goodness, and the step that takes it away before the next layer looks. */
export class LayerWidget {
  private layer = new OneLayer();
  private readonly costOfStep = Number(pricedStep().cost.cold[BYTES]);

  constructor() {
    button('layer-step').addEventListener('click', () => this.steps(1));
    button('layer-steps').addEventListener('click', () => this.steps(10));
    button('layer-again').addEventListener('click', () => {
      this.layer.dispose();
      this.layer = new OneLayer();
      this.show();
    });
    for (const id of ['unit-1', 'unit-2']) field(id).addEventListener('input', showDirection);
    say('layer-each', exactDigits(this.costOfStep));
    say('unit-cost', exactDigits(Number(pricedDirection().cost.cold[BYTES])));
    this.show();
    showDirection();
  }

  private steps(count: number): void {
    for (let made = 0; made < count; made++) this.layer.step();
    this.show();
  }

  private show(): void {
    for (const side of SIDES) {
      const { units, goodness, takenForReal, pressure } = this.layer.of(side);
      units.forEach((unit, index) => {
        const height = Math.min(TALLEST, unit);
        const bar = byId(`layer-${side}-${index}`);
        bar.setAttribute('height', String(height));
        bar.setAttribute('y', String(TALLEST - height));
      });
      say(`layer-${side}-goodness`, goodness.toFixed(3));
      say(`layer-${side}-real`, `${(100 * takenForReal).toFixed(1)} %`);
      say(`layer-${side}-pressure`, pressure.toFixed(3));
    }
    say('layer-made', exactDigits(this.layer.steps));
    say('layer-moved', exactDigits(this.layer.steps * this.costOfStep));
  }
}

function showDirection(): void {
  const units = [Number(field('unit-1').value), Number(field('unit-2').value)] as const;
  const [x, y] = direction([...units]);
  byId('unit-arrow').setAttribute('d', `M0 0L${units[0]} ${-units[1]}`);
  byId('unit-seen').setAttribute('cx', String(x));
  byId('unit-seen').setAttribute('cy', String(-y));
  say('unit-goodness', (units[0] ** 2 + units[1] ** 2).toFixed(3));
  say('unit-sees', `${x.toFixed(3)}, ${y.toFixed(3)}`);
}
