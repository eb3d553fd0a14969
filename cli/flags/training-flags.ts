import { InputError } from '../../core/input-error.ts';

/** The different seeds of a comma-separated list. Throws InputError unless they are integers of 32 bits. */
export function parseSeeds(text: string): number[] {
  const seeds = text.split(',').map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : -1));
  if (seeds.some((seed) => seed < 0 || seed >= 2 ** 32) || new Set(seeds).size < seeds.length) {
    throw new InputError(`--seeds: must be different integers in 0..${2 ** 32 - 1}, as in 0,1,2, got "${text}"`);
  }
  return seeds;
}

/** The test accuracy that the criterion asks for. Throws InputError on one that is none. */
export function parseUntil(until: number | undefined): number | undefined {
  if (until === undefined || (until > 0 && until <= 1)) return until;
  throw new InputError(`--until: must be a test accuracy above 0 and at most 1, such as 0.95, got ${until}`);
}

/** The value of a flag. Throws InputError unless it is a positive integer. */
export function positiveInteger(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw new InputError(`${flag}: must be a positive integer, got ${value}`);
}
