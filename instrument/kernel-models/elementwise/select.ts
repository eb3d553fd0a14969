import type { Node } from '../../../core/trace/nest.ts';
import { elementNest, instruction, local, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf, tracedDtype } from '../model/kernel-model.ts';

/**
 * Kernels whose reads depend on the values. Both are modelled as if without a branch, as vector hardware executes them,
 * so that a trace stays a function of shapes; both say below what the stock kernel does instead.
 */
export const selectModels: KernelModels = {
  Select: (plan, { condition, t, e }) => select(plan, condition, t, e),
  OneHot: (plan, { indices }, attrs) =>
    oneHot(plan, indices, attrs.number('depth'), tracedDtype(plan.kernel, attrs.text('dtype'))),
};

/**
 * Reads the condition and both alternatives; the stock kernel reads the condition and the chosen one. Like the stock
 * kernel it goes by the condition's elements: with a condition of rank 1 it fills a whole row of the output from element
 * `i` (not row `i`) of the alternatives, and with a scalar condition it writes one element, whatever the shape.
 */
function select(plan: KernelPlan, condition: PlanTensor, t: PlanTensor, e: PlanTensor): PlanTensor {
  const rank = condition.shape.length;
  const size = sizeOf(condition.shape);
  const repeats = rank !== 1 || t.shape.length === 1 ? 1 : sizeOf(t.shape.slice(1));
  const dtype = t.dtype === 'float32' || e.dtype === 'float32' ? 'float32' : t.dtype === 'int32' ? 'int32' : e.dtype;
  const out = plan.make(t.shape, dtype, size * repeats === sizeOf(t.shape) ? undefined : 'zero-filled');
  const walk = (tensor: PlanTensor) => ({ tensor, base: 0, strides: [1, 0] });
  const outWalk = { tensor: out, base: 0, strides: [repeats, 1] };
  const walks = [walk(condition), walk(t), walk(e), outWalk];
  plan.call(elementNest([size, repeats], ['select'], walks), condition, t, e, out);
  return out;
}

/**
 * Reads every index three times (twice to check it, once to place it) and writes the whole row. The stock kernel stops
 * at the first check that fails, and fills the rows with a host number before it places the ones.
 */
function oneHot(plan: KernelPlan, indices: PlanTensor, depth: number, dtype: PlanTensor['dtype']): PlanTensor {
  const rows = sizeOf(indices.shape);
  const out: PlanTensor = { ...plan.make([...indices.shape, depth], 'float32'), dtype };
  const index = at(0, indices, 0, [1]);
  const row: Node[] = [
    instruction('compare', [index], local(0)),
    instruction('compare', [index], local(0)),
    instruction('copy', [index], local(1)),
    loop(depth, [instruction('compare', [local(1)], at(1, out, 0, [depth, 1]))]),
  ];
  plan.call({ slots: 2, locals: 2, body: [loop(rows, row)] }, indices, out);
  return out;
}
