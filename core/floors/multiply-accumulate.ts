import { executionCounts } from '../trace/iteration-shapes.ts';
import {
  type Access,
  type Instruction,
  instructionsOf,
  isLocal,
  isLoop,
  type Loop,
  type Nest,
  type Node,
  type Operand,
} from '../trace/nest.ts';
import { type Touched, touchedBy } from './axes.ts';

/** An operand of a product: the slot of its value, and what it touches of it. */
export interface ProductOperand extends Touched {
  readonly slot: number;
}

/** The one product that a nest computes, in the sense of D60. */
export interface NestProduct {
  readonly macs: number;
  readonly left: ProductOperand;
  readonly right: ProductOperand;
  readonly sums: ProductOperand;
  /** As in `Product`. */
  readonly isPlain: boolean;
  /** Whether elements are read from copies in locals, which cost nothing at `register`. */
  readonly isCopied: boolean;
}

/** Where an instruction stands: the bodies around it, the outermost first, with the loop of each and its place in it. */
interface Site {
  readonly instruction: Instruction;
  readonly loops: readonly Loop[];
  readonly bodies: readonly (readonly Node[])[];
  readonly places: readonly number[];
}

/** An operand's map over the loops around it. */
interface Mapped {
  readonly access: Access;
  readonly loops: readonly Loop[];
}

/** Whether a nest multiplies and adds up at all: marked as such, or a product that the next instruction adds to a sum. */
export function accumulatesProducts(nest: Nest): boolean {
  return instructionsOf(nest).some(({ mac }) => mac === true) || accumulations(nest).length > 0;
}

/**
 * The product of a nest, where it has one multiplication that the next instruction adds to its sum, an element or a local
 * that goes to one, and where the conditions hold under which three elements say which product it is: every loop moves at
 * least two of them, and what overlaps is of windows. null where any of this is not seen.
 */
export function productOf(nest: Nest): NestProduct | null {
  const found = accumulations(nest);
  const marked = instructionsOf(nest).filter(({ mac }) => mac === true);
  if (found.length !== 1 || marked.some((instruction) => instruction !== found[0].instruction)) return null;
  const [site] = found;
  const factors = factorsOf(nest, site);
  const sum = sumOf(nest, site);
  if (factors === null || sum === null) return null;
  const maps = [...factors, sum];
  const slots = maps.map(({ access }) => access.slot);
  if (new Set(slots).size < 3 || maps.some(({ access }) => access.table !== undefined)) return null;
  const isWritten = (slot: number): boolean =>
    instructionsOf(nest).some(({ write }) => write !== null && !isLocal(write) && write.slot === slot);
  if (isWritten(slots[0]) || isWritten(slots[1])) return null;
  const moves = (depth: number): number => maps.filter(({ access }) => (access.strides[depth] ?? 0) !== 0).length;
  if (site.loops.some(({ trip }, depth) => trip !== 1 && moves(depth) < 2)) return null;
  const [left, right, sums] = maps.map(operandOf);
  if (left === null || right === null || sums === null) return null;
  const { reads } = site.instruction;
  const macs = executionCounts(nest)[instructionsOf(nest).indexOf(site.instruction)];
  if (macs === 0) return null;
  return {
    macs,
    left,
    right,
    sums,
    isPlain: reads.length === 2 && !reads.some(isLocal),
    isCopied: reads.some(isLocal),
  };
}

function operandOf({ access, loops }: Mapped): ProductOperand | null {
  const touched = touchedBy(loops, access);
  return touched && { slot: access.slot, ...touched };
}

/** Multiplications whose product the next instruction adds to what it writes. */
function accumulations(nest: Nest): Site[] {
  const found: Site[] = [];
  const visit = (body: readonly Node[], around: Omit<Site, 'instruction'>): void => {
    body.forEach((node, place) => {
      const here = { loops: around.loops, bodies: [...around.bodies, body], places: [...around.places, place] };
      if (isLoop(node)) visit(node.body, { ...here, loops: [...around.loops, node] });
      else if (isAdded(node, body[place + 1])) found.push({ instruction: node, ...here });
    });
  };
  visit(nest.body, { loops: [], bodies: [], places: [] });
  return found;
}

