import { elementNest, inOrder, instruction, loop } from '../model/element-loops.ts';
import type { KernelModels, KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';

export const broadcastArgsModels: KernelModels = {
  BroadcastArgs: (plan, { s0, s1 }) => broadcastArgs(plan, s0, s1),
};

/** Copies both shapes into lists, then chooses the larger extent of each axis, the last axis first. */
function broadcastArgs(plan: KernelPlan, s0: PlanTensor, s1: PlanTensor): PlanTensor {
  const [short, long] = [copied(plan, s0), copied(plan, s1)].sort((a, b) => a.shape[0] - b.shape[0]);
  const [common, rank] = [short.shape[0], long.shape[0]];
  const out = plan.make([rank], 'int32');
  const last = (slot: number, list: PlanTensor, after: number) => at(slot, list, list.shape[0] - 1 - after, [-1]);
  const body = [
    loop(common, [instruction('compare', [last(0, short, 0), last(1, long, 0)], last(2, out, 0))]),
    loop(rank - common, [instruction('copy', [last(1, long, common)], last(2, out, common))]),
  ];
  plan.call({ slots: 3, locals: 0, body }, short, long, out);
  return out;
}

function copied(plan: KernelPlan, shape: PlanTensor): PlanTensor {
  const copy = plan.make(shape.shape, 'int32');
  plan.call(elementNest(shape.shape, ['copy'], [inOrder(shape), inOrder(copy)]), shape, copy);
  return copy;
}
