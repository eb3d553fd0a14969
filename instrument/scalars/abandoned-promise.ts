import { InputError } from '../../core/input-error.ts';

/**
 * Throws InputError, beginning with `owner`, where a traced program returned a promise: what it does later is in no
 * trace. Nobody waits for it then, so that its failing, which otherwise ends the process, is taken in silence.
 */
export function refusePromise(owner: string, returned: unknown): void {
  if (typeof returned !== 'object' || returned === null) return;
  if (!('then' in returned) || typeof returned.then !== 'function') return;
  returned.then(undefined, () => {});
  throw new InputError(`${owner}: the traced function returned a promise; trace a synchronous function`);
}