function isAdded({ op, write, reads }: Instruction, next: Node | undefined): boolean {
  if (op !== 'mul' || write === null || !isLocal(write) || next === undefined || isLoop(next)) return false;
  const { op: added, write: sum, reads: terms } = next;
  if (added !== 'add' || sum === null || !terms.some((term) => isSame(term, write))) return false;
  return [...reads, ...terms].some((operand) => isSame(operand, sum)) && !isSame(sum, write);
}

function isSame(a: Operand, b: Operand): boolean {
  if (isLocal(a) || isLocal(b)) return isLocal(a) && isLocal(b) && a.local === b.local;
  const depths = Math.max(a.strides.length, b.strides.length);
  const isEqual = (depth: number): boolean => (a.strides[depth] ?? 0) === (b.strides[depth] ?? 0);
  const isAffine = a.table === undefined && b.table === undefined;
  return (
    isAffine && a.slot === b.slot && a.base === b.base && Array.from({ length: depths }, (_, d) => d).every(isEqual)
  );
}

/** The two elements that are multiplied; a copy of one in a local is that element. */
function factorsOf(nest: Nest, site: Site): [Mapped, Mapped] | null {
  const sum = additionOf(site).write;
  const factors = site.instruction.reads.filter((read) => sum === null || !isSame(read, sum));
  if (factors.length !== 2) return null;
  const [left, right] = factors.map((factor) =>
    isLocal(factor) ? copiedInto(nest, site, factor.local) : { access: factor, loops: site.loops },
  );
  return left === null || right === null ? null : [left, right];
}

/** The element whose copy a local holds, made in one of the bodies around. */
function copiedInto(nest: Nest, site: Site, local: number): Mapped | null {
  if (writesOf(nest, local).length !== 1) return null;
  for (let depth = site.bodies.length - 1; depth >= 0; depth--) {
    for (const node of site.bodies[depth].slice(0, site.places[depth])) {
      if (isLoop(node) || node.op !== 'copy' || node.write === null || !isSame(node.write, { local })) continue;
      const [source] = node.reads;
      return source === undefined || isLocal(source) ? null : { access: source, loops: site.loops.slice(0, depth) };
    }
  }
  return null;
}

/** The element that a product is added to, at once or from a local that is empty where its sum begins. */
function sumOf(nest: Nest, site: Site): Mapped | null {
  const { write, reads } = additionOf(site);
  if (write === null || reads.length + site.instruction.reads.length !== 4) return null;
  if (!isLocal(write)) return { access: write, loops: site.loops };
  if (writesOf(nest, write.local).length !== 1) return null;
  for (let depth = site.bodies.length - 2; depth >= 0; depth--) {
    const stored = site.bodies[depth].slice(site.places[depth] + 1).find((node) => !isLoop(node) && takes(node, write));
    if (stored === undefined || isLoop(stored) || stored.write === null || isLocal(stored.write)) continue;
    const isEmptied = depth === 0 || site.loops[depth - 1].fresh?.includes(write.local) === true;
    // Emptied within, it would lose products.
    if (site.loops.slice(depth).some(({ fresh }) => fresh?.includes(write.local))) return null;
    return isEmptied ? { access: stored.write, loops: site.loops.slice(0, depth) } : null;
  }
  return null;
}

function takes({ reads }: Instruction, operand: Operand): boolean {
  return reads.some((read) => isSame(read, operand));
}

function additionOf({ bodies, places }: Site): Instruction {
  const next = bodies[bodies.length - 1][places[places.length - 1] + 1];
  if (isLoop(next)) throw new Error('internal: a loop is taken for an addition');
  return next;
}

function writesOf(nest: Nest, local: number): Instruction[] {
  return instructionsOf(nest).filter(({ write }) => write !== null && isSame(write, { local }));
}
