import { choiceOf, InputError } from '../../../core/input-error.ts';
import { userLine } from '../../sources/user-line.ts';

/** An error of a line of the user's source, by default of the one that is being executed. */
export function faultHere(fault: string, line: string | null = userLine()): InputError {
  return new InputError(`${line ?? 'nest'}: ${fault}`);
}

/** Throws InputError, with the user's line, where an option is none of these. */
export function requireOptions(owner: string, options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) choiceHere(`option of ${owner}`, name, names);
}

/** The one of the choices that `value` is. Throws InputError, with the user's line, where it is none of them. */
export function choiceHere<Choice extends string>(what: string, value: unknown, choices: readonly Choice[]): Choice {
  return choiceOf(`${userLine() ?? 'nest'}: ${what}`, value, choices);
}
