import type { Access, Node } from '../../../core/trace/nest.ts';
import { branchRuns } from '../model/branch-runs.ts';
import { elementLoops, elementNest, instruction, local, loop, type Walk } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf, tracedDtype } from '../model/kernel-model.ts';

/**
 * Kernels whose reads depend on values. Where these are known (computed, or made from host numbers) the branch of the
 * stock kernel is followed (D32). Where they are not, both are modelled as if without a branch, as vector hardware executes
 * them, so that a trace from shapes stays a function of shapes.
 */
export const selectModels: KernelModels = {
  Select: (plan, { condition, t, e }) => select(plan, condition, t, e),
  OneHot: (plan, { indices }, attrs) =>
    oneHot(plan, indices, attrs.number('depth'), tracedDtype(plan.kernel, attrs.text('dtype'))),
};

/**
 * Reads the condition and the chosen alternative, or both where the condition is not known. Like the stock kernel it
 * goes by the condition's elements: with a condition of rank 1 it fills a whole row of the output from element `i` (not
 * row `i`) of the alternatives, and with a scalar condition it writes one element, whatever the shape.
 */
function select(plan: KernelPlan, condition: PlanTensor, t: PlanTensor, e: PlanTensor): PlanTensor {
  const rank = condition.shape.length;
  const size = sizeOf(condition.shape);
  const repeats = rank !== 1 || t.shape.length === 1 ? 1 : sizeOf(t.shape.slice(1));
  const dtype = t.dtype === 'float32' || e.dtype === 'float32' ? 'float32' : t.dtype === 'int32' ? 'int32' : e.dtype;
  const out = plan.make(t.shape, dtype, size * repeats === sizeOf(t.shape) ? undefined : 'zero-filled');
  const walk = (tensor: PlanTensor, start: number): Walk => ({ tensor, base: start, strides: [1, 0] });
  const outWalk = (start: number): Walk => ({ tensor: out, base: start * repeats, strides: [repeats, 1] });
  if (sizeOf(t.shape) === 0) return out;
  const known = plan.known(condition);
  if (known === null) {
    const walks = [walk(condition, 0), walk(t, 0), walk(e, 0), outWalk(0)];
    plan.call(elementNest([size, repeats], ['select'], walks), condition, t, e, out);
    return out;
  }
  for (const runs of branchRuns(size, (i) => (known[i] === 1 ? 1 : 2))) {
    const body = runs.flatMap(({ branch, start, length }) => {
      const chosen = branch === 1 ? t : e;
      const walks = [walk(condition, start), walk(chosen, start), outWalk(start)];
      return elementLoops([length, repeats], walks, ([test, element, result]) => [
        instruction('select', [test, { ...element, slot: branch }], { ...result, slot: 3 }),
      ]);
    });
    plan.call({ slots: 4, locals: 0, body }, condition, t, e, out);
  }
  return out;
}

/**
 * Reads an index once to check that it is not negative, again to check that it is below the depth, and again to place the
 * one in rows that are filled with a host number. Where the indices are not known every one is read three times, and the
 * whole row is written.
 */
function oneHot(plan: KernelPlan, indices: PlanTensor, depth: number, dtype: PlanTensor['dtype']): PlanTensor {
  const shape = [...indices.shape, depth];
  const known = plan.known(indices);
  return { ...(known === null ? allRows(plan, indices, shape) : knownRows(plan, indices, shape, known)), dtype };
}

function allRows(plan: KernelPlan, indices: PlanTensor, shape: readonly number[]): PlanTensor {
  const depth = shape[shape.length - 1];
  const out = plan.make(shape, 'float32');
  const index = at(0, indices, 0, [1]);
  const row: Node[] = [
    instruction('compare', [index], local(0)),
    instruction('compare', [index], local(0)),
    instruction('copy', [index], local(1)),
    loop(depth, [instruction('compare', [local(1)], at(1, out, 0, [depth, 1]))]),
  ];
  plan.call({ slots: 2, locals: 2, body: [loop(sizeOf(indices.shape), row)] }, indices, out);
  return out;
}

function knownRows(
  plan: KernelPlan,
  indices: PlanTensor,
  shape: readonly number[],
  known: ArrayLike<number>,
): PlanTensor {
  const depth = shape[shape.length - 1];
  const rows = sizeOf(indices.shape);
  const out = plan.make(shape, 'float32', 'zero-filled');
  const isWithin = (row: number) => known[row] >= 0 && known[row] < depth;
  const entries = Array.from({ length: rows }, (_, row) => (isWithin(row) ? known[row] : 0));
  const table = plan.table(entries);
  // By branch: how often an index is read.
  const readsOf = (row: number) => (isWithin(row) ? 3 : known[row] >= 0 ? 2 : 1);
  for (const runs of branchRuns(rows, readsOf)) {
    const body = runs.map(({ branch, start, length }) => {
      const index = at(0, indices, start, [1]);
      const check = instruction('compare', [index], local(0));
      const one: Access = {
        ...at(1, out, start * depth, [depth]),
        table: { id: table, base: start, strides: [1], scale: 1 },
      };
      return loop(length, [[check], [check, check], [check, check, instruction('copy', [index], one)]][branch - 1]);
    });
    plan.call({ slots: 2, locals: 1, body }, indices, out);
  }
  return out;
}
