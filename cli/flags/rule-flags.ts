import type { Argv } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { ScoredLayers } from '../../scenarios/batches/label-scores.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import { LOCAL_SCORES, type LocalScore, type RuleOptions } from '../../scenarios/rule/rule-options.ts';

/** The flags by which a rule differs from the documented one. */
export interface RuleFlags {
  lr: number | undefined;
  threshold: number | undefined;
  jitter: boolean;
  'hard-negatives': boolean;
  'predict-layers': string | undefined;
  'discarded-reforward': boolean;
  normalise: boolean;
  'peer-normalisation': boolean;
  goodness: 'mean' | 'sum' | undefined;
  score: LocalScore | undefined;
  'mask-blurs': number | undefined;
  'readout-layers': number | undefined;
  'readout-images': number | undefined;
  'readout-epochs': number | undefined;
  damping: number | undefined;
  iterations: number | undefined;
  'learns-from': number | undefined;
  'scored-from': number | undefined;
  'scored-to': number | undefined;
}

const GROUP = 'How the rule differs from the documented one:';

/** Adds those flags to a command. */
export function ruleFlags<T>(yargs: Argv<T>): Argv<T & RuleFlags> {
  const number = (describe: string) => ({ type: 'number' as const, group: GROUP, describe });
  const off = (describe: string) => ({ type: 'boolean' as const, default: false, group: GROUP, describe });
  const on = (describe: string) => ({ type: 'boolean' as const, default: true, group: GROUP, describe });
  return yargs
    .option('lr', number('Learning rate'))
    .option('threshold', number('Forward-Forward: goodness that parts positives and negatives'))
    .option('jitter', off('Shift every image by up to 2 pixels, anew at every visit'))
    .option('hard-negatives', off('Negatives carry the wrong label that fits best now, not a random one'))
    .option('predict-layers', {
      type: 'string',
      group: GROUP,
      describe: 'Layers whose goodness scores a label: all, skip-first, or the number of one, from 0',
    })
    .option('discarded-reforward', on('Run the last layer again after its update, for nobody, as the original does'))
    .option('normalise', on('Normalise what a layer hands on; --no-normalise does not'))
    .option('peer-normalisation', off("Draw every unit's mean activity to that of its layer"))
    .option('goodness', { choices: ['mean', 'sum'] as const, group: GROUP, describe: 'Of the squared activities' })
    .option('score', { choices: LOCAL_SCORES, group: GROUP, describe: 'Locally connected: what scores a label' })
    .option('mask-blurs', number("Hybrid: how often a mask's noise is blurred"))
    .option('readout-layers', number('Hybrid: the readout sees this many of the last layers'))
    .option('readout-images', number('Hybrid: the readout is fitted to at most this many images'))
    .option('readout-epochs', number('Hybrid: it sees each of them this often'))
    .option('damping', number('Recurrent: share of the new activity in a state'))
    .option('iterations', number('Recurrent: iterations of an update'))
    .option('learns-from', number('Recurrent: the first iteration at which layers learn, from 1'))
    .option('scored-from', number('Recurrent: the first iteration whose goodness scores a label'))
    .option('scored-to', number('Recurrent: the last one'));
}

/** The options that the flags ask for. Throws InputError on one that means nothing to the rule, `owner`. */
export function ruleOptionsOf(args: RuleFlags, rule: Rule, owner: string): RuleOptions {
  const wanted: readonly (readonly [flag: string, option: keyof RuleOptions, value: unknown])[] = [
    ['--lr', 'learningRate', args.lr],
    ['--threshold', 'goodnessThreshold', args.threshold],
    ['--jitter', 'jitter', args.jitter || undefined],
    ['--hard-negatives', 'hardNegatives', args['hard-negatives'] || undefined],
    ['--predict-layers', 'scoredLayers', parseScoredLayers(args['predict-layers'])],
    ['--no-discarded-reforward', 'discardedReforward', args['discarded-reforward'] ? undefined : false],
    ['--no-normalise', 'normalise', args.normalise ? undefined : false],
    ['--peer-normalisation', 'peerNormalisation', args['peer-normalisation'] || undefined],
    ['--goodness', 'goodness', args.goodness],
    ['--score', 'score', args.score],
    ['--mask-blurs', 'maskBlurs', args['mask-blurs']],
    ['--readout-layers', 'readoutLayers', args['readout-layers']],
    ['--readout-images', 'readoutImages', args['readout-images']],
    ['--readout-epochs', 'readoutEpochs', args['readout-epochs']],
    ['--damping', 'damping', args.damping],
    ['--iterations', 'iterations', args.iterations],
    ['--learns-from', 'learnsFrom', args['learns-from']],
    ['--scored-from', 'scoredFrom', args['scored-from']],
    ['--scored-to', 'scoredTo', args['scored-to']],
  ];
  const given = wanted.filter(([, , value]) => value !== undefined);
  for (const [flag, option] of given) {
    if (rule.options?.includes(option)) continue;
    const usable = wanted.filter(([, known]) => rule.options?.includes(known)).map(([known]) => known);
    throw new InputError(`${flag}: means nothing to ${owner}, which takes ${usable.join(', ') || 'no such flag'}`);
  }
  return Object.fromEntries(given.map(([, option, value]) => [option, value]));
}

function parseScoredLayers(text: string | undefined): ScoredLayers | undefined {
  if (text === undefined) return undefined;
  if (text === 'all') return 'all layers';
  if (text === 'skip-first') return 'all but the first';
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InputError(`--predict-layers: must be all, skip-first or the number of a layer, from 0, got "${text}"`);
}
