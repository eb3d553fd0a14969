import { Random } from '../../../core/numbers/random.ts';
import type { Trace } from '../../../core/trace/trace.ts';

const FAMILIES = [
  [1, 4],
  [2, 4],
  [1, 2, 4, 8],
  [3, 6],
  [8, 4],
] as const;

/** A trace whose values and locals have sizes drawn from a few, or the default. The same seed gives the same sizes. */
export function withSizes(trace: Trace, seed: number): Trace {
  const random = new Random(seed, 3);
  const sizes = FAMILIES[random.integer(FAMILIES.length)];
  const draw = (): number => sizes[random.integer(sizes.length)];
  return {
    ...trace,
    values: trace.values.map((value) => (random.uniform() < 0.2 ? value : { ...value, bytes: draw() })),
    nests: trace.nests.map((nest) =>
      random.uniform() < 0.2 ? nest : { ...nest, localBytes: Array.from({ length: nest.locals }, draw) },
    ),
  };
}
