import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../../core/input-error.ts';
import type { Access, Node, Op } from '../../../core/trace/nest.ts';
import { asComplex, complexOf, imaginaryPart, realPart } from '../model/complex-parts.ts';
import { elementLoops, inOrder, instruction, local, loop, type Walk } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import { binary, broadcast } from './binary.ts';

/** What becomes of two complex numbers in locals 0 to 3: real and imaginary part of a, of b. Locals from 4 on are free. */
type ComplexFormula = (real: Access, imaginary: Access) => Node[];

/** Kernels of two operands, real or complex. */
export const arithmeticModels: KernelModels = {
  Add: (plan, { a, b }) => add(plan, a, b),
  Sub: (plan, { a, b }) => subtract(plan, a, b),
  Multiply: (plan, { a, b }) => multiply(plan, a, b),
};

export function add(plan: KernelPlan, a: PlanTensor, b: PlanTensor): PlanTensor {
  return arithmetic(plan, 'add', part('add'), a, b);
}

export function subtract(plan: KernelPlan, a: PlanTensor, b: PlanTensor): PlanTensor {
  return arithmetic(plan, 'sub', part('sub'), a, b);
}

export function multiply(plan: KernelPlan, a: PlanTensor, b: PlanTensor): PlanTensor {
  return arithmetic(plan, 'mul', product, a, b);
}

function arithmetic(plan: KernelPlan, op: Op, formula: ComplexFormula, a: PlanTensor, b: PlanTensor): PlanTensor {
  const isComplex = a.dtype === 'complex64' || b.dtype === 'complex64';
  return isComplex ? complexBinary(plan, formula, a, b) : binary(plan, [op], a, b, a.dtype);
}

function part(op: Op): ComplexFormula {
  return (real, imaginary) => [
    instruction(op, [local(0), local(2)], real),
    instruction(op, [local(1), local(3)], imaginary),
  ];
}

function product(real: Access, imaginary: Access): Node[] {
  return [
    instruction('mul', [local(0), local(2)], local(4)),
    instruction('mul', [local(1), local(3)], local(5)),
    instruction('sub', [local(4), local(5)], real),
    instruction('mul', [local(0), local(3)], local(4)),
    instruction('mul', [local(1), local(2)], local(5)),
    instruction('add', [local(4), local(5)], imaginary),
  ];
}

/**
 * Copies both operands into arrays of real and imaginary parts in turn, then walks the output in index order and reads
 * both parts of a, then of b. Throws InputError where an operand lacks leading axes and no axis repeats: there the stock
 * kernel reads beyond the array.
 */
function complexBinary(plan: KernelPlan, formula: ComplexFormula, a: PlanTensor, b: PlanTensor): PlanTensor {
  const shape = backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  const sizes = [a, b].map((each) => sizeOf(each.shape));
  const repeats = [a, b].some((each) => backend_util.getBroadcastDims([...each.shape], shape).length > 0);
  if (!repeats && sizes.some((size) => size < sizeOf(shape))) {
    throw new InputError(
      `${plan.kernel}: complex operands must have equal ranks, got [${a.shape}] and [${b.shape}]; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong: give the smaller one axes of 1, by reshape',
    );
  }
  const [left, right] = [asComplex(plan, a), asComplex(plan, b)];
  const merged = [left, right].map((each) => mergedParts(plan, realPart(each), imaginaryPart(each)));
  const [real, imaginary] = [plan.make(shape, 'float32'), plan.make(shape, 'float32')];
  const walks = [a, b].flatMap((each, operand): Walk[] => {
    const strides = broadcast(each, shape).strides.map((stride) => 2 * stride);
    return [0, 1].map((base) => ({ tensor: merged[operand], base, strides }));
  });
  const body = elementLoops(shape, [...walks, inOrder(real), inOrder(imaginary)], (accesses) => {
    const inSlots = accesses.map((access, walk) => ({ ...access, slot: [0, 0, 1, 1, 2, 3][walk] }));
    return [
      ...inSlots.slice(0, 4).map((read, index) => instruction('copy', [read], local(index))),
      ...formula(inSlots[4], inSlots[5]),
    ];
  });
  plan.call({ slots: 4, locals: 6, body }, ...merged, real, imaginary);
  return complexOf(real, imaginary);
}

/** Both parts in one array, in turn: what stock kernels compute with. */
export function mergedParts(plan: KernelPlan, real: PlanTensor, imaginary: PlanTensor): PlanTensor {
  const size = sizeOf(real.shape);
  const out = plan.make([2 * size], 'float32');
  const body = loop(size, [
    instruction('copy', [at(0, real, 0, [1])], at(2, out, 0, [2])),
    instruction('copy', [at(1, imaginary, 0, [1])], at(2, out, 1, [2])),
  ]);
  plan.call({ slots: 3, locals: 0, body: [body] }, real, imaginary, out);
  return out;
}
