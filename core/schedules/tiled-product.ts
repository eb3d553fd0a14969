import { InputError } from '../input-error.ts';
import type { Access, Instruction, Nest, Node } from '../trace/nest.ts';
import { MAX_LOOPS } from '../trace/nest.ts';
import type { ProductIndex, ProductShape } from './product-shape.ts';
import { PRODUCT_INDICES } from './product-shape.ts';

/** A loop over tiles: `width` of the indices that the loop around it over the same index has left. */
export interface TileLoop {
  readonly index: ProductIndex;
  readonly width: number;
}

const SUM = 0;
const TERM = 1;

/** Loops as they are written, outermost first: `j50 k28 i16 k1 i1 j1`. Throws InputError, beginning with `place`. */
export function parseTileLoops(text: string, place: string): TileLoop[] {
  return text.split(' ').map((word) => {
    const [, index, width] = /^([ijk])([1-9]\d*)$/.exec(word) ?? [];
    if (index === undefined) {
      throw new InputError(
        `${place}: loops are i, j or k with a width, as in "i16 j16 k16 i1 j1 k1", got ${JSON.stringify(word)}`,
      );
    }
    return { index: index as ProductIndex, width: Number(width) };
  });
}

export function tileLoopsText(loops: readonly TileLoop[]): string {
  return loops.map(({ index, width }) => `${index}${width}`).join(' ');
}

/**
 * The loops of a product in tiles, outermost first: each splits what those around it have left of its index into pieces
 * of its width, and the last of each index has width 1. Where k is innermost its part of a sum is a local, else every product is
 * added to the element at once. The products of a sum are added in ascending k; partial sums may differ from those of other loops by
 * rounding. Throws InputError, beginning with `place`, where a width does not divide what is left, an index does not end
 * at 1, or loops lie more than 16 deep: of ragged tiles there is no trip.
 */
export function tiledNest(shape: ProductShape, loops: readonly TileLoop[], place: string): Nest {
  const nested = nestedLoops(shape, loops, place);
  const { batches, operands, slots } = shape;
  const all = [...batches.map((batch) => ({ ...batch, trip: batch.size, index: null })), ...nested];
  if (all.length > MAX_LOOPS) {
    throw new InputError(`${place}: makes ${all.length} loops, the limit is ${MAX_LOOPS}; leave out a level of tiles`);
  }
  const around = all.findLastIndex(({ index }) => index !== 'k') + 1;
  const at = ({ slot, base }: Access, strides: number[]): Access => ({ slot, base, strides });
  const a = at(
    operands.a,
    all.map((each) => each.a),
  );
  const b = at(
    operands.b,
    all.map((each) => each.b),
  );
  const c = at(
    operands.c,
    all.slice(0, around).map((each) => each.c),
  );
  const multiply: Instruction = { op: 'mul', reads: [a, b], write: { local: TERM }, mac: true };
  const sum = around === all.length ? c : { local: SUM };
  const add: Instruction = { op: 'add', reads: [sum, { local: TERM }], write: sum };
  const inside = wrap(all.slice(around), [multiply, add]);
  const store: Node[] = around === all.length ? [] : [{ op: 'add', reads: [c, sum], write: c }];
  const fresh = around === all.length ? undefined : [SUM];
  return { slots, locals: 2, body: wrap(all.slice(0, around), [...inside, ...store], fresh) };
}

interface TripAndSteps {
  readonly trip: number;
  readonly index: ProductIndex | null;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

function nestedLoops(shape: ProductShape, loops: readonly TileLoop[], place: string): TripAndSteps[] {
  const left = { i: shape.i.size, j: shape.j.size, k: shape.k.size };
  const nested: TripAndSteps[] = [];
  for (const { index, width } of loops) {
    if (left[index] % width !== 0) {
      throw new InputError(
        `${place}: ${index}${width} does not divide the ${left[index]} that are left of ${index}; take a width that does`,
      );
    }
    const { a, b, c } = shape[index];
    const trip = left[index] / width;
    if (trip > 1) nested.push({ trip, index, a: a * width, b: b * width, c: c * width });
    left[index] = width;
  }
  for (const index of PRODUCT_INDICES) {
    if (left[index] === 1) continue;
    throw new InputError(`${place}: leaves ${left[index]} of ${index}; end with ${index}1`);
  }
  return nested;
}

function wrap(loops: readonly TripAndSteps[], body: readonly Node[], fresh?: readonly number[]): readonly Node[] {
  return loops.reduceRight<readonly Node[]>(
    (nodes, { trip }, depth) => [
      depth === loops.length - 1 && fresh !== undefined ? { trip, fresh, body: nodes } : { trip, body: nodes },
    ],
    body,
  );
}
