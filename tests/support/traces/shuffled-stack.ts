import { Random } from '../../../core/numbers/random.ts';
import type { StackRun, Trace } from '../../../core/trace/trace.ts';
import { argumentStack } from '../../../core/trace/trace.ts';

/** The argument stack cut into runs of random length and order, some of them backwards or taken every other element. */
export function shuffledStack(trace: Trace, seed: number): StackRun[] {
  const random = new Random(seed, 2);
  const runs = argumentStack(trace).flatMap(({ value, count }) => {
    const cuts: StackRun[] = [];
    for (let first = 0; first < count; ) {
      const length = Math.min(count - first, 1 + random.integer(12));
      const kind = random.integer(3);
      if (kind === 0) cuts.push({ value, first, stride: 1, count: length });
      else if (kind === 1) cuts.push({ value, first: first + length - 1, stride: -1, count: length });
      else {
        cuts.push({ value, first, stride: 2, count: Math.ceil(length / 2) });
        if (length > 1) cuts.push({ value, first: first + 1, stride: 2, count: Math.floor(length / 2) });
      }
      first += length;
    }
    return cuts;
  });
  return [...random.permutation(runs.length)].map((index) => runs[index]);
}
