import { type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import { InputError, quoted } from '../../../core/input-error.ts';
import { Random } from '../../../core/numbers/random.ts';

/** Shape and dtype of an input. */
export interface InputShape {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

const FORM = /^(scalar|\d{1,9}(?:x\d{1,9})*)(?::(float32|int32|bool))?$/;

/** More than this is no input but a mistake: 1 GiB of floats. */
const MOST_ELEMENTS = 2 ** 28;

/** The inputs of `--inputs 4x28x28x1,10:int32,scalar`. Throws InputError on a part that is no shape. */
export function parseInputs(text: string): InputShape[] {
  return text.split(',').map((part) => {
    const [, extents, dtype] = FORM.exec(part.trim()) ?? [];
    if (extents === undefined) {
      throw new InputError(
        `--inputs: ${quoted(part)} is no shape; give shapes like 4x28x28x1,10:int32,scalar, float32 where none is said`,
      );
    }
    const shape = extents === 'scalar' ? [] : extents.split('x').map(Number);
    if (sizeOf(shape) > MOST_ELEMENTS) {
      throw new InputError(`--inputs: ${quoted(part)} has more than ${MOST_ELEMENTS} elements; give a smaller one`);
    }
    return { shape, dtype: dtypeOf(dtype) };
  });
}

/**
 * Tensors of these shapes. Where values are computed they are drawn from the seed: floats in 0 .. 1, integers 0 to 9,
 * booleans 0 and 1; elsewhere nobody reads them.
 */
export function drawnInputs(inputs: readonly InputShape[], values: 'shapes' | 'computed', seed: number): Tensor[] {
  const random = new Random(seed);
  const draw = {
    float32: () => random.uniform(),
    int32: () => random.integer(10),
    bool: () => random.integer(2),
  };
  return inputs.map(({ shape, dtype }) => {
    if (values === 'shapes') return zeros([...shape], dtype);
    return tensor(Array.from({ length: sizeOf(shape) }, draw[dtype]), [...shape], dtype);
  });
}

function dtypeOf(name: string | undefined): InputShape['dtype'] {
  return name === 'int32' || name === 'bool' ? name : 'float32';
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}
