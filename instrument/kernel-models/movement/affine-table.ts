/** A table that is an affine function of a point in a box, the last coordinate running fastest. */
export interface AffineTable {
  readonly base: number;
  /** How far each coordinate runs. Never 1; none where the table has one entry. */
  readonly extents: readonly number[];
  /** What one step along each coordinate adds. */
  readonly strides: readonly number[];
}

/**
 * The table as `base + sum(strides[k] * v[k])` over all v with v[k] < extents[k], in row-major order, or null where it is
 * no such function: the windows of an image are one, whatever their number. Exact, and the shortest such description;
 * O(entries). Throws RangeError on a table without entries.
 *
 * Innermost first: the longest stretch of equal steps at the start is a coordinate, because a step that goes on equally
 * past the end of one can be taken as one longer coordinate; the first entries of the stretches are then a table of their
 * own.
 */
export function affineTable(table: ArrayLike<number>): AffineTable | null {
  if (table.length === 0) throw new RangeError('affineTable: a table must have an entry, got none');
  const extents: number[] = [];
  const strides: number[] = [];
  let every = 1;
  while (every < table.length) {
    const count = table.length / every;
    const stride = table[every] - table[0];
    let extent = 2;
    while (extent < count && table[extent * every] - table[(extent - 1) * every] === stride) extent++;
    if (count % extent !== 0) return null;
    extents.unshift(extent);
    strides.unshift(stride);
    every *= extent;
  }
  const found = { base: table[0], extents, strides };
  return describes(found, table) ? found : null;
}

function describes({ base, extents, strides }: AffineTable, table: ArrayLike<number>): boolean {
  const place = new Int32Array(extents.length);
  let value = base;
  for (let entry = 0; entry < table.length; entry++) {
    if (table[entry] !== value) return false;
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      place[axis]++;
      value += strides[axis];
      if (place[axis] < extents[axis]) break;
      value -= extents[axis] * strides[axis];
      place[axis] = 0;
    }
  }
  return true;
}
