/**
 * How often each number occurs, counted by eight workers that take turns, each over its part of the numbers: into counts that
 * all share, or each into counts of its own, which are added up at the end.
 *
 * Private counts are for what a stack does not price: that nobody waits for an update of another. Here is what they cost:
 * eight times as many counts to keep, and the sums. Which count a number reaches is known by the number alone, so that these
 * are plain loops, and the bench warns that numbers leave the program: they leave it to be addresses.
 */
import { type CaseTools, cases, scalarProgram, TensorProxy } from 'tensor-odometer';

const WORKERS = 8;

const sizes = [
  { n: 4096, bins: 16 },
  { n: 4096, bins: 256 },
];

function drawn({ random }: CaseTools, n: number, bins: number): TensorProxy {
  return new TensorProxy(
    'int32',
    [n],
    Array.from({ length: n }, () => random.integer(bins)),
  );
}

/** Counts in turns, each worker into the row of `counts` that is its own. */
function count(numbers: TensorProxy, counts: TensorProxy, rowOf: (worker: number) => number): void {
  const part = numbers.size / WORKERS;
  for (let i = 0; i < part; i++) {
    for (let worker = 0; worker < WORKERS; worker++) {
      const bin = numbers.get(worker * part + i).value();
      counts.set(rowOf(worker), bin, counts.get(rowOf(worker), bin).add(1));
    }
  }
}

export default cases(
  {
    name: 'histogram shared',
    sizes,
    body: ({ n, bins }, tools) =>
      scalarProgram(
        (numbers, counts) => {
          count(numbers, counts, () => 0);
          return counts;
        },
        [drawn(tools, n, bins), new TensorProxy('int32', [1, bins])],
      ),
  },
  {
    name: 'histogram privatised',
    sizes,
    body: ({ n, bins }, tools) =>
      scalarProgram(
        (numbers, counts) => {
          count(numbers, counts, (worker) => worker);
          const sums = new TensorProxy('int32', [1, bins]);
          for (let bin = 0; bin < bins; bin++) {
            for (let worker = 0; worker < WORKERS; worker++) {
              sums.set(0, bin, sums.get(0, bin).add(counts.get(worker, bin)));
            }
          }
          return sums;
        },
        [drawn(tools, n, bins), new TensorProxy('int32', [WORKERS, bins])],
      ),
  },
);
