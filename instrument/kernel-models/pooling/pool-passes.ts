import type { Instruction, Op } from '../../../core/trace/nest.ts';
import { instruction, local } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor, TracedDtype } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { coveringSweep, type Sweep, sweptLoops, windowSweep } from '../windows/sweep.ts';
import type { PoolGeometry } from './pool-geometry.ts';

/** One pass over the windows of `x`: a result for each, of the elements that lie within. */
export type WindowPass = (plan: KernelPlan, geometry: PoolGeometry, x: PlanTensor, dtype: TracedDtype) => PlanTensor;

export const averages: WindowPass = (plan, { axes, outShape }, x, dtype) =>
  pass(plan, axes.map(windowSweep), x, plan.make(outShape, dtype), 'add', 'div');

/** Also positions of maxima: a maximum and its position are one local, since they change together. */
export const maxima: WindowPass = (plan, { axes, outShape }, x, dtype) =>
  pass(plan, axes.map(windowSweep), x, plan.make(outShape, dtype), 'compare', 'copy');

/** Every element of the result sums the gradients of the windows over it, and is scaled by a host number. */
export function averageGrad(
  plan: KernelPlan,
  { axes }: PoolGeometry,
  dy: PlanTensor,
  shape: readonly number[],
): PlanTensor {
  return pass(plan, axes.map(coveringSweep), dy, plan.make(shape, 'float32'), 'add', 'mul');
}

/** What is tapped from a place goes into its local by `op`; `last` stores that. */
function pass(
  plan: KernelPlan,
  sweeps: readonly (readonly Sweep[])[],
  tapped: PlanTensor,
  places: PlanTensor,
  op: Op,
  last: Op,
): PlanTensor {
  if (sizeOf(places.shape) === 0) return places;
  const body = sweptLoops(sweeps, tapped, places, {
    locals: [0],
    tap: (element): Instruction[] => [instruction(op, [local(0), element], local(0))],
    end: (place): Instruction[] => [instruction(last, [local(0)], place)],
  });
  plan.call({ slots: 2, locals: 1, body }, tapped, places);
  return places;
}
