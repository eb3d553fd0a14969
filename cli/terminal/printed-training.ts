import { InputError } from '../../core/input-error.ts';
import type { KeptStates } from '../../scenarios/training/kept-states.ts';
import { isStdoutClosed, OutputError, print, tell } from '../files/standard-output.ts';

/**
 * Prints what training yielded, and only then removes the states that were kept to go on with it: as long as nobody has
 * the result, the same command must be able to print it. Throws InputError where stdout does not take it whole.
 */
export async function printTrained(text: string, states: KeptStates | null, seeds: readonly number[]): Promise<void> {
  const kept =
    states === null
      ? 'nothing of it is kept'
      : `its states are kept in ${states.folder}, from which the same command prints it`;
  try {
    await print(text);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    throw new InputError(`${error.message}; the training has ended, ${kept}`);
  }
  if (isStdoutClosed()) tell(`odometer: stdout is closed; the training has ended, ${kept}`);
  else if (states?.isTemporary) states.remove(seeds);
}
