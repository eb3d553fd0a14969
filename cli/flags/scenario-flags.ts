import type { Argv } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';
import { DEFAULT_ENGINE, ENGINE_NAMES, type EngineName } from '../../core/measurement/engines.ts';
import { GRANULARITIES, type Granularity } from '../../core/trace/trace.ts';
import { DATASET_NAMES } from '../../scenarios/data/catalog.ts';
import { MOST_BATCH_IMAGES, type NetworkShape } from '../../scenarios/rule/network-shape.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';
import { numberFlag, textFlag } from './valued-flags.ts';

/** The flags that say what is traced and how it is priced, the same for every command that measures an update. */
export interface MeasuringFlags extends PricingFlags {
  batch: number | undefined;
  layers: string | undefined;
}

/** Those of them that do not say which update. */
export interface PricingFlags {
  granularity: Granularity;
  loops: string;
  engine: EngineName;
  data: string | undefined;
  'data-dir': string | undefined;
}

/** Adds those flags to a command. */
export function measuringFlags<T>(yargs: Argv<T>): Argv<T & MeasuringFlags> {
  return pricingFlags(
    yargs
      .option('batch', numberFlag('Images an update; default: as documented for the scenario'))
      .option('layers', textFlag('Layer widths, the input first, as in 784,500,500')),
  );
}

/** Adds those that do not say which update. */
export function pricingFlags<T>(yargs: Argv<T>): Argv<T & PricingFlags> {
  return yargs
    .option('granularity', {
      choices: GRANULARITIES,
      requiresArg: true,
      default: 'scalar' as const,
      describe: 'Whether accumulators and temporaries are on the stack (scalar) or in registers',
    })
    .option('loops', {
      ...textFlag('Loop order of matrix products: tfjs (as executed), ijk, ikj, jik, jki, kij, kji or tile:N'),
      default: 'tfjs',
    })
    .option('engine', {
      choices: ENGINE_NAMES,
      requiresArg: true,
      default: DEFAULT_ENGINE,
      describe: 'How the trace is priced; every engine gives the same figures',
    })
    .option(
      'data',
      textFlag(`Data set, one of ${DATASET_NAMES.join(', ')}; which addresses are touched does not depend on it`),
    )
    .option('data-dir', textFlag('Folder that holds the files of the data set'));
}

/** The scenario's shape with the widths of `--layers`, if given. Throws InputError unless it lists positive integers. */
export function parseShape(layers: string | undefined, { defaultShape }: Scenario): NetworkShape | undefined {
  if (layers === undefined) return undefined;
  const widths = layers.split(',').map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : 0));
  if (widths.length < 2 || widths.includes(0)) {
    throw new InputError(
      `--layers: ${quoted(layers)} is no list of layer widths; give at least two, as in 784,500,500`,
    );
  }
  return { ...defaultShape, layers: widths };
}

/** The value of `--batch`, if given. Throws InputError unless it is a positive integer. */
export function parseBatch(batch: number | undefined): number | undefined {
  if (batch === undefined || (Number.isInteger(batch) && batch >= 1 && batch <= MOST_BATCH_IMAGES)) return batch;
  throw new InputError(`--batch: must be an integer in 1 .. ${MOST_BATCH_IMAGES}, got ${batch}`);
}

/** Throws InputError on a folder for no data set: where nothing is trained, none is read unless it is named. */
export function requireNamedData({ data, 'data-dir': dataDir }: Pick<MeasuringFlags, 'data' | 'data-dir'>): void {
  if (data === undefined && dataDir !== undefined) {
    throw new InputError('--data-dir: names a folder of no data set; add --data');
  }
}
