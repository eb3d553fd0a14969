/** The learning rules that are compared: Forward-Forward and backprop. */
export const ALGORITHMS = ['ff', 'bp'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** One value for each of the two rules. */
export function perRule<Value>(value: (algorithm: Algorithm) => Value): Record<Algorithm, Value> {
  return Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, value(algorithm)])) as Record<Algorithm, Value>;
}
