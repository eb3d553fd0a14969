/** The greatest integer that divides both; the other one where one is 0. Integers from 0. */
export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
