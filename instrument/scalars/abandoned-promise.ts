import { InputError } from '../../core/input-error.ts';

/**
 * Throws InputError, beginning with `owner`, where a traced program returned what it does later, which is in no trace: a
 * promise, or whatever else can be awaited, or a generator. Nobody waits for the promise then, so that its failing, which
 * otherwise ends the process, is taken in silence.
 */
export function refusePromise(owner: string, returned: unknown): void {
  if (typeof returned !== 'object' || returned === null) return;
  if ('then' in returned && typeof returned.then === 'function') {
    Promise.resolve(returned).catch(() => {});
    throw new InputError(`${owner}: the traced function returned a promise; trace a synchronous function`);
  }
  if ('next' in returned && typeof returned.next === 'function' && isIterable(returned)) {
    throw new InputError(
      `${owner}: the traced function returned a generator, which runs later; return what it yields, as a list`,
    );
  }
}

function isIterable(value: object): boolean {
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}
