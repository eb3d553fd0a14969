import type { Op } from '../../../core/trace/nest.ts';
import { elementLoops, elementNest, inOrder, instruction, local } from '../model/element-loops.ts';
import type { KernelModel, KernelModels, KernelPlan, PlanTensor, TracedDtype } from '../model/kernel-model.ts';
import { prelu } from './binary.ts';

/**
 * Kernels of one operand: one pass in index order. The element is fetched once however often the formula uses it (it is
 * an argument of the formula's function); a formula that is no single operation of OPS carries its dearest one's name.
 */
export const unaryModels: KernelModels = {
  Abs: (plan, { x }) => unaryInFloats(plan, 'abs', x),
  Acos: kernel(['cos']),
  Acosh: kernel(['log']),
  Asin: kernel(['sin']),
  Asinh: kernel(['log']),
  Atan: kernel(['sin']),
  Atanh: kernel(['log']),
  Ceil: kernel(['round']),
  ClipByValue: kernel(['compare', 'compare']),
  Cos: kernel(['cos']),
  Cosh: kernel(['exp']),
  Elu: kernel(['exp']),
  Erf: kernel(['exp']),
  Exp: kernel(['exp']),
  Expm1: kernel(['exp']),
  Floor: kernel(['round']),
  IsFinite: kernel(['compare'], 'bool'),
  IsInf: kernel(['compare'], 'bool'),
  IsNan: kernel(['compare'], 'bool'),
  LeakyRelu: (plan, { x }) => leakyRelu(plan, x),
  Log: kernel(['log']),
  Log1p: kernel(['log']),
  LogicalNot: kernel(['logic'], 'bool'),
  Reciprocal: kernel(['div']),
  Relu: kernel(['compare']),
  Relu6: kernel(['compare', 'compare']),
  Round: kernel(['round']),
  Rsqrt: kernel(['rsqrt']),
  Selu: kernel(['exp']),
  Sigmoid: kernel(['sigmoid']),
  Sign: kernel(['compare']),
  Sin: kernel(['sin']),
  Sinh: kernel(['exp']),
  Softplus: kernel(['softplus']),
  Sqrt: kernel(['sqrt']),
  Square: (plan, { x }) => unaryInFloats(plan, 'mul', x),
  Step: kernel(['compare']),
  Tan: kernel(['sin']),
  Tanh: kernel(['tanh']),
};

function kernel(ops: readonly Op[], dtype?: TracedDtype): KernelModel {
  return (plan, { x }) => unary(plan, ops, x, dtype ?? x.dtype);
}

/** The result of a chain of operations on every element. */
export function unary(plan: KernelPlan, ops: readonly Op[], x: PlanTensor, dtype: TracedDtype): PlanTensor {
  const out = plan.make(x.shape, dtype);
  plan.call(elementNest(x.shape, ops, [inOrder(x), inOrder(out)]), x, out);
  return out;
}

/** Stores floats whatever the dtype. */
function unaryInFloats(plan: KernelPlan, op: Op, x: PlanTensor): PlanTensor {
  return { ...unary(plan, [op], x, 'float32'), dtype: x.dtype };
}

/** Reads every element twice: once for its sign, once for its value. */
function leakyRelu(plan: KernelPlan, x: PlanTensor): PlanTensor {
  const out = plan.make(x.shape, 'float32');
  const body = elementLoops(x.shape, [inOrder(x), inOrder(out)], ([element, result]) => [
    instruction('compare', [element], local(0)),
    instruction('select', [local(0), element], result),
  ]);
  plan.call({ slots: 2, locals: 1, body }, x, out);
  return out;
}

/** The activation that a fused kernel runs on its own result. `slopes` are those of `prelu`. */
export function activation(plan: KernelPlan, name: string, x: PlanTensor, slopes: PlanTensor | undefined): PlanTensor {
  switch (name) {
    case 'linear':
      return x;
    case 'relu':
      return unary(plan, ['compare'], x, x.dtype);
    case 'relu6':
      return unary(plan, ['compare', 'compare'], x, x.dtype);
    case 'elu':
      return unary(plan, ['exp'], x, x.dtype);
    case 'sigmoid':
      return unary(plan, ['sigmoid'], x, x.dtype);
    case 'leakyrelu':
      return leakyRelu(plan, x);
    case 'prelu':
      if (slopes === undefined) throw new TypeError(`${plan.kernel}: activation prelu needs preluActivationWeights`);
      return prelu(plan, x, slopes);
    default:
      throw new RangeError(`${plan.kernel}: no activation is named ${name}`);
  }
}
