import { type AccumulatedProduct, accumulatedProducts, type MappedAccess } from '../products/accumulated-product.ts';
import { executionCounts } from '../trace/iteration-shapes.ts';
import { type Instruction, instructionsOf, isLocal, type Nest } from '../trace/nest.ts';
import { type Touched, touchedBy, touchedIn } from './axes.ts';
import { termBoxes } from './term-boxes.ts';

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

/** Why a nest is no product of the proof: which condition of it is not seen. */
export interface NoProduct {
  readonly why: string;
}

type Operands = readonly [left: Touched, right: Touched, sums: Touched];

/**
 * The product of a nest, where each of its multiplications is added by the next instruction to its sum, an element or a local
 * that goes to one, and where the conditions hold under which three elements say which product it is: every direction moves at
 * least two of them, and what overlaps is of windows. Several multiplications are one product where they are those of windows that a
 * border cuts (D81).
 */
export function productOf(nest: Nest): NestProduct | NoProduct {
  const found = accumulatedProducts(nest);
  if (found === null) return { why: 'its sums, or the elements that it multiplies, are not seen' };
  const multiplies = found.map(({ multiply }) => multiply);
  if (instructionsOf(nest).some((one) => one.mac === true && !multiplies.includes(one)))
    return { why: 'it multiplies in other ways, too' };
  const [{ factors, sum }] = found;
  const slots = mapsOf(found[0]).map(({ access }) => access.slot);
  const all = found.flatMap(mapsOf);
  if (all.some(({ access }) => access.table !== undefined)) return { why: 'places come from a table' };
  if (new Set(slots).size < 3) return { why: 'a value is multiplied by itself, or added to itself' };
  if (all.some(({ access }, at) => access.slot !== slots[at % 3])) return { why: 'it computes several products' };
  if ([slots[0], slots[1]].some((slot) => isWritten(nest, slot))) return { why: 'what it multiplies, it also writes' };
  const operands = found.length > 1 ? operandsOfBoxes(found) : operandsOfLoops(found[0], [...factors, sum]);
  if ('why' in operands) return operands;
  const macs = macsOf(nest, multiplies);
  if (macs === 0) return { why: 'it multiplies nothing' };
  const [left, right, sums] = operands.map((touched, at) => ({ slot: slots[at], ...touched }));
  return {
    macs,
    left,
    right,
    sums,
    isPlain: multiplies.every(({ reads }) => reads.length === 2 && !reads.some(isLocal)),
    isCopied: multiplies.some(({ reads }) => reads.some(isLocal)),
  };
}

function mapsOf({ factors, sum }: AccumulatedProduct): readonly MappedAccess[] {
  return [...factors, sum];
}

function isWritten(nest: Nest, slot: number): boolean {
  return instructionsOf(nest).some(({ write }) => write !== null && !isLocal(write) && write.slot === slot);
}

function macsOf(nest: Nest, multiplies: readonly Instruction[]): number {
  const counts = executionCounts(nest);
  return instructionsOf(nest).reduce((sum, one, at) => (multiplies.includes(one) ? sum + counts[at] : sum), 0);
}

/** Of one multiplication, whose loops may go over blocks. */
function operandsOfLoops({ loops }: AccumulatedProduct, maps: readonly MappedAccess[]): Operands | NoProduct {
  const moves = (depth: number): number => maps.filter(({ access }) => (access.strides[depth] ?? 0) !== 0).length;
  if (loops.some(({ trip }, depth) => trip !== 1 && moves(depth) < 2)) return { why: LONE };
  const [left, right, sums] = maps.map(({ access, loops: around }) => touchedBy(around, access));
  return left && right && sums ? [left, right, sums] : { why: UNEVEN };
}

/** Of several multiplications, in boxes of one space. */
function operandsOfBoxes(found: readonly AccumulatedProduct[]): Operands | NoProduct {
  const space = termBoxes(found);
  if (space === null) return { why: 'its parts are not seen to be those of windows that a border cuts' };
  const { directions, boxes } = space;
  if (directions.some((steps) => steps.filter((step) => step !== 0).length < 2)) return { why: LONE };
  const [left, right, sums] = ([0, 1, 2] as const).map((at) =>
    touchedIn(
      directions.map((steps) => steps[at]),
      boxes,
    ),
  );
  return left && right && sums ? [left, right, sums] : { why: UNEVEN };
}

const LONE = 'a loop moves one of the three alone, so that they do not say which term it is';
const UNEVEN = 'windows overlap by steps that do not divide one another';
