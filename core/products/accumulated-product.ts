import { isAlike } from '../trace/access-map.ts';
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

/** An element that an operand stands for, over the loops around the place where it is read or written. */
export interface MappedAccess {
  readonly access: Access;
  readonly loops: readonly Loop[];
}

/** A multiplication whose product is added to a sum. */
export interface AccumulatedProduct {
  readonly multiply: Instruction;
  readonly add: Instruction;
  /** Around them, the outermost first. */
  readonly loops: readonly Loop[];
  /** The elements that are multiplied: where a local holds the copy of one, that element. */
  readonly factors: readonly [MappedAccess, MappedAccess];
  /** The element that the product goes to. */
  readonly sum: MappedAccess;
  /** What takes the sum out of the local that it is formed in; null: each product is added to the element at once. */
  readonly store: Instruction | null;
}

/** Where an instruction stands: the bodies around it, the outermost first, with the loop of each and its place in it. */
interface Site {
  readonly instruction: Instruction;
  readonly loops: readonly Loop[];
  readonly bodies: readonly (readonly Node[])[];
  readonly places: readonly number[];
}

/** Whether a nest multiplies and adds up at all: marked as such, or a product that the next instruction adds to a sum. */
export function accumulatesProducts(nest: Nest): boolean {
  return instructionsOf(nest).some(({ mac }) => mac === true) || accumulations(nest).length > 0;
}

/**
 * The multiplications of a nest that the next instruction adds to their sums, each an element or a local that is empty where
 * the sum begins and goes to an element, in textual order: several where windows are cut in several ways. null where there are none, or
 * where the elements of one are not seen.
 */
export function accumulatedProducts(nest: Nest): readonly AccumulatedProduct[] | null {
  const sites = accumulations(nest);
  const products = sites.flatMap((site) => {
    const factors = factorsOf(site);
    const sum = sumOf(site);
    const { instruction: multiply, loops } = site;
    return factors && sum ? [{ multiply, add: additionOf(site), loops, factors, ...sum }] : [];
  });
  return sites.length > 0 && products.length === sites.length ? products : null;
}

/** The one such multiplication of a nest; null where there are several, too. */
export function accumulatedProduct(nest: Nest): AccumulatedProduct | null {
  const products = accumulatedProducts(nest);
  return products?.length === 1 ? products[0] : null;
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

/** Whether two operands of one body are one local, or one element in every iteration. */
export function isSame(a: Operand, b: Operand): boolean {
  if (isLocal(a) || isLocal(b)) return isLocal(a) && isLocal(b) && a.local === b.local;
  return a.slot === b.slot && isAlike(a, b);
}

/** The two elements that are multiplied; a copy of one in a local is that element. */
function factorsOf(site: Site): [MappedAccess, MappedAccess] | null {
  const sum = additionOf(site).write;
  const factors = site.instruction.reads.filter((read) => sum === null || !isSame(read, sum));
  if (factors.length !== 2) return null;
  const [left, right] = factors.map((factor) =>
    isLocal(factor) ? copiedInto(site, factor.local) : { access: factor, loops: site.loops },
  );
  return left === null || right === null ? null : [left, right];
}

/** The element whose copy a local holds: the last thing written to it, before in one of the bodies around. */
function copiedInto({ bodies, places, loops }: Site, local: number): MappedAccess | null {
  for (let depth = bodies.length - 1; depth >= 0; depth--) {
    const [within, before] = [bodies[depth][places[depth]], bodies[depth].slice(0, places[depth])];
    // Written again around what multiplies, it would be another element's copy in the next iteration.
    if (writesOf([within], local).length > 0) return null;
    const node = before.findLast((one) => writesOf([one], local).length > 0);
    if (node === undefined) continue;
    if (isLoop(node) || node.op !== 'copy') return null;
    const [source] = node.reads;
    return source === undefined || isLocal(source) ? null : { access: source, loops: loops.slice(0, depth) };
  }
  return null;
}

/** The element that a product is added to, at once or from a local that is empty where its sum begins. */
function sumOf(site: Site): Pick<AccumulatedProduct, 'sum' | 'store'> | null {
  const { write, reads } = additionOf(site);
  if (write === null || reads.length + site.instruction.reads.length !== 4) return null;
  if (!isLocal(write)) return { sum: { access: write, loops: site.loops }, store: null };
  for (let depth = site.bodies.length - 1; depth >= 0; depth--) {
    // In the innermost body the addition itself follows.
    const after = site.places[depth] + (depth === site.bodies.length - 1 ? 2 : 1);
    const stored = site.bodies[depth].slice(after).find((node) => !isLoop(node) && takes(node, write));
    if (stored === undefined || isLoop(stored) || stored.write === null || isLocal(stored.write)) continue;
    const isEmptied = depth === 0 || site.loops[depth - 1].fresh?.includes(write.local) === true;
    // Written elsewhere while it holds the sum, or emptied within, it would be another sum, or lose products.
    if (writesOf(site.bodies[depth], write.local).length !== 1) return null;
    if (site.loops.slice(depth).some(({ fresh }) => fresh?.includes(write.local))) return null;
    return isEmptied ? { sum: { access: stored.write, loops: site.loops.slice(0, depth) }, store: stored } : null;
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

function writesOf(body: readonly Node[], local: number): Instruction[] {
  return body.flatMap((node) => {
    if (isLoop(node)) return writesOf(node.body, local);
    return node.write !== null && isSame(node.write, { local }) ? [node] : [];
  });
}
