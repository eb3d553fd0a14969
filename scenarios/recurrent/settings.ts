import { InputError } from '../../core/input-error.ts';
import type { Goodness } from '../learning/goodness.ts';
import { positiveOption, type RuleOptions } from '../rule/rule-options.ts';

/** The options of the recurrent rules, none missing. */
export interface RecurrentSettings {
  readonly learningRate: number;
  readonly damping: number;
  readonly iterations: number;
  readonly learnsFrom: number;
  readonly scoredFrom: number;
  readonly scoredTo: number;
  readonly goodness: Goodness['squares'];
  /** null: the units of the layer. */
  readonly goodnessThreshold: number | null;
  readonly peerNormalisation: boolean;
  readonly hardNegatives: boolean;
}

const LEARNING_RATE = 0.003;

/**
 * The options, the documented values where they are missing. Sums of squares are held against as many as the layer has
 * units: the same split as means against 1, in steeper steps. Throws InputError on a value that is out of range.
 */
export function recurrentSettings(options: RuleOptions): RecurrentSettings {
  const {
    damping = 0.7,
    iterations = 8,
    goodness = 'mean',
    peerNormalisation = false,
    hardNegatives = false,
  } = options;
  const { learnsFrom = Math.min(3, iterations), scoredTo = Math.min(5, iterations) } = options;
  const { scoredFrom = Math.min(3, scoredTo) } = options;
  if (!(damping > 0 && damping <= 1)) throw new InputError(`the damping must be in (0, 1], got ${damping}`);
  const ranges: [name: string, value: number, most: number][] = [
    ['iterations', iterations, 1000],
    ['learnsFrom', learnsFrom, iterations],
    ['scoredTo', scoredTo, iterations],
    ['scoredFrom', scoredFrom, scoredTo],
  ];
  for (const [name, value, most] of ranges) {
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw new InputError(`${name} must be an integer in 1..${most}, got ${value}`);
    }
  }
  const documentedThreshold = goodness === 'mean' ? 1 : null;
  return {
    learningRate: positiveOption('learning rate', options.learningRate ?? LEARNING_RATE),
    damping,
    iterations,
    learnsFrom,
    scoredFrom,
    scoredTo,
    goodness,
    goodnessThreshold:
      options.goodnessThreshold === undefined
        ? documentedThreshold
        : positiveOption('threshold', options.goodnessThreshold),
    peerNormalisation,
    hardNegatives,
  };
}
