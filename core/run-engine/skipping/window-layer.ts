/** A piece of a block as it lies, and by how much its elements move from one iteration to the next. */
export interface WindowPiece {
  readonly piece: number;
  /** -n: n dead versions a record. */
  readonly base: number;
  readonly stride: number;
  readonly shift: number;
}

/** A block of a window. Without pieces: as many dead versions as it has records. */
export interface WindowBlock {
  readonly records: number;
  readonly pieces: readonly WindowPiece[];
}

/**
 * What iterations leave one on top of the other, each `blocks`, shifted on: the blocks of one layer, to be put on the
 * stack `times` times. As few as there can be.
 */
export function layersOf(blocks: readonly WindowBlock[], layers: number): { layer: WindowBlock[]; times: number } {
  const layer = joined(withGhostsBelow(blocks));
  const all = layer.length === 1 ? continued(layer[0], layers) : null;
  return all === null ? { layer, times: layers } : { layer: [all], times: 1 };
}

/** Layers of one block as one block, whose first record is in the first of them, or null where they do not continue each other. */
function continued({ records, pieces }: WindowBlock, layers: number): WindowBlock | null {
  const longer: WindowPiece[] = [];
  for (const { piece, base, stride, shift } of pieces) {
    const step = base < 0 ? 0 : records === 1 ? shift : stride;
    if (base >= 0 && records * step !== shift) return null;
    longer.push({ piece, base, stride: step, shift });
  }
  return { records: records * layers, pieces: longer };
}

/** Single records take in the dead versions right below them. */
function withGhostsBelow(blocks: readonly WindowBlock[]): WindowBlock[] {
  const found: WindowBlock[] = [];
  for (const block of blocks) {
    const below = found[found.length - 1];
    if (below === undefined || below.pieces.length > 0) found.push(block);
    else if (block.pieces.length === 0)
      found[found.length - 1] = { records: below.records + block.records, pieces: [] };
    else if (block.records > 1) found.push(block);
    else {
      const ghosts = { piece: -1, base: -below.records, stride: 0, shift: 0 };
      found[found.length - 1] = { records: 1, pieces: [ghosts, ...block.pieces] };
    }
  }
  return found;
}

/** Neighbours whose records continue each other become one block. */
function joined(blocks: readonly WindowBlock[]): WindowBlock[] {
  const found: WindowBlock[] = [];
  for (const upper of blocks) {
    const lower = found[found.length - 1];
    const strides = lower === undefined ? null : stridesOfBoth(lower, upper);
    if (strides === null) found.push(upper);
    else {
      const pieces = lower.pieces.map((piece, i) => ({ ...piece, stride: strides[i] }));
      found[found.length - 1] = { records: lower.records + upper.records, pieces };
    }
  }
  return found;
}

function stridesOfBoth(lower: WindowBlock, upper: WindowBlock): number[] | null {
  if (lower.pieces.length !== upper.pieces.length || lower.pieces.length === 0) return null;
  const strides: number[] = [];
  for (let i = 0; i < lower.pieces.length; i++) {
    const p = lower.pieces[i];
    const q = upper.pieces[i];
    if (p.base < 0 || q.base < 0) {
      if (p.base !== q.base) return null;
      strides.push(0);
      continue;
    }
    const stride = lower.records > 1 ? p.stride : upper.records > 1 ? q.stride : q.base - p.base;
    if (p.shift !== q.shift || p.base + lower.records * stride !== q.base) return null;
    if (upper.records > 1 && q.stride !== stride) return null;
    strides.push(stride);
  }
  return strides;
}
