import type { LoopIndex, NestValue, ReadTensor } from 'tensor-odometer';

/** An element and the four beside it, added up: the middle, above, below, left, right. */
export function cross(a: ReadTensor, i: LoopIndex, j: LoopIndex): NestValue {
  return a
    .get(i, j)
    .add(a.get(i.minus(1), j))
    .add(a.get(i.plus(1), j))
    .add(a.get(i, j.minus(1)))
    .add(a.get(i, j.plus(1)));
}
