import type { DenseFf } from '../dense/ff.ts';
import { l2NormalizeRooted } from '../learning/normalise.ts';
import { PEER_NORMALISATION } from '../learning/peer-normalisation.ts';
import { integerIn, type RuleOption, type SettingsOf } from '../rule/rule-option.ts';
import {
  discardedReforwardOption,
  goodnessOption,
  goodnessThresholdOption,
  learningRateOption,
  normaliseOption,
  peerNormalisationOption,
} from '../rule/shared-options.ts';
import { MASK_BLURS } from './masks.ts';

/** How often the noise behind a negative's mask is blurred. */
const maskBlursOption = {
  name: 'maskBlurs',
  flag: 'mask-blurs',
  describe: "Hybrid: how often a mask's noise is blurred",
  called: 'the number of mask blurs',
  kind: integerIn(0, 13),
  documented: MASK_BLURS,
} as const satisfies RuleOption;

/** A readout is fitted to the activities of this many of the last layers; null: of three, or of all if there are fewer, */
const readoutLayersOption = {
  name: 'readoutLayers',
  flag: 'readout-layers',
  describe: 'Hybrid: the readout sees this many of the last layers',
  called: 'the number of readout layers',
  kind: integerIn(1, 1000),
  documented: null,
} as const satisfies RuleOption;

/**
 * of at most this many of the images that the network learns from. The description has all 60000, 50 times, which takes
 * longer than the updates between two evaluations; 10240 of them as often are 2000 updates.
 */
const readoutImagesOption = {
  name: 'readoutImages',
  flag: 'readout-images',
  describe: 'Hybrid: the readout is fitted to at most this many images',
  called: 'the number of readout images',
  kind: integerIn(1, 2 ** 31 - 1),
  documented: 10_240,
} as const satisfies RuleOption;

/** each of which it sees this often. */
const readoutEpochsOption = {
  name: 'readoutEpochs',
  flag: 'readout-epochs',
  describe: 'Hybrid: it sees each of them this often',
  called: 'the number of readout epochs',
  kind: integerIn(1, 1_000_000),
  documented: 50,
} as const satisfies RuleOption;

/** As documented. */
const READOUT_LAYERS = 3;

/** The options of hybrid Forward-Forward. */
export const HYBRID_OPTIONS = [
  learningRateOption(0.03),
  goodnessThresholdOption(2),
  discardedReforwardOption,
  normaliseOption,
  peerNormalisationOption,
  goodnessOption('mean'),
  maskBlursOption,
  readoutLayersOption,
  readoutImagesOption,
  readoutEpochsOption,
] as const;

export interface HybridSettings {
  readonly rule: DenseFf;
  readonly normalise: boolean;
  readonly maskBlurs: number;
  /** The readout is fitted to the activities of so many of the last layers, or of all if there are fewer, */
  readonly readoutLayers: number;
  /** on so many of the images that the network learns from, or all if there are fewer, */
  readonly readoutImages: number;
  /** each of which it sees so often. */
  readonly readoutEpochs: number;
}

/** What the rule makes of its options. */
export function hybridSettings({
  learningRate,
  goodness,
  goodnessThreshold,
  normalise,
  peerNormalisation,
  discardedReforward,
  readoutLayers,
  ...counts
}: SettingsOf<typeof HYBRID_OPTIONS>): HybridSettings {
  const rule: DenseFf = {
    learningRate,
    goodness: { squares: goodness, threshold: goodnessThreshold, lossClip: 50 },
    normalize: normalise ? l2NormalizeRooted : (h) => h,
    discardedReforward,
    reportsAccuracy: true,
    ...(peerNormalisation ? { peers: PEER_NORMALISATION } : {}),
  };
  return { rule, normalise, readoutLayers: readoutLayers ?? READOUT_LAYERS, ...counts };
}
