import { InputError } from '../../core/input-error.ts';
import type { DenseFf } from '../dense/ff.ts';
import { l2NormalizeRooted } from '../learning/normalise.ts';
import { PEER_NORMALISATION } from '../learning/peer-normalisation.ts';
import { positiveOption, type RuleOptions } from '../rule/rule-options.ts';
import { MASK_BLURS } from './masks.ts';

/** The options that mean something to hybrid Forward-Forward. */
export const HYBRID_OPTIONS = [
  'learningRate',
  'goodness',
  'goodnessThreshold',
  'normalise',
  'peerNormalisation',
  'discardedReforward',
  'maskBlurs',
  'readoutLayers',
  'readoutImages',
  'readoutEpochs',
] as const satisfies readonly (keyof RuleOptions)[];

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

/**
 * The options, documented values where they are missing. The documented readout sees all 60000 images 50 times, which
 * takes longer than the updates between two evaluations; by default it sees 10240 of them as often: 2000 updates.
 * Throws InputError on a value out of range.
 */
export function hybridSettings(options: RuleOptions): HybridSettings {
  const { normalise = true, goodness = 'mean', goodnessThreshold = 2, discardedReforward = true } = options;
  const rule: DenseFf = {
    learningRate: positiveOption('learning rate', options.learningRate ?? 0.03),
    goodness: { squares: goodness, threshold: positiveOption('threshold', goodnessThreshold), lossClip: 50 },
    normalize: normalise ? l2NormalizeRooted : (h) => h,
    discardedReforward,
    reportsAccuracy: true,
    ...(options.peerNormalisation === true ? { peers: PEER_NORMALISATION } : {}),
  };
  return {
    rule,
    normalise,
    maskBlurs: integerOption('number of mask blurs', options.maskBlurs ?? MASK_BLURS, 0, 13),
    readoutLayers: integerOption('number of readout layers', options.readoutLayers ?? 3, 1, 1000),
    readoutImages: integerOption('number of readout images', options.readoutImages ?? 10_240, 1, 2 ** 31 - 1),
    readoutEpochs: integerOption('number of readout epochs', options.readoutEpochs ?? 50, 1, 1_000_000),
  };
}

function integerOption(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InputError(`the ${name} must be an integer in ${least}..${most}, got ${value}`);
  }
  return value;
}
