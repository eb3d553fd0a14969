import { InputError, placed } from '../../../core/input-error.ts';
import { userLine } from '../../sources/user-line.ts';

/** An error of a line of the user's source, by default of the one that is being executed. */
export function faultHere(fault: string, line: string | null = userLine()): InputError {
  return new InputError(`${line ?? 'nest'}: ${fault}`);
}

/** Runs `run`; where it throws InputError, its message is led by the line of the user's source. */
export function withUserLine<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw placed(userLine() ?? 'nest', error);
  }
}
