import type { Argv } from 'yargs';
import { InputError, quoted } from '../../core/input-error.ts';
import { DEFAULT_ENGINE, ENGINE_NAMES, type EngineName } from '../../core/measurement/engines.ts';
import { MAX_BYTES } from '../../core/measurement/program-pricing.ts';
import { GRANULARITIES, type Granularity, SEMANTICS, type Semantics } from '../../core/trace/trace.ts';
import { textFlag } from './valued-flags.ts';

/** The flags that say how what is in a file is priced. */
export interface PriceFlags {
  semantics: Semantics | 'all';
  bytes: string;
  granularity: Granularity;
  engine: EngineName;
}

const ALL_BYTES = '1,2,4,8';

/** Adds those flags to a command. */
export function priceFlags<T>(yargs: Argv<T>): Argv<T & PriceFlags> {
  return yargs
    .option('semantics', {
      choices: [...SEMANTICS, 'all'] as const,
      requiresArg: true,
      default: 'eager' as const,
      describe: 'Which meaning of the depth of a read',
    })
    .option('bytes', { ...textFlag('Bytes per element, separated by commas'), default: ALL_BYTES })
    .option('granularity', {
      choices: GRANULARITIES,
      requiresArg: true,
      default: 'scalar' as const,
      describe: 'Accumulators and temporaries on the stack (scalar) or in registers',
    })
    .option('engine', {
      choices: ENGINE_NAMES,
      requiresArg: true,
      default: DEFAULT_ENGINE,
      describe: 'Every engine gives the same figures; oracle is a plain list, slow',
    });
}

/** The semantics under which a trace is priced, at all bytes. Throws InputError, naming the file, on any more or less. */
export function parseTraceSemantics({ semantics, bytes }: PriceFlags, file: string): Semantics {
  if (semantics === 'all') throw new InputError(`${file}: a trace is priced under one --semantics at a time; name it`);
  if (bytes !== ALL_BYTES) throw new InputError(`${file}: a trace is priced at ${ALL_BYTES} bytes; leave out --bytes`);
  return semantics;
}

/** The semantics under which scalar programs are priced. */
export function parseSemantics(semantics: Semantics | 'all'): readonly Semantics[] {
  return semantics === 'all' ? SEMANTICS : [semantics];
}

/** The numbers of bytes per element of a comma-separated list. Throws InputError on one that cannot be priced. */
export function parseBytes(text: string): number[] {
  return text.split(',').map((part) => {
    const bytes = /^\d+$/.test(part) ? Number(part) : 0;
    if (bytes < 1 || bytes > MAX_BYTES) {
      throw new InputError(`--bytes: ${quoted(part)} is not an integer in 1 .. ${MAX_BYTES}; give a list like 1,2,4,8`);
    }
    return bytes;
  });
}
