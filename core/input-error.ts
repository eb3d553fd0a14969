/**
 * Bad input from outside the program: a file, a flag, a data set, an option of a call. The message is one line that
 * names what is wrong, where, and what to do; the command line prints it as it is and exits with code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The one of the choices that `value` is. Throws InputError naming `what` and the choices where it is none of them. */
export function choiceOf<Choice extends string>(what: string, value: unknown, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new InputError(`${what}: got ${describe(value)}; choose ${choices.join(', ')}`);
}

/**
 * Throws InputError unless `options` is an object of options of these names; one that is undefined is not there. A text,
 * a list or a misspelt name would otherwise be left out of account without a word.
 */
export function requireOptions(owner: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InputError(
      `options of ${owner}: must be an object, got ${describe(options)}; choose ${names.join(', ')}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) choiceOf(`option of ${owner}`, name, names);
  }
}

/** Throws InputError, beginning with `what`, where `value` is no list. */
export function requireList(what: string, value: unknown): void {
  if (!Array.isArray(value)) throw new InputError(`${what} must be a list, got ${describe(value)}`);
}

/** Throws InputError, beginning with `what`, where `value` is no function. */
export function requireFunction(what: string, value: unknown): void {
  if (typeof value !== 'function') throw new InputError(`${what} must be a function, got ${describe(value)}`);
}

/** What a message has room for of a text that somebody else wrote. */
const MOST_QUOTED = 80;

/** A text from outside in quotation marks, what is beyond 80 characters left out. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
}

/** A word for a value of the wrong kind; objects are never turned into text, which a scalar refuses. */
export function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? quoted(value) : String(value);
  return Array.isArray(value) ? 'an array' : `an object (${value.constructor?.name ?? 'no class'})`;
}

/** So many letters may be wrong in a name for it to be taken for another: one of four. */
const RIGHT_FOR_WRONG = 4;

/** `; did you mean compare?` where one of the names is almost what is given, hyphens left out of account; else ''. */
export function didYouMean(given: string, names: readonly string[]): string {
  const most = Math.ceil(given.length / RIGHT_FOR_WRONG);
  const [nearest] = names
    .map((name) => ({ name, wrong: wrongLetters(given.replaceAll('-', ''), name.replaceAll('-', ''), most) }))
    .sort((a, b) => a.wrong - b.wrong);
  return nearest === undefined || nearest.wrong > most ? '' : `; did you mean ${nearest.name}?`;
}

/** How many letters have to be added, left out or changed to make one of the other (Levenshtein); Infinity where the lengths say that it is more than `most`. */
function wrongLetters(given: string, name: string, most: number): number {
  if (Math.abs(given.length - name.length) > most) return Number.POSITIVE_INFINITY;
  let above = Array.from({ length: name.length + 1 }, (_, column) => column);
  for (let row = 1; row <= given.length; row++) {
    const line = [row];
    for (let column = 1; column <= name.length; column++) {
      const changed = above[column - 1] + (given[row - 1] === name[column - 1] ? 0 : 1);
      line.push(Math.min(changed, above[column] + 1, line[column - 1] + 1));
    }
    above = line;
  }
  return above[name.length];
}

/** Runs `run`; where it throws InputError, its message is led by the place that `run` does not know. */
export function withPlace<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw placed(place, error);
  }
}

/** The error, its message led by a place where it is an InputError. */
export function placed(place: string, error: unknown): unknown {
  return error instanceof InputError ? new InputError(`${place}: ${error.message}`) : error;
}
