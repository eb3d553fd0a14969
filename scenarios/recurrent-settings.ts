import { InputError } from '../core/input-error.ts';
import type { RuleOptions } from './scenario.ts';

export interface RecurrentOptions extends RuleOptions {
  /** Share of the new activity in a layer's state, in (0, 1]; the rest is its old state. Default .7. */
  readonly damping?: number;
  /** Iterations of an update. Default 8. */
  readonly iterations?: number;
  /** Forward-Forward: layers learn at this iteration and all later ones. Default 3. */
  readonly learnsFrom?: number;
  /** Forward-Forward: a label's score sums the goodness of these iterations, both included. Default 3 and 5. */
  readonly scoredFrom?: number;
  readonly scoredTo?: number;
  /**
   * Forward-Forward: the goodness of a row is the mean over the layer's units of s^2 against a threshold of 1 (default),
   * or their sum against as many as there are units: the same split, in steeper steps.
   */
  readonly goodness?: 'mean' | 'sum';
}

export interface RecurrentSettings {
  readonly learningRate: number;
  readonly damping: number;
  readonly iterations: number;
  readonly learnsFrom: number;
  readonly scoredFrom: number;
  readonly scoredTo: number;
  readonly goodness: 'mean' | 'sum';
  /** null: the units of the layer. */
  readonly goodnessThreshold: number | null;
}

const LEARNING_RATE = 0.003;

/** The options, the documented values where they are missing. Throws InputError on one that is out of range. */
export function recurrentSettings(options: RecurrentOptions): RecurrentSettings {
  const { learningRate = LEARNING_RATE, damping = 0.7, iterations = 8, goodness = 'mean' } = options;
  const { learnsFrom = Math.min(3, iterations), scoredTo = Math.min(5, iterations) } = options;
  const { scoredFrom = Math.min(3, scoredTo) } = options;
  const { goodnessThreshold = goodness === 'mean' ? 1 : null } = options;
  if (!(damping > 0 && damping <= 1)) throw new InputError(`recurrent: damping must be in (0, 1], got ${damping}`);
  const ranges: [name: string, value: number, most: number][] = [
    ['iterations', iterations, 1000],
    ['learnsFrom', learnsFrom, iterations],
    ['scoredTo', scoredTo, iterations],
    ['scoredFrom', scoredFrom, scoredTo],
  ];
  for (const [name, value, most] of ranges) {
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw new InputError(`recurrent: ${name} must be an integer in 1..${most}, got ${value}`);
    }
  }
  return { learningRate, damping, iterations, learnsFrom, scoredFrom, scoredTo, goodness, goodnessThreshold };
}
