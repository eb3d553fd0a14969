import { choiceOf, describe, InputError, requireList } from '../../core/input-error.ts';
import { ROLES } from '../../core/trace/trace.ts';
import type { FilledTensor } from './plain-rule.ts';

/** What all that is alive at once has addresses for. */
const MOST_ELEMENTS = 2 ** 30;

/** Elements of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** Throws InputError, beginning with `owner`, on what are no tensors, and on values that are not as many as a shape holds. */
export function checkedTensors(owner: string, tensors: readonly FilledTensor[]): readonly FilledTensor[] {
  requireList(owner, tensors);
  tensors.forEach((tensor, index) => {
    const { name, shape, role, values } = tensor ?? {};
    if (typeof name !== 'string' || name === '') {
      throw new InputError(`${owner}[${index}]: name must be a text, got ${describe(name)}`);
    }
    if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
      throw new InputError(`${owner}: ${name}: shape must be a list of whole numbers, got ${describe(shape)}`);
    }
    if (sizeOf(shape) > MOST_ELEMENTS) {
      throw new InputError(`${owner}: ${name}: [${shape}] has ${sizeOf(shape)} elements, the limit is 2^30`);
    }
    if (role !== undefined) choiceOf(`${owner}: ${name}: role`, role, ROLES);
    if (values !== undefined && values?.length !== sizeOf(shape)) {
      throw new InputError(
        `${owner}: ${name}: [${shape}] has ${sizeOf(shape)} values, got ${values?.length ?? describe(values)}`,
      );
    }
  });
  return tensors;
}
