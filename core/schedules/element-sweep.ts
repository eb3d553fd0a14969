import type { Instruction, Node, Operand } from '../trace/nest.ts';
import { isLocal, isLoop } from '../trace/nest.ts';
import type { KernelCall, Trace } from '../trace/trace.ts';

/** A map of iterations to elements: `base + sum(steps[axis] * v[axis])`. */
export interface SweepMap {
  readonly base: number;
  readonly steps: readonly number[];
}

/** An operand of an instruction of a sweep: an element of a value, or a local of the call. */
export type SweepOperand = (SweepMap & { readonly value: number }) | { readonly local: number };

export interface SweepInstruction {
  readonly instruction: Instruction;
  readonly reads: readonly SweepOperand[];
  readonly write: SweepOperand;
}

/** A call whose iterations know nothing of each other's locals: the same few instructions for every point of a box. */
export interface ElementSweep {
  /** Iterations along each axis, outermost first, each more than 1. */
  readonly axes: readonly number[];
  readonly instructions: readonly SweepInstruction[];
}

/**
 * A call as a sweep over elements, or null where it is none: one loop inside the other, of fixed lengths, around
 * instructions that write every local before they read it; no tables, nothing for the host. Neighbouring axes along which every operand goes on as along
 * one are joined.
 */
export function sweepOf(trace: Trace, call: KernelCall): ElementSweep | null {
  const trips: number[] = [];
  let nodes: readonly Node[] = trace.nests[call.nest].body;
  for (let [only] = nodes; nodes.length === 1 && isLoop(only); [only] = nodes) {
    if (typeof only.trip !== 'number' || only.trip === 0) return null;
    trips.push(only.trip);
    nodes = only.body;
  }
  if (trips.length === 0 || nodes.length === 0) return null;
  const instructions: SweepInstruction[] = [];
  const held = new Set<number>();
  for (const node of nodes) {
    if (isLoop(node) || node.write === null) return null;
    const operands = [...node.reads, node.write];
    if (operands.some((operand) => !isLocal(operand) && operand.table !== undefined)) return null;
    if (node.reads.some((operand) => isLocal(operand) && !held.has(operand.local))) return null;
    if (isLocal(node.write)) held.add(node.write.local);
    const swept = (operand: Operand): SweepOperand => {
      if (isLocal(operand)) return operand;
      const { slot, base, strides } = operand;
      return { value: call.values[slot], base, steps: trips.map((_, axis) => strides[axis] ?? 0) };
    };
    instructions.push({ instruction: node, reads: node.reads.map(swept), write: swept(node.write) });
  }
  return joined({ axes: trips, instructions });
}

/**
 * Axes as long as the least common refinement of two: the runs of neighbouring axes of either that make one of the other
 * are cut alike. Null where they are not of equally many iterations, or cannot be cut so.
 */
export function commonAxes(one: readonly number[], other: readonly number[]): readonly number[] | null {
  const ends = [...new Set([...iterationsInside(one), ...iterationsInside(other)])].sort((a, b) => a - b);
  if (ends.at(-1) !== product(one) || ends.at(-1) !== product(other)) return null;
  const axes = ends.slice(1).map((end, index) => end / ends[index]);
  return axes.every(Number.isInteger) ? axes.reverse() : null;
}

/** A sweep with its axes cut into `axes`, which refine them (`commonAxes`). */
export function refined(sweep: ElementSweep, axes: readonly number[]): ElementSweep {
  const inside = iterationsInside(sweep.axes).reverse();
  const finer = iterationsInside(axes).reverse().slice(1);
  const cut = (steps: readonly number[]): number[] =>
    finer.map((iterations) => {
      // The axis that this one is cut out of is the innermost with at least as many iterations around it.
      const axis = inside.findLastIndex((all) => all > iterations);
      return axis === -1 ? 0 : steps[axis] * (iterations / inside[axis + 1]);
    });
  return mapped({ ...sweep, axes }, cut);
}

/** Iterations of the innermost 0, 1, 2, ... axes together. */
function iterationsInside(axes: readonly number[]): number[] {
  const inside = [1];
  for (const trip of axes.toReversed()) inside.push(trip * inside[inside.length - 1]);
  return inside;
}

function product(axes: readonly number[]): number {
  return axes.reduce((all, trip) => all * trip, 1);
}

function joined(sweep: ElementSweep): ElementSweep {
  const maps = sweep.instructions
    .flatMap(({ reads, write }) => [...reads, write])
    .filter((operand) => 'steps' in operand);
  const keeps = sweep.axes.map((trip, axis) => {
    if (trip === 1) return false;
    const next = sweep.axes.findIndex((each, inner) => inner > axis && each > 1);
    return next === -1 || !maps.every(({ steps }) => steps[axis] === steps[next] * sweep.axes[next]);
  });
  const axes: number[] = [];
  let iterations = 1;
  sweep.axes.forEach((trip, axis) => {
    iterations *= trip;
    if (!keeps[axis]) return;
    axes.push(iterations);
    iterations = 1;
  });
  return mapped({ ...sweep, axes }, (steps) => steps.filter((_, axis) => keeps[axis]));
}

function mapped(sweep: ElementSweep, steps: (of: readonly number[]) => readonly number[]): ElementSweep {
  const moved = (operand: SweepOperand): SweepOperand =>
    'steps' in operand ? { ...operand, steps: steps(operand.steps) } : operand;
  const instructions = sweep.instructions.map(({ instruction, reads, write }) => ({
    instruction,
    reads: reads.map(moved),
    write: moved(write),
  }));
  return { ...sweep, instructions };
}
