/** An exact integer: a number up to 2^53 - 1 on either side of 0, a bigint beyond. */
export type ExactInteger = number | bigint;

/** The same as JSON carries it: a number up to 2^53 - 1, a decimal string beyond, where readers would round. */
export type JsonInteger = number | string;

/** The integer as a number where that is exact, as a bigint beyond. */
export function exactInteger(value: bigint): ExactInteger {
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : value;
}

/** The one way in which exact integers are written. Throws RangeError on a number that may have been rounded. */
export function jsonInteger(value: ExactInteger): JsonInteger {
  const double = Number(value);
  if (Number.isSafeInteger(double)) return double;
  if (typeof value === 'number') throw new RangeError(`jsonInteger: ${value} is not an exact integer`);
  return value.toString();
}
