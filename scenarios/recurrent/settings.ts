import { checkedValue, integerIn, positiveShare, type RuleOption, type SettingsOf } from '../rule/rule-option.ts';
import {
  goodnessOption,
  goodnessThresholdOption,
  hardNegativesOption,
  learningRateOption,
  peerNormalisationOption,
} from '../rule/shared-options.ts';

/** Share of the new activity in a layer's state; the rest is its old state. */
const dampingOption = {
  name: 'damping',
  flag: 'damping',
  describe: 'Recurrent: share of the new activity in a state',
  called: 'the damping',
  kind: positiveShare,
  documented: 0.7,
} as const satisfies RuleOption;

const iterationsOption = {
  name: 'iterations',
  flag: 'iterations',
  describe: 'Recurrent: iterations of an update',
  called: 'iterations',
  kind: integerIn(1, 1000),
  documented: 8,
} as const satisfies RuleOption;

/** Layers learn at this iteration and all later ones; null: the third, or the last one before it. */
const learnsFromOption = {
  name: 'learnsFrom',
  flag: 'learns-from',
  describe: 'Recurrent: the first iteration at which layers learn, from 1',
  called: 'learnsFrom',
  kind: integerIn(1, 1000),
  documented: null,
} as const satisfies RuleOption;

/** The first iteration whose goodness scores a label; null: the third, or the last one before it. */
const scoredFromOption = {
  name: 'scoredFrom',
  flag: 'scored-from',
  describe: 'Recurrent: the first iteration whose goodness scores a label',
  called: 'scoredFrom',
  kind: integerIn(1, 1000),
  documented: null,
} as const satisfies RuleOption;

/** The last one; null: the fifth, or the last one before it. */
const scoredToOption = {
  name: 'scoredTo',
  flag: 'scored-to',
  describe: 'Recurrent: the last one',
  called: 'scoredTo',
  kind: integerIn(1, 1000),
  documented: null,
} as const satisfies RuleOption;

/** The options of backprop through time. */
export const RECURRENT_BP_OPTIONS = [learningRateOption(0.003), dampingOption, iterationsOption] as const;

/** The options of recurrent Forward-Forward. */
export const RECURRENT_FF_OPTIONS = [
  learningRateOption(0.003),
  // null: 1 for means; for sums the units of the layer, which is the same split in steeper steps.
  goodnessThresholdOption(null),
  hardNegativesOption,
  peerNormalisationOption,
  goodnessOption('mean'),
  dampingOption,
  iterationsOption,
  learnsFromOption,
  scoredFromOption,
  scoredToOption,
] as const;

/** What either rule is told of its network's iterations, and of learning. */
export type RecurrentBpSettings = SettingsOf<typeof RECURRENT_BP_OPTIONS>;

/** The options of recurrent Forward-Forward, what follows from others filled in. */
export interface RecurrentSettings extends SettingsOf<typeof RECURRENT_FF_OPTIONS> {
  readonly learnsFrom: number;
  readonly scoredFrom: number;
  readonly scoredTo: number;
}

/** What the rule makes of its options. Throws InputError on iterations that the network does not come to. */
export function recurrentSettings(options: SettingsOf<typeof RECURRENT_FF_OPTIONS>): RecurrentSettings {
  const { iterations, goodness } = options;
  const within = (name: string, value: number, most: number) => checkedValue(name, integerIn(1, most), value);
  const learnsFrom = within('learnsFrom', options.learnsFrom ?? Math.min(3, iterations), iterations);
  const scoredTo = within('scoredTo', options.scoredTo ?? Math.min(5, iterations), iterations);
  const scoredFrom = within('scoredFrom', options.scoredFrom ?? Math.min(3, scoredTo), scoredTo);
  const goodnessThreshold = options.goodnessThreshold ?? (goodness === 'mean' ? 1 : null);
  return { ...options, learnsFrom, scoredFrom, scoredTo, goodnessThreshold };
}
