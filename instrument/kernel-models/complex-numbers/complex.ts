import { complexOf, imaginaryPart, realPart } from '../model/complex-parts.ts';
import { elementLoops, inOrder, instruction } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';

/** Kernels that put complex tensors together and take them apart: their parts are kept apart, so nothing is copied. */
export const complexModels: KernelModels = {
  Complex: (_plan, { real, imag }) => complexOf(real, imag),
  Real: (_plan, { input }) => realPart(input),
  Imag: (_plan, { input }) => imaginaryPart(input),
  ComplexAbs: (plan, { x }) => magnitudes(plan, x),
};

/** The kernels that take complex tensors. Every other stock kernel refuses them, or computes nonsense. */
export const COMPLEX_KERNELS: ReadonlySet<string> = new Set([
  'Add',
  'Cast',
  'ComplexAbs',
  'Concat',
  'ExpandDims',
  'FFT',
  'IFFT',
  'Identity',
  'Imag',
  'Multiply',
  'OnesLike',
  'Pack',
  'Real',
  'Reshape',
  'Sub',
  'ZerosLike',
]);

function magnitudes(plan: KernelPlan, x: PlanTensor): PlanTensor {
  const [real, imaginary] = [realPart(x), imaginaryPart(x)];
  const out = plan.make(x.shape, 'float32');
  const walks = [real, imaginary].map((part) => inOrder({ ...part, shape: x.shape }));
  const body = elementLoops(x.shape, [...walks, inOrder(out)], ([re, im, result]) => [
    instruction('sqrt', [re, im], result),
  ]);
  plan.call({ slots: 3, locals: 0, body }, real, imaginary, out);
  return out;
}
