import type { Options } from 'yargs';

/**
 * A flag that takes a number: NaN where what is written is none, for the checks of ranges to refuse. Of a flag that is
 * repeated the last value counts.
 */
export function numberFlag(describe: string) {
  return {
    number: true,
    // Numbers are read here: where a flag that was given before is 1, the parser of yargs counts it up by 1.
    string: true,
    requiresArg: true,
    coerce: (written: unknown) => numberIn(lastText(written)),
    describe,
  } satisfies Options;
}

/** A flag that takes a number, as `numberFlag`, or this word. */
export function numberOrWordFlag<const Word extends string>(word: Word, describe: string) {
  return {
    number: true,
    string: true,
    requiresArg: true,
    coerce: (written: unknown) => (lastText(written) === word ? word : numberIn(lastText(written))),
    describe,
  } satisfies Options;
}

/** A flag that takes a text: empty where the flag is negated. Of a flag that is repeated the last value counts. */
export function textFlag(describe: string) {
  return { string: true, requiresArg: true, coerce: lastText, describe } satisfies Options;
}

/** A flag that takes a text and may be repeated; its name is among the LISTS of the command line. */
export function textsFlag(describe: string) {
  const texts = (written: unknown): string[] => [written].flat().map(lastText);
  return { string: true, requiresArg: true, coerce: texts, default: [] as string[], describe } satisfies Options;
}

function lastText(written: unknown): string {
  const last: unknown = [written].flat().at(-1);
  return typeof last === 'string' ? last : '';
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
