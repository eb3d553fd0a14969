/**
 * The shortest paths between all pairs of nodes, by allowing one node after the other on the way.
 *
 * Plainly, each node is a pass over the whole matrix of distances; by quarters, passes stay within a quarter. Sums
 * stand for minima as in the published kernels, so that nothing depends on data; the order of quarters is theirs, too,
 * which visits each of them twice at every scale and is no complete algorithm.
 */
import { cases, scalarProgram, TensorProxy } from 'tensor-odometer';
import { ones } from '../ones.ts';

function copied(a: TensorProxy): TensorProxy {
  const [n] = a.shape;
  const copy = new TensorProxy('float32', [n, n]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) copy.set(i, j, a.get(i, j), { copy: true });
  }
  return copy;
}

function throughNode(d: TensorProxy, i: number, j: number, k: number): void {
  d.set(i, j, d.get(i, j).add(d.get(i, k)).add(d.get(k, j)));
}

function plain(distances: TensorProxy): TensorProxy {
  const d = copied(distances);
  const [nodes] = d.shape;
  for (let k = 0; k < nodes; k++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) throughNode(d, i, j, k);
    }
  }
  return d;
}

function byQuarters(distances: TensorProxy): TensorProxy {
  const d = copied(distances);
  const visit = (top: number, left: number, size: number): void => {
    if (size > 2) {
      const half = size / 2;
      const there = [
        [top, left],
        [top, left + half],
        [top + half, left],
        [top + half, left + half],
      ];
      for (const [row, column] of [...there, ...there.toReversed()]) visit(row, column, half);
      return;
    }
    for (let k = top; k < top + size; k++) {
      for (let i = top; i < top + size; i++) {
        for (let j = left; j < left + size; j++) throughNode(d, i, j, k);
      }
    }
  };
  visit(0, 0, d.shape[0]);
  return d;
}

export default cases(
  {
    name: 'floyd warshall naive',
    sizes: [{ V: 16 }],
    body: ({ V }: { V: number }) => scalarProgram((distances) => plain(distances), [ones(V, V)]),
  },
  {
    name: 'floyd warshall recursive',
    sizes: [{ V: 16 }],
    body: ({ V }: { V: number }) => scalarProgram((distances) => byQuarters(distances), [ones(V, V)]),
  },
);
