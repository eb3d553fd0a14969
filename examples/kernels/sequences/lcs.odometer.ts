/**
 * The longest common subsequence by a table of all prefixes, row by row: each entry needs the row above it. As in the
 * published kernel, an entry is the sum of its three neighbours and the two elements that a real one would compare.
 */
import { cases, type Scalar, scalarProgram } from 'tensor-odometer';

function longest(x: readonly Scalar[], y: readonly Scalar[]): Scalar {
  // Computed: zeros that are constants would be free to read.
  const zero = x[0].sub(x[0]);
  const row = (): Scalar[] => Array.from({ length: y.length + 1 }, () => zero.copy());
  const table = Array.from({ length: x.length + 1 }, row);
  for (let i = 1; i <= x.length; i++) {
    for (let j = 1; j <= y.length; j++) {
      table[i][j] = table[i - 1][j - 1]
        .add(table[i - 1][j])
        .add(table[i][j - 1])
        .add(x[i - 1])
        .add(y[j - 1]);
    }
  }
  return table[x.length][y.length];
}

export default cases({
  name: 'lcs dp',
  sizes: [{ n: 32 }],
  body: ({ n }) => scalarProgram(longest, [new Array<number>(n).fill(1), new Array<number>(n).fill(1)]),
});
