import { InputError } from '../../../core/input-error.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { KernelPlan, PlanTensor } from '../model/kernel-model.ts';
import { sizeOf } from '../model/kernel-model.ts';
import { type StepKind, ValueSteps } from '../model/value-steps.ts';
import type { PlacedRows } from './ragged-places.ts';

const [LIST, VALUES, DEFAULT, OUT] = [0, 1, 2, 3];
const FILLING = local(0);

const look: StepKind = { nodes: (access) => [instruction('compare', [access(LIST, 0)], null)] };

/**
 * Copies neighbouring values that stay neighbours at once, and fills what lies between with the default: written, or, where
 * that is a host number, a constant. `width` elements are a row.
 */
export function layRows(
  plan: KernelPlan,
  values: PlanTensor,
  filling: PlanTensor,
  { list, places }: PlacedRows,
  shape: readonly number[],
  width: number,
): PlanTensor {
  const isConstant = plan.isConstant(filling);
  const isScalar = sizeOf(filling.shape) === 1;
  const kinds = new Map<string, StepKind>();
  const steps = new ValueSteps();
  const add = (what: 'copy' | 'fill', rows: number, ...addresses: number[]) => {
    const key = `${what} ${rows}`;
    const kind = kinds.get(key) ?? (what === 'copy' ? copyOf(rows * width) : fillOf(rows * width, isConstant));
    kinds.set(key, kind);
    steps.add(kind, ...addresses);
  };
  const rows = sizeOf(shape) / width;
  if (!isScalar && sizeOf(filling.shape) !== width) refuseDefault(plan, filling);
  let source = 0;
  let start = 0;
  let end = 0;
  for (let row = 0; row <= places.length; row++) {
    const isEnd = row === places.length;
    if (!isEnd) steps.add(look, row);
    const place = isEnd ? -1 : places[row];
    if (place === end) {
      end++;
      continue;
    }
    if (place >= 0 && place < end) {
      throw new InputError(`${plan.kernel}: row ids must ascend; tfjs-backend-cpu 4.22.0 lays others wrong`);
    }
    if (source + end - start > values.shape[0]) {
      throw new InputError(`${plan.kernel}: partitions name ${places.length} values, got ${values.shape[0]}`);
    }
    if (start < end) add('copy', end - start, source * width, start * width);
    const next = isEnd ? rows : place;
    if (next > end) {
      if (!isScalar) refuseDefault(plan, filling);
      add('fill', next - end, 0, end * width);
      end = next;
    }
    source = next < 0 ? row + 1 : row;
    start = end;
    if (next >= 0) end = start + 1;
  }
  const out = plan.make(shape, values.dtype, isConstant ? 'zero-filled' : undefined);
  steps.call(plan, 1, list, values, filling, out);
  return out;
}

function refuseDefault(plan: KernelPlan, filling: PlanTensor): never {
  throw new InputError(
    `${plan.kernel}: the default must be one number where rows are filled, got [${filling.shape}]; ` +
      'tfjs-backend-cpu 4.22.0 fills with 0 in its place',
  );
}

function copyOf(elements: number): StepKind {
  return {
    nodes: (access) => [loop(elements, [instruction('copy', [access(VALUES, 0, [1])], access(OUT, 1, [1]))])],
  };
}

function fillOf(elements: number, isConstant: boolean): StepKind {
  return {
    nodes: (access) =>
      isConstant
        ? [instruction('copy', [access(DEFAULT, 0)], null)]
        : [
            instruction('copy', [access(DEFAULT, 0)], FILLING),
            loop(elements, [instruction('copy', [FILLING], access(OUT, 1, [1]))]),
          ],
  };
}
