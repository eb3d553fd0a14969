import { InputError } from '../../../core/input-error.ts';
import { add, mergedParts, multiply, subtract } from '../elementwise/arithmetic.ts';
import { binary } from '../elementwise/binary.ts';
import { complexOf, imaginaryPart, realPart } from '../model/complex-parts.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, reshaped, sizeOf } from '../model/kernel-model.ts';
import { reshape } from '../movement/alias.ts';
import { concat } from '../movement/concat.ts';

/** Fourier transforms of every row of the last axis. */
export const fourierModels: KernelModels = {
  FFT: (plan, { input }) => transform(plan, input, false),
  IFFT: (plan, { input }) => transform(plan, input, true),
};

/** Real and imaginary parts, each in an array of its own. */
type Parts = readonly [real: PlanTensor, imaginary: PlanTensor];

/** One row after the other, each copied twice on its way into the result. */
function transform(plan: KernelPlan, input: PlanTensor, inverse: boolean): PlanTensor {
  const size = input.shape[input.shape.length - 1];
  if (!(size > 0))
    throw new InputError(`${plan.kernel}: must have a last axis that is not empty, got [${input.shape}]`);
  const rows = sizeOf(input.shape) / size;
  const rowsOf = reshape(input, [rows, size]);
  const [real, imaginary] = [plan.make([rows, size], 'float32'), plan.make([rows, size], 'float32')];
  for (let row = 0; row < rows; row++) {
    const [re, im] = [realPart(rowsOf), imaginaryPart(rowsOf)].map(
      (part): PlanTensor => ({ ...part, offset: part.offset + row * size, shape: [1, size] }),
    );
    const merged = mergedParts(plan, ...transformedRow(plan, [re, im], inverse));
    const body = loop(size, [
      instruction('copy', [at(0, merged, 0, [2])], local(0)),
      instruction('copy', [at(0, merged, 1, [2])], local(1)),
      instruction('copy', [local(0)], at(1, real, row * size, [1])),
      instruction('copy', [local(1)], at(2, imaginary, row * size, [1])),
    ]);
    plan.call({ slots: 3, locals: 2, body: [body] }, merged, real, imaginary);
  }
  return complexOf(reshaped(real, input.shape), imaginary);
}

function transformedRow(plan: KernelPlan, row: Parts, inverse: boolean): Parts {
  const size = sizeOf(row[0].shape);
  if ((size & (size - 1)) !== 0) return byMatrix(plan, row, inverse);
  const made = byHalves(plan, row, inverse);
  if (!inverse) return made;
  const divisor = plan.constant([], 'float32');
  const [real, imaginary] = made.map((part) => binary(plan, ['div'], reshaped(part, [1, size]), divisor, 'float32'));
  return [real, imaginary];
}

/** The algorithm of Cooley and Tukey, recursive: even and odd elements are transformed apart, then put together. */
function byHalves(plan: KernelPlan, [re, im]: Parts, inverse: boolean): Parts {
  const half = sizeOf(re.shape) / 2;
  if (half < 1) return [re, im];
  const merged = mergedParts(plan, re, im);
  const [even, odd] = [everyOther(plan, merged, 0), everyOther(plan, merged, 1)];
  const evens = complexOf(...byHalves(plan, even, inverse));
  const odds = complexOf(...byHalves(plan, odd, inverse));
  const turned = multiply(plan, plan.constant([half], 'complex64'), odds);
  const sums = add(plan, evens, turned);
  const differences = subtract(plan, evens, turned);
  return [
    concat(plan, [realPart(sums), realPart(differences)], 0),
    concat(plan, [imaginaryPart(sums), imaginaryPart(differences)], 0),
  ];
}

/** Every other element of a row whose parts are in turn, from `first` on, its parts apart. */
function everyOther(plan: KernelPlan, merged: PlanTensor, first: 0 | 1): Parts {
  const size = sizeOf(merged.shape) / 4;
  const [real, imaginary] = [plan.make([size], 'float32'), plan.make([size], 'float32')];
  const body = loop(size, [
    instruction('copy', [at(0, merged, 2 * first, [4])], at(1, real, 0, [1])),
    instruction('copy', [at(0, merged, 2 * first + 1, [4])], at(2, imaginary, 0, [1])),
  ]);
  plan.call({ slots: 3, locals: 0, body: [body] }, merged, real, imaginary);
  return [real, imaginary];
}

/** Where the size is no power of two: every element of the result is a sum over all of the row. */
function byMatrix(plan: KernelPlan, [re, im]: Parts, inverse: boolean): Parts {
  const size = sizeOf(re.shape);
  const merged = mergedParts(plan, re, im);
  const out = plan.make([2 * size], 'float32');
  // Sums in locals 0 and 1, the element in 2 and 3, what it is multiplied by in 4 and 5, products in 6 and 7.
  const product = (left: number, right: number, into: number) =>
    ({ ...instruction('mul', [local(left), local(right)], local(into)), mac: true }) as const;
  const term = loop(size, [
    instruction('cos', [], local(4)),
    instruction('sin', [], local(5)),
    instruction('copy', [at(0, merged, 0, [0, 2])], local(2)),
    instruction('copy', [at(0, merged, 1, [0, 2])], local(3)),
    product(2, 4, 6),
    product(3, 5, 7),
    instruction('sub', [local(6), local(7)], local(6)),
    instruction('add', [local(0), local(6)], local(0)),
    product(2, 5, 6),
    product(3, 4, 7),
    instruction('add', [local(6), local(7)], local(6)),
    instruction('add', [local(1), local(6)], local(1)),
  ]);
  const scaled = inverse ? [0, 1].map((sum) => instruction('div', [local(sum)], local(sum))) : [];
  const written = [0, 1].map((sum) => instruction('copy', [local(sum)], at(1, out, sum, [2])));
  const body = loop(size, [term, ...scaled, ...written], [0, 1]);
  plan.call({ slots: 2, locals: 8, body: [body] }, merged, out);

  const [real, imaginary] = [plan.make([size], 'float32'), plan.make([size], 'float32')];
  const split = loop(size, [
    instruction('copy', [at(0, out, 0, [2])], at(1, real, 0, [1])),
    instruction('copy', [at(0, out, 1, [2])], at(2, imaginary, 0, [1])),
  ]);
  plan.call({ slots: 3, locals: 0, body: [split] }, out, real, imaginary);
  return [real, imaginary];
}
