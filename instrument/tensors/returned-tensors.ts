import { Tensor } from '@tensorflow/tfjs-core';
import { describe, InputError } from '../../core/input-error.ts';
import { refusePromise } from '../scalars/abandoned-promise.ts';

/**
 * The tensors in what a traced program returned, in order, repeats kept: a tensor, or any nesting of arrays, objects,
 * maps and sets that holds some. Throws InputError, beginning with `owner`, on a promise and where there is none.
 */
export function returnedTensors(owner: string, returned: unknown): Tensor[] {
  const found: Tensor[] = [];
  collect(owner, returned, found, []);
  if (found.length > 0) return found;
  const what = returned === undefined || returned === null ? 'nothing' : `no tensor, but ${describe(returned)}`;
  throw new InputError(`${owner}: the traced function returned ${what}; return the tensors that it computes`);
}

/** `around` holds the containers around the value, so that one which contains itself ends. */
function collect(owner: string, value: unknown, found: Tensor[], around: readonly object[]): void {
  refusePromise(owner, value);
  if (value instanceof Tensor) {
    if (value.isDisposed) throw new InputError(`${owner}: a returned tensor was disposed of; return it as it is`);
    found.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null || around.includes(value)) return;
  for (const part of partsOf(value)) collect(owner, part, found, [...around, value]);
}

/** Of a map the keys, too, each before its value. */
function partsOf(value: object): unknown[] {
  if (value instanceof Map) return [...value].flat();
  return value instanceof Set ? [...value] : Object.values(value);
}
