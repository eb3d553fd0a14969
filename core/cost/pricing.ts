/**
 * The price of a read, after ByteDMD: byte j of the LRU stack (1-based, from the top) costs ceil(sqrt(j)), so an
 * element of b bytes at depth d, which occupies bytes (d-1)b+1 .. db, costs S(db) - S((d-1)b), where
 *
 *     S(N) = sum of ceil(sqrt(j)) for j = 1..N = M N - (M-1) M (2M-1) / 6,   M = ceil(sqrt(N)).
 *
 * (Of the N terms, N - k*k are larger than k, for each k = 0 .. M-1; the sum of those counts is S.)
 */

/** Bytes of one element of a traced tensor, float32 or int32: figures that name no other width are at this one. */
export const ELEMENT_BYTES = 4;

/** Math.sqrt is correctly rounded, so its ceiling is exact up to here; at 2^52 + 1 it is wrong for the first time. */
const MAX_ROOT_ARGUMENT = 2 ** 52;

/** ceil(sqrt(n)), exact. Integer n in 0 .. 2^52; throws RangeError outside. */
export function ceilSqrt(n: number): number {
  if (!(n >= 0 && n <= MAX_ROOT_ARGUMENT && Number.isInteger(n))) {
    throw new RangeError(`ceilSqrt: n must be an integer in 0 .. 2^52, got ${n}`);
  }
  return Math.ceil(Math.sqrt(n));
}

/** ceil(sqrt(n)), exact, for any n >= 0; throws RangeError below. */
export function ceilSqrtBig(n: bigint): bigint {
  if (n < 0n) throw new RangeError(`ceilSqrtBig: n must not be negative, got ${n}`);
  if (n <= 1n) return n;
  // Newton from above the root of n - 1 falls monotonically to its floor; one more is the ceiling of the root of n.
  const radicand = n - 1n;
  let root = 1n << BigInt((radicand.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + radicand / root) >> 1n;
    if (next >= root) return root + 1n;
    root = next;
  }
}

/**
 * The sum of ceil(sqrt(n)) over `count` values n = first, first + step, ..., exact while below 2^53; step > 0. Values
 * with one root are taken together, so the cost is O(roots met).
 */
export function rootSum(first: number, step: number, count: number): number {
  let sum = 0;
  for (let done = 0, n = first; done < count; n = first + done * step) {
    const root = Math.ceil(Math.sqrt(n));
    const until = Math.min(count, Math.floor((root * root - first) / step) + 1);
    sum += root * (until - done);
    done = until;
  }
  return sum;
}

/** S(n), the cost of reading the topmost n bytes once, exact, for any n >= 0; throws RangeError below. */
export function byteSumBig(n: bigint): bigint {
  const m = ceilSqrtBig(n);
  return m * n - ((m - 1n) * m * (2n * m - 1n)) / 6n;
}

/**
 * The cost of one read at LRU stack depth `depth` (1 = top) of an element of `bytesPerElement`, exact.
 * Throws RangeError where either is not a positive integer or their product passes 2^52; there `readCostBig` answers.
 *
 * Not computed as a difference of two large sums: the element's bytes all cost the root of its last byte, less one
 * for each square k*k that some of them do not exceed. There are about bytes / sqrt(depth) such squares.
 */
export function readCost(depth: number, bytesPerElement: number): number {
  requirePositive('readCost: depth', depth);
  requirePositive('readCost: bytesPerElement', bytesPerElement);
  const above = (depth - 1) * bytesPerElement;
  const largest = ceilSqrt(above + bytesPerElement);
  let cost = bytesPerElement * largest;
  for (let k = largest - 1; k * k > above; k--) cost -= k * k - above;
  return cost;
}

/**
 * The cost of one read at LRU stack depth `depth` (1 = top) of an element of `bytesPerElement`, exact for any two of
 * them. Throws RangeError unless both are positive.
 */
export function readCostBig(depth: bigint, bytesPerElement: bigint): bigint {
  if (typeof depth !== 'bigint' || typeof bytesPerElement !== 'bigint' || depth < 1n || bytesPerElement < 1n) {
    throw new RangeError(
      `readCostBig: depth and bytesPerElement must be positive bigints, got ${depth} and ${bytesPerElement}`,
    );
  }
  return byteSumBig(depth * bytesPerElement) - byteSumBig((depth - 1n) * bytesPerElement);
}

function requirePositive(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    throw new RangeError(`${what} must be a positive integer, got ${value}`);
  }
}
