import { InputError } from '../../../core/input-error.ts';
import type { ImaginaryPart, KernelPlan, PlanTensor } from './kernel-model.ts';

/** The tensors of array elements that a tensor consists of: itself, or both parts of a complex one. */
export function partsOf(tensor: PlanTensor): PlanTensor[] {
  return tensor.imaginary === undefined ? [tensor] : [realPart(tensor), imaginaryPart(tensor)];
}

/** The real part of every element, in the shape that both parts have. Throws InputError where they are not complex. */
export function realPart(tensor: PlanTensor): PlanTensor {
  const { value, offset, stored, declared } = tensor;
  return { value, offset, stored, declared, shape: imaginaryOf(tensor).shape, dtype: 'float32' };
}

/** The imaginary part of every element, likewise. */
export function imaginaryPart(tensor: PlanTensor): PlanTensor {
  return { ...imaginaryOf(tensor), dtype: 'float32' };
}

/** The complex tensor over these two: nothing is read or copied. */
export function complexOf(real: PlanTensor, { value, offset, stored, declared }: PlanTensor): PlanTensor {
  return { ...real, dtype: 'complex64', imaginary: { value, offset, stored, declared, shape: real.shape } };
}

/** The tensor as it is where it is complex, else with an imaginary part of zeros, which are host numbers. */
export function asComplex(plan: KernelPlan, x: PlanTensor): PlanTensor {
  return x.imaginary === undefined ? complexOf(x, plan.constant(x.shape, x.dtype)) : x;
}

/** What the two values of a complex tensor are called. */
export function partNames(name: string): string[] {
  return [`${name} (real)`, `${name} (imaginary)`];
}

function imaginaryOf({ imaginary, dtype }: PlanTensor): ImaginaryPart {
  if (imaginary === undefined) throw new InputError(`traced backend: must be given a complex64 tensor, got ${dtype}`);
  return imaginary;
}
