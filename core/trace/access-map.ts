import { longestTrip } from './iteration-shapes.ts';
import type { Access, Loop, Nest, Node, Operand } from './nest.ts';
import { isAffine, isBlock, isLocal, isLoop } from './nest.ts';

/** One value operand of a nest, with the loops around it, outermost first. */
export interface AccessSite {
  readonly access: Access;
  readonly loops: readonly Loop[];
  readonly isWrite: boolean;
}

/** One dimension of an affine map: `step * i` for `i` in 0 .. count - 1. */
export interface Dimension {
  readonly step: number;
  readonly count: number;
}

/** Value operands of a nest in textual order; operands below a loop of no iterations are left out. */
export function accessesOf(nest: Nest): AccessSite[] {
  const found: AccessSite[] = [];
  const add = (operand: Operand, loops: readonly Loop[], isWrite: boolean): void => {
    if (!isLocal(operand)) found.push({ access: operand, loops, isWrite });
  };
  const visit = (nodes: readonly Node[], loops: readonly Loop[]): void => {
    for (const node of nodes) {
      if (isLoop(node)) {
        if (node.trip !== 0) visit(node.body, [...loops, node]);
        continue;
      }
      for (const read of node.reads) add(read, loops, false);
      if (node.write !== null) add(node.write, loops, true);
    }
  };
  visit(nest.body, []);
  return found;
}

/**
 * The dimensions along which an access moves, a block and its counter joined into one where they walk through one
 * axis; an affine loop is taken to run as long as it ever does. `isExact`: the product of the dimensions is the set of
 * iterations; otherwise it contains it.
 */
export function dimensionsOf(
  loops: readonly Loop[],
  strides: readonly number[],
): { dimensions: Dimension[]; isExact: boolean } {
  const dimensions: Dimension[] = [];
  const isJoined = loops.map(() => false);
  let isExact = !loops.some(({ trip }) => isAffine(trip));
  loops.forEach((loop, depth) => {
    const step = strides[depth] ?? 0;
    if (!isBlock(loop.trip) || step === 0) return;
    const { size, width, block } = loop.trip;
    const outer = loops[block].trip;
    if (strides[block] === width * step && outer === Math.ceil(size / width) && !isJoined[block]) {
      isJoined[block] = true;
      isJoined[depth] = true;
      dimensions.push({ step, count: size });
    }
  });
  loops.forEach((loop, depth) => {
    const step = strides[depth] ?? 0;
    if (step === 0 || isJoined[depth]) return;
    if (isBlock(loop.trip)) isExact = false;
    const count = mostIterations(loops, depth);
    if (count > 1) dimensions.push({ step, count });
  });
  return { dimensions, isExact };
}

function mostIterations(loops: readonly Loop[], depth: number): number {
  const { trip } = loops[depth];
  if (typeof trip === 'number') return trip;
  return isBlock(trip) ? trip.width : longestTrip(loops.slice(0, depth + 1));
}

/** Whether different points of the product have different addresses, by a sufficient test: nested mixed radix. */
export function isInjective(dimensions: readonly Dimension[]): boolean {
  let reach = 0;
  for (const { step, count } of [...dimensions].sort((a, b) => Math.abs(a.step) - Math.abs(b.step))) {
    if (Math.abs(step) <= reach) return false;
    reach += Math.abs(step) * (count - 1);
  }
  return true;
}

/** The lowest and highest address of a map that starts at `base`. */
export function rangeOf(base: number, dimensions: readonly Dimension[]): { low: number; high: number } {
  let low = base;
  let high = base;
  for (const { step, count } of dimensions) {
    if (step < 0) low += step * (count - 1);
    else high += step * (count - 1);
  }
  return { low, high };
}

/** Whether two accesses of one body touch the same place of their values. */
export function isAlike(a: Access, b: Access): boolean {
  const depths = Math.max(a.strides.length, b.strides.length);
  for (let depth = 0; depth < depths; depth++) {
    if ((a.strides[depth] ?? 0) !== (b.strides[depth] ?? 0)) return false;
  }
  return a.base === b.base && a.table === undefined && b.table === undefined;
}
