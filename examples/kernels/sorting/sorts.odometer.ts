/**
 * Three sorts without their comparisons: as the published kernels, they read and write what a sort does, in an order that
 * does not depend on the numbers, and put sums where a sort would put the smaller or the larger one. Nothing is sorted.
 *
 * What is argued: who stays near. Quicksort and mergesort finish a half before the other begins; a heap goes from its root
 * to its leaves for every element, and is read nearly twice as often.
 */
import { cases, type Scalar, scalarProgram } from 'tensor-odometer';

/** Each element but the last is compared with it, the pivot; both halves are sorted then, as if the pivot were the median. */
function quicksort(values: readonly Scalar[]): Scalar[] {
  const n = values.length;
  if (n <= 1) return values.map((value) => value.copy());
  const pivot = values[n - 1];
  for (const value of values.slice(0, -1)) value.add(pivot);
  return [...quicksort(values.slice(0, n / 2)), ...quicksort(values.slice(n / 2))];
}

/** In place: a heap is built from the leaves up, then its root and its last element are exchanged until none is left. */
function heapsort(values: readonly Scalar[]): Scalar[] {
  const heap = values.map((value) => value.copy());
  const sift = (root: number, size: number): void => {
    for (let parent = root, child = 2 * root + 1; child < size; parent = child, child = 2 * parent + 1) {
      if (child + 1 < size) heap[child] = heap[child].add(heap[child + 1]);
      heap[parent] = heap[parent].add(heap[child]);
    }
  };
  for (let root = heap.length / 2 - 1; root >= 0; root--) sift(root, heap.length);
  for (let last = heap.length - 1; last > 0; last--) {
    heap[last] = heap[last].add(heap[0]);
    sift(0, last);
  }
  return heap;
}

/** Out of place: two sorted halves are merged, each step reading one element of either. */
function mergesort(values: readonly Scalar[]): Scalar[] {
  const n = values.length;
  if (n <= 1) return values.map((value) => value.copy());
  const half = n / 2;
  const left = mergesort(values.slice(0, half));
  const right = mergesort(values.slice(half));
  return values.map((_, i) => left[Math.min(i, half - 1)].add(right[Math.max(i - half, 0)]));
}

const sorting = (sort: (values: readonly Scalar[]) => Scalar[]) => ({
  sizes: [{ N: 64 }],
  body: ({ N }: { N: number }) => scalarProgram((values) => sort(values), [new Array<number>(N).fill(1)]),
});

export default cases(
  { name: 'quicksort', ...sorting(quicksort) },
  { name: 'heapsort', ...sorting(heapsort) },
  { name: 'mergesort', ...sorting(mergesort) },
);
