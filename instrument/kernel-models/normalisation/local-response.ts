import type { Node } from '../../../core/trace/nest.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import { type WindowRun, windowRuns } from '../windows/window-runs.ts';

/** Kernels that scale an element by the squares of the channels around it. They store floats whatever the dtype. */
export const localResponseModels: KernelModels = {
  LRN: normalise,
  LRNGrad: gradient,
};

const [NORM, TERM, ELEMENT] = [0, 1, 2];

function normalise(plan: KernelPlan, { x }: PlanInputs, attrs: Attributes): PlanTensor {
  const out = plan.make(x.shape, 'float32');
  const channels = x.shape[3];
  const body = overChannels(x.shape, attrs, ({ start, length, position, taps }) => {
    const square = [
      instruction('mul', [at(0, x, position, [channels, 1, 1])], local(TERM)),
      instruction('add', [local(NORM), local(TERM)], local(NORM)),
    ];
    const element = [
      loop(taps, square),
      instruction('copy', [at(0, x, start, [channels, 1])], local(ELEMENT)),
      instruction('mul', [local(NORM)], local(NORM)),
      instruction('add', [local(NORM)], local(NORM)),
      instruction('pow', [local(NORM)], local(NORM)),
      instruction('mul', [local(ELEMENT), local(NORM)], at(1, out, start, [channels, 1])),
    ];
    return [loop(length, element, [NORM])];
  });
  plan.call({ slots: 2, locals: 3, body }, x, out);
  return { ...out, dtype: x.dtype };
}

/** Sums the norm of an element first, then adds to the gradient of every channel around it; to its own one term more. */
function gradient(plan: KernelPlan, { x, y, dy }: PlanInputs, attrs: Attributes): PlanTensor {
  const dx = plan.make(dy.shape, 'float32', 'zero-filled');
  const channels = dy.shape[3];
  const body = overChannels(dy.shape, attrs, ({ start, length, position, taps }) => {
    const steps = [channels, 1, 1];
    const element = (slot: number, tensor: PlanTensor) => at(slot, tensor, start, [channels, 1]);
    const square = [
      instruction('pow', [at(0, x, position, steps)], local(TERM)),
      instruction('add', [local(NORM), local(TERM)], local(NORM)),
    ];
    // `first` taps of the window on.
    const share = (first: number, own: readonly Node[]): Node[] => {
      const sum = at(3, dx, position + first, steps);
      return [
        instruction('mul', [at(0, x, position + first, steps)], local(TERM)),
        instruction('mul', [local(TERM), element(1, y)], local(TERM)),
        instruction('div', [local(TERM), local(NORM)], local(TERM)),
        ...own,
        instruction('mul', [local(TERM), element(2, dy)], local(TERM)),
        instruction('add', [sum, local(TERM)], sum),
      ];
    };
    const own = [
      instruction('pow', [local(NORM)], local(ELEMENT)),
      instruction('add', [local(TERM), local(ELEMENT)], local(TERM)),
    ];
    const before = start - position;
    const nodes = [
      loop(taps, square),
      instruction('mul', [local(NORM)], local(NORM)),
      instruction('add', [local(NORM)], local(NORM)),
      ...(before > 0 ? [loop(before, share(0, []))] : []),
      loop(1, share(before, own)),
      ...(taps > before + 1 ? [loop(taps - before - 1, share(before + 1, []))] : []),
    ];
    return [loop(length, nodes, [NORM])];
  });
  plan.call({ slots: 4, locals: 3, body }, x, y, dy, dx);
  return { ...dx, dtype: x.dtype };
}

/** Loops over all places of an image, then over its channels in runs of equal surroundings. */
function overChannels(shape: readonly number[], attrs: Attributes, body: (run: WindowRun) => readonly Node[]): Node[] {
  const radius = attrs.number('depthRadius');
  const channels = shape[3];
  const taps = 2 * radius + 1;
  const runs = windowRuns({ windows: channels, taps, stride: 1, dilation: 1, before: radius, extent: channels });
  return [loop(sizeOf(shape.slice(0, 3)), runs.flatMap(body))];
}
