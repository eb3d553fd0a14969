import { util } from '@tensorflow/tfjs-core';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';

export const uniqueModels: KernelModels = { Unique: unique };

/** Makes a text of every slice across the axis, numbers the slices by it, and copies those that are the first of a number. */
function unique(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor[] {
  // parseAxisParam takes no axis for the first one, though its type does not say so.
  const [axis] = util.parseAxisParam(attrs.oneOrMore('axis') as number | number[], [...x.shape]);
  const outer = sizeOf(x.shape.slice(0, axis));
  const extent = x.shape[axis];
  const inner = sizeOf(x.shape.slice(axis + 1));
  const firsts = firstOccurrences(plan.indices(x), outer, extent, inner);

  const numbers = plan.make([extent], 'int32');
  const text = instruction('compare', [local(0), at(0, x, 0, [inner, extent * inner, 1])], local(0));
  const store = instruction('copy', [local(0)], at(1, numbers, 0, [1]));
  const slice = [loop(outer, [loop(inner, [text])]), store];
  plan.call({ slots: 2, locals: 1, body: [loop(extent, slice, [0])] }, x, numbers);

  const out = plan.make(x.shape.with(axis, firsts.length), x.dtype);
  const copied: StepKind = {
    nodes: (access) => {
      const from = access(0, 0, [extent * inner, 1]);
      return [loop(outer, [loop(inner, [instruction('copy', [from], access(1, 1, [firsts.length * inner, 1]))])])];
    },
  };
  const steps = new ValueSteps();
  firsts.forEach((first, index) => {
    steps.add(copied, first * inner, index * inner);
  });
  steps.call(plan, 0, x, out);
  return [out, numbers];
}

/** The places along the axis whose slice equals none before it. Numbers are equal where their texts are. */
function firstOccurrences(known: ArrayLike<number>, outer: number, extent: number, inner: number): number[] {
  const seen = new Set<string>();
  const firsts: number[] = [];
  for (let place = 0; place < extent; place++) {
    const slice: number[] = [];
    for (let m = 0; m < outer; m++) {
      for (let n = 0; n < inner; n++) slice.push(known[(m * extent + place) * inner + n]);
    }
    const text = slice.join(',');
    if (!seen.has(text)) firsts.push(place);
    seen.add(text);
  }
  return firsts;
}
