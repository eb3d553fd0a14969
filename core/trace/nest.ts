/**
 * The loop nest of one kernel call: which elements it reads and writes, in which order, as a tree of counted loops
 * around scalar instructions. A nest names no tensor: operands are slots that a call binds to values, so two calls
 * of the same shape share one nest. Loop variables count iterations from 0; every address is affine in them.
 */

/** Arithmetic of one scalar instruction. Its name never affects the price of a read; it is what compute energy counts. */
export const OPS = [
  'add',
  'sub',
  'mul',
  'div',
  'mod',
  'neg',
  'abs',
  'compare',
  'select',
  'logic',
  'round',
  'sqrt',
  'rsqrt',
  'exp',
  'log',
  'pow',
  'tanh',
  'sigmoid',
  'softplus',
  'sin',
  'cos',
  'copy',
  'host',
] as const;
export type Op = (typeof OPS)[number];

/** `scale * tables[id][base + sum(strides[k] * v[k])]`, added to an element's affine address. */
export interface TableTerm {
  readonly id: number;
  readonly base: number;
  readonly strides: readonly number[];
  readonly scale: number;
}

/** Element `base + sum(strides[k] * v[k])` (plus a table term) of the value bound to `slot`; v[0] is the outermost loop. */
export interface Access {
  readonly slot: number;
  readonly base: number;
  readonly strides: readonly number[];
  readonly table?: TableTerm;
}

/** A scalar that lives in no tensor: an accumulator or a temporary. A register, or a stack cell, as granularity says. */
export interface Local {
  readonly local: number;
}

export type Operand = Access | Local;

export interface Instruction {
  readonly op: Op;
  /** In read order, repeats kept. */
  readonly reads: readonly Operand[];
  /** null: the result leaves the traced world (a read by the host). */
  readonly write: Operand | null;
  /** Marks the multiplication of a multiply-accumulate, so that MACs can be counted. */
  readonly mac?: true;
  /** Where the user's source says it, an index into the trace's `sources`. Missing: where it says the call. */
  readonly source?: number;
}

/** One block of `width` out of `size`: `min(width, size - width * v[block])`, the loop at depth `block` counts the blocks. */
export interface BlockTrip {
  readonly size: number;
  readonly width: number;
  readonly block: number;
}

/** `max(0, base + sum(strides[k] * v[k]))` over the loops around: triangles, and whatever else has affine bounds. */
export interface AffineTrip {
  readonly base: number;
  readonly strides: readonly number[];
}

/** Iterations of a loop. */
export type Trip = number | BlockTrip | AffineTrip;

export interface Loop {
  readonly trip: Trip;
  /** Locals that hold nothing at the start of each iteration. All locals hold nothing at the start of a call. */
  readonly fresh?: readonly number[];
  readonly body: readonly Node[];
}

export type Node = Loop | Instruction;

/** Loops around one another, at most: what loop variables are kept in. */
export const MAX_LOOPS = 16;

/**
 * One kernel call's accesses. Reading a local that holds nothing, or an element of a zero-filled output that was not
 * written yet, is reading the constant 0: it is executed (so the fidelity log has it) and has no place on the stack.
 */
export interface Nest {
  readonly slots: number;
  readonly locals: number;
  /** Of each local, 1 .. 8. Missing: ELEMENT_BYTES each. */
  readonly localBytes?: readonly number[];
  readonly body: readonly Node[];
}

export function isLoop(node: Node): node is Loop {
  return 'trip' in node;
}

export function isLocal(operand: Operand): operand is Local {
  return 'local' in operand;
}

export function isAffine(trip: Trip): trip is AffineTrip {
  return typeof trip !== 'number' && 'base' in trip;
}

export function isBlock(trip: Trip): trip is BlockTrip {
  return typeof trip !== 'number' && 'block' in trip;
}

/** Iterations of a loop under the given enclosing loop variables. */
export function tripCount(trip: Trip, variables: ArrayLike<number>): number {
  if (typeof trip === 'number') return trip;
  if ('block' in trip) return Math.min(trip.width, trip.size - trip.width * variables[trip.block]);
  const { strides } = trip;
  let count = trip.base;
  for (let depth = 0; depth < strides.length; depth++) count += strides[depth] * variables[depth];
  return Math.max(0, count);
}

/** The instructions of a nest in textual order: the order in which reads are numbered everywhere (`site`). */
export function instructionsOf(nest: Nest): Instruction[] {
  const found: Instruction[] = [];
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (isLoop(node)) visit(node.body);
      else found.push(node);
    }
  };
  visit(nest.body);
  return found;
}

/** Whether the trip of some loop below is taken from this loop's variable: then its iterations differ in length. */
export function decidesTrips(loop: Loop, depth: number): boolean {
  return loop.body.some((node) => isLoop(node) && (dependsOn(node.trip, depth) || decidesTrips(node, depth)));
}

export function dependsOn(trip: Trip, depth: number): boolean {
  if (typeof trip === 'number') return false;
  return 'block' in trip ? trip.block === depth : (trip.strides[depth] ?? 0) !== 0;
}
