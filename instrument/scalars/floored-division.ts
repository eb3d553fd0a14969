/** The remainder of a division that is rounded down: of the divisor's sign, as Python's `%`. */
export function flooredRemainder(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** The whole quotient, rounded down, and the remainder, as Python's `divmod`. */
export function flooredDivision(a: number, b: number): [quotient: number, remainder: number] {
  const remainder = flooredRemainder(a, b);
  return [Math.round((a - remainder) / b), remainder];
}
