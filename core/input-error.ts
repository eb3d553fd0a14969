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
  const got = typeof value === 'string' ? JSON.stringify(value) : String(value);
  throw new InputError(`${what}: got ${got}; choose ${choices.join(', ')}`);
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
