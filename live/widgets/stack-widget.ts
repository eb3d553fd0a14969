import * as tf from '@tensorflow/tfjs-core';
import { measure } from '../../core/measurement/measure.ts';
import { traceFunction } from '../../instrument/tensors/trace-function.ts';
import { exactDigits } from '../../reports/writing/format.ts';
import { LOOP_ORDERS, type SmallProgram, type StackWalk, stackWalk } from '../running/stack-walk.ts';
import { button, byId, choice, field, keepsStill, make, say, sayRunning } from './page-elements.ts';

/** Milliseconds from one read to the next while it plays. */
const PACE = { moving: 450, still: 1500 } as const;
/** Rows and columns of the larger product, whose price in every order is told, too. */
export const LARGER = 24;

/** A small program read by read: the stack, the read, what it costs. */
export class StackWidget {
  private walk: StackWalk;
  private isRunning = false;

  constructor() {
    this.walk = this.chosen();
    choice('stack-program').addEventListener('change', () => {
      this.pause();
      this.walk = this.chosen();
      field('stack-at').value = '0';
      this.show();
    });
    field('stack-at').addEventListener('input', () => {
      this.pause();
      this.show();
    });
    button('stack-run').addEventListener('click', () => (this.isRunning ? this.pause() : this.run()));
    button('stack-next').addEventListener('click', () => this.step(1));
    button('stack-back').addEventListener('click', () => this.step(-1));
    this.show();
  }

  private chosen(): StackWalk {
    const walk = stackWalk(choice('stack-program').value as SmallProgram);
    field('stack-at').max = String(walk.reads.length - 1);
    return walk;
  }

  private get at(): number {
    return Number(field('stack-at').value);
  }

  private get isAtEnd(): boolean {
    return this.at >= this.walk.reads.length - 1;
  }

  private step(by: number): void {
    this.pause();
    field('stack-at').value = String(this.at + by);
    this.show();
  }

  private run(): void {
    if (this.isAtEnd) field('stack-at').value = '0';
    this.isRunning = true;
    sayRunning('stack-run', true, 'Play');
    this.play();
  }

  private pause(): void {
    this.isRunning = false;
    sayRunning('stack-run', false, 'Play');
  }

  private play(): void {
    if (!this.isRunning) return;
    this.show();
    if (this.isAtEnd) {
      this.pause();
      return;
    }
    setTimeout(
      () => {
        if (!this.isRunning) return;
        field('stack-at').value = String(this.at + 1);
        this.play();
      },
      keepsStill() ? PACE.still : PACE.moving,
    );
  }

  private show(): void {
    const { names, reads } = this.walk;
    const { cell, depth, price, paid, stack } = reads[this.at];
    byId('stack-papers').replaceChildren(...stackPapers(names, stack, cell));
    say(
      'stack-read',
      `Read ${this.at + 1} of ${reads.length}: ${names[cell]} lies at depth ${depth} and costs ${price}.`,
    );
    say('stack-paid', exactDigits(paid));
    say('stack-total', exactDigits(reads[reads.length - 1].paid));
  }
}

/** Numbers as they lie on the stack, the top first, with the one that is read. */
function stackPapers(names: readonly string[], stack: readonly number[], read: number): HTMLElement[] {
  return stack.map((cell, place) => {
    const name = names[cell];
    const paper = make('li', `paper of-${name[0]}${cell === read ? ' is-read' : ''}`);
    paper.append(make('small', '', String(place + 1)), name);
    return paper;
  });
}

/** Prices a product of two larger matrices in every order of its loops. */
export function priceLargerOrders(): void {
  for (const loops of LOOP_ORDERS) {
    const trace = traceFunction(
      (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b),
      [tf.zeros([LARGER, LARGER]), tf.zeros([LARGER, LARGER])],
      { loops },
    );
    const small = stackWalk(loops).reads;
    say(`stack-small-${loops}`, exactDigits(small[small.length - 1].paid));
    say(`stack-large-${loops}`, exactDigits(Number(measure(trace).cost.cold[1])));
  }
}
