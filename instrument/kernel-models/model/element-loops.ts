import type { Access, Instruction, Local, Loop, Nest, Node, Op, Operand, Trip } from '../../../core/trace/nest.ts';
import type { PlanTensor } from './kernel-model.ts';
import { at } from './kernel-model.ts';

export function loop(trip: Trip, body: readonly Node[], fresh?: readonly number[]): Loop {
  return fresh === undefined ? { trip, body } : { trip, fresh, body };
}

export function local(index: number): Local {
  return { local: index };
}

export function instruction(op: Op, reads: readonly Operand[], write: Operand | null): Instruction {
  return { op, reads, write };
}

/** Row-major strides of a shape, one for every axis. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** How one operand moves through a space of elements: its first element, and the step along each axis of the space. */
export interface Walk {
  readonly tensor: PlanTensor;
  readonly base: number;
  readonly strides: readonly number[];
}

/** The walk of a tensor over its own elements, in order. */
export function inOrder(tensor: PlanTensor): Walk {
  return { tensor, base: 0, strides: rowMajor(tensor.shape) };
}

/**
 * Loops over all elements of a space in row-major order around `body`, which gets one access for each walk (slot = its
 * place). Axes that every walk crosses in one stride become one loop; axes of extent 1 become none.
 */
export function elementLoops(
  extents: readonly number[],
  walks: readonly Walk[],
  body: (accesses: Access[]) => Node[],
): Node[] {
  if (extents.includes(0)) return [loop(0, body(walks.map(({ tensor, base }, slot) => at(slot, tensor, base, [0]))))];
  const trips: number[] = [];
  const strides: number[][] = walks.map(() => []);
  extents.forEach((extent, axis) => {
    if (extent === 1) return;
    const last = trips.length - 1;
    if (last >= 0 && walks.every((walk, w) => strides[w][last] === walk.strides[axis] * extent)) {
      trips[last] *= extent;
      walks.forEach((walk, w) => {
        strides[w][last] = walk.strides[axis];
      });
    } else {
      trips.push(extent);
      walks.forEach((walk, w) => {
        strides[w].push(walk.strides[axis]);
      });
    }
  });
  let nodes = body(walks.map(({ tensor, base }, slot) => at(slot, tensor, base, strides[slot])));
  for (const trip of trips.reverse()) nodes = [loop(trip, nodes)];
  return nodes;
}

/**
 * The nest that applies a chain of operations to every element of a space: the first reads one element of each walk but
 * the last, each further one the result before it, and the last one writes the last walk.
 */
export function elementNest(extents: readonly number[], ops: readonly Op[], walks: readonly Walk[]): Nest {
  const body = elementLoops(extents, walks, (accesses) => {
    const out = accesses[accesses.length - 1];
    return ops.map((op, step) =>
      instruction(
        op,
        step === 0 ? accesses.slice(0, -1) : [local(step - 1)],
        step === ops.length - 1 ? out : local(step),
      ),
    );
  });
  return { slots: walks.length, locals: ops.length - 1, body };
}
