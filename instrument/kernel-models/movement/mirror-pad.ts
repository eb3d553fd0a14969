import { InputError } from '../../../core/input-error.ts';
import type { Access, Node } from '../../../core/trace/nest.ts';
import { instruction, loop, rowMajor } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';

export const mirrorPadModels: KernelModels = {
  MirrorPad: mirrorPad,
};

/** Consecutive places of the output along an axis that follow the input in one direction. */
interface Stretch {
  readonly length: number;
  readonly first: number;
  readonly step: 1 | -1;
}

/** Walks the output in order; before and after the input along each axis it reads the input backwards. */
function mirrorPad(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor {
  const paddings = attrs.pairs('paddings');
  const repeated = attrs.text('mode') === 'reflect' ? 0 : 1;
  const stretches = paddings.map(([before, after], axis): Stretch[] => {
    const extent = x.shape[axis];
    const most = extent - 1 + repeated;
    if (Math.max(before, after) > most) {
      throw new InputError(
        `${plan.kernel}: paddings of axis ${axis} must be at most ${most}, got ${before} and ${after}`,
      );
    }
    const all: Stretch[] = [
      { length: before, first: before - repeated, step: -1 },
      { length: extent, first: 0, step: 1 },
      { length: after, first: extent - 2 + repeated, step: -1 },
    ];
    return all.filter(({ length }) => length > 0);
  });
  const out = plan.make(
    x.shape.map((extent, axis) => paddings[axis][0] + extent + paddings[axis][1]),
    x.dtype,
  );
  if (sizeOf(out.shape) === 0) return out;
  const steps = rowMajor(x.shape);
  const outSteps = rowMajor(out.shape);

  const nodesOf = (axis: number, from: Access, to: Access): Node[] => {
    if (axis === stretches.length) return [instruction('copy', [from], to)];
    let place = 0;
    return stretches[axis].map(({ length, first, step }) => {
      const base = to.base + place * outSteps[axis];
      place += length;
      const next = nodesOf(
        axis + 1,
        { ...from, base: from.base + first * steps[axis], strides: [...from.strides, step * steps[axis]] },
        { ...to, base, strides: [...to.strides, outSteps[axis]] },
      );
      return loop(length, next);
    });
  };
  plan.call({ slots: 2, locals: 0, body: nodesOf(0, at(0, x, 0, []), at(1, out, 0, [])) }, x, out);
  return out;
}
