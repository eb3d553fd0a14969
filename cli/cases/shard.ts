import { InputError } from '../../core/input-error.ts';

/** One of several parts of the cases: of `of` parts the one with this number, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The shard that `2/5` names. Throws InputError on anything else. */
export function parseShard(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const [, index, of] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text)?.map(Number) ?? [0, 0, 0];
  if (of === 0 || index > of) throw new InputError(`--shard: got ${text}; give part and parts, such as 1/4`);
  return { index, of };
}
