import { InputError } from '../../../core/input-error.ts';
import type { Node } from '../../../core/trace/nest.ts';
import { branchRuns } from '../model/branch-runs.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';
import { bufferOf } from '../movement/buffer-copy.ts';
import { type CoveredElements, coveredElements } from './max-positions.ts';
import { imageGeometry, requireGradient, volumeGeometry } from './pool-geometry.ts';
import { maxima } from './pool-passes.ts';

const [SUM, TERM, MASK] = [0, 1, 2];

/** The first of equal maxima gets the gradient of its window. */
export function imagePoolGrad(plan: KernelPlan, { dy, input }: PlanInputs, attrs: Attributes): PlanTensor {
  const geometry = imageGeometry(plan, input.shape, attrs, attrs.text('dimRoundingMode'));
  requireGradient(plan, geometry, dy.shape);
  const covered = coveredElements(geometry, plan.indices(input), 'first');
  return maxGrad(plan, covered, maxima(plan, geometry, input, 'int32'), dy, input.shape);
}

/** The last of equal maxima gets the gradient of its window. Throws InputError where rows of a window are mixed up. */
export function volumePoolGrad(plan: KernelPlan, { dy, input }: PlanInputs, attrs: Attributes): PlanTensor {
  const geometry = volumeGeometry(plan, input.shape, attrs);
  requireGradient(plan, geometry, dy.shape);
  const [, height, width] = geometry.axes;
  if (height.taps !== width.taps && height.taps !== 1) {
    throw new InputError(
      `${plan.kernel}: windows must be as wide as high, got ${height.taps} x ${width.taps}; ` +
        'tfjs-backend-cpu 4.22.0 computes others wrong',
    );
  }
  const covered = coveredElements(geometry, plan.indices(input), 'last');
  const positions = maxima(plan, geometry, bufferOf(plan, input), 'int32');
  return maxGrad(plan, covered, positions, bufferOf(plan, dy), input.shape);
}

/**
 * Reads for every element where each window over it has its maximum, and the window's gradient where that is here.
 * Neighbours with their maxima in the same of their windows are a loop.
 */
function maxGrad(
  plan: KernelPlan,
  { elements, windows, isMaximum, starts }: CoveredElements,
  positions: PlanTensor,
  dy: PlanTensor,
  shape: readonly number[],
): PlanTensor {
  const dx = plan.make(shape, 'float32');
  if (elements.length === 0) return dx;
  const elementTable = plan.table(elements);
  const windowTable = windows.length === 0 ? 0 : plan.table(windows);
  const over = (slot: number, tensor: PlanTensor, base: number, count: number) => ({
    ...at(slot, tensor, 0, [0, 0]),
    table: { id: windowTable, base, strides: [count, 1], scale: 1 },
  });

  const patterns = new Map<string, number>();
  const patternOf = (element: number): number => {
    const pattern = isMaximum
      .slice(starts[element], starts[element + 1])
      .map(Number)
      .join('');
    const known = patterns.get(pattern) ?? patterns.size;
    patterns.set(pattern, known);
    return known;
  };
  for (const runs of branchRuns(elements.length, patternOf)) {
    const body = runs.map(({ start, length }): Node => {
      const first = starts[start];
      const count = starts[start + 1] - first;
      const taps = branchRuns(count, (tap) => Number(isMaximum[first + tap])).flat();
      const nodes = taps.map((run): Node => {
        const base = first + run.start;
        const nodes: Node[] = [instruction('compare', [over(0, positions, base, count)], local(MASK))];
        if (run.branch === 1) {
          const gradient = over(1, dy, base, count);
          nodes.push({ ...instruction('mul', [gradient, local(MASK)], local(TERM)), mac: true });
          nodes.push(instruction('add', [local(SUM), local(TERM)], local(SUM)));
        }
        return loop(run.length, nodes);
      });
      const element = {
        ...at(2, dx, 0, [0]),
        table: { id: elementTable, base: start, strides: [1], scale: 1 },
      };
      return loop(length, [...nodes, instruction('copy', [local(SUM)], element)], [SUM]);
    });
    plan.call({ slots: 3, locals: 3, body }, positions, dy, dx);
  }
  return dx;
}
