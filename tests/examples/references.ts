/** Arrays by the names of a kernel's inputs, row-major. */
export type Arrays = Readonly<Record<string, ArrayLike<number>>>;
type Sizes = Readonly<Record<string, number>>;

/** What a kernel of the gallery has to make of its inputs at its sizes, row-major. */
export type Reference = (arrays: Arrays, sizes: Sizes) => readonly number[];

type Matrix = readonly (readonly number[])[];

const ofRows =
  (change: (row: readonly number[]) => readonly number[]): Reference =>
  ({ x }, { n }) =>
    rowsOf(x, n).flatMap(change);

const inclusive: Reference = ({ x }) => {
  let sum = 0;
  return Array.from(x, (value) => {
    sum += value;
    return sum;
  });
};

const stencil: Reference = ({ a }, { n }) => jacobi(rowsOf(a, n + 2)).flat();

const layer: Reference = ({ image, filters }, { n, K, channels }) => {
  const m = n - K + 1;
  const at = (place: number, o: number): number => {
    let sum = 0;
    for (let tap = 0; tap < K * K; tap++) {
      const pixel = (Math.floor(place / m) + Math.floor(tap / K)) * n + (place % m) + (tap % K);
      for (let c = 0; c < channels; c++) {
        sum += image[pixel * channels + c] * filters[(tap * channels + c) * channels + o];
      }
    }
    return sum;
  };
  return matrix(m * m, channels, at).flat();
};

const everyPair: Reference = ({ q, k, v }, { d }) => attention(rowsOf(q, d), rowsOf(k, d), rowsOf(v, d)).flat();

const pairsSoFar: Reference = ({ x, wq, wk, wv }, { d }) => {
  const [q, k, v] = [wq, wk, wv].map((weights) => product(rowsOf(x, d), rowsOf(weights, d)));
  return q.flatMap((query, t) => attention([query], k.slice(0, t + 1), v.slice(0, t + 1)).flat());
};

/** By the name of a kernel. */
export const REFERENCES: Readonly<Record<string, Reference>> = {
  'softmax in three passes': ofRows(softmax),
  'softmax online': ofRows(softmax),
  'layer norm in two passes': ofRows(normalised),
  'layer norm in one pass': ofRows(normalised),
  'attention naive': everyPair,
  'attention flash': everyPair,
  'kv cache recomputed': pairsSoFar,
  'kv cache concatenated': pairsSoFar,
  'kv cache preallocated': pairsSoFar,
  'conv direct': layer,
  'conv im2col': layer,
  'conv im2col tiled': layer,
  'prefix sum sequential': inclusive,
  'prefix sum hillis-steele': inclusive,
  'prefix sum blelloch': (arrays, sizes) => [0, ...inclusive(arrays, sizes).slice(0, -1)],
  'stencil plain': stencil,
  'stencil blocked': stencil,
};

function matrix(rows: number, columns: number, element: (i: number, j: number) => number): Matrix {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => element(i, j)));
}

function rowsOf(elements: ArrayLike<number>, columns: number): Matrix {
  return matrix(elements.length / columns, columns, (i, j) => elements[i * columns + j]);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function product(a: Matrix, b: Matrix): Matrix {
  return matrix(a.length, b[0].length, (i, j) => sumOf(a[i].map((x, k) => x * b[k][j])));
}

function softmax(x: readonly number[]): number[] {
  const most = Math.max(...x);
  const exponentials = x.map((value) => Math.exp(value - most));
  const sum = sumOf(exponentials);
  return exponentials.map((value) => value / sum);
}

function normalised(x: readonly number[]): number[] {
  const mean = sumOf(x) / x.length;
  const variance = sumOf(x.map((value) => (value - mean) ** 2)) / x.length;
  return x.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
}

function attention(q: Matrix, k: Matrix, v: Matrix): Matrix {
  const scores = q.map((query) => k.map((key) => sumOf(query.map((x, c) => x * key[c])) / Math.sqrt(key.length)));
  return product(scores.map(softmax), v);
}

/** The mean of each element inside and the four beside it. */
function jacobi(a: Matrix): Matrix {
  const mean = (i: number, j: number): number => (a[i][j] + a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]) / 5;
  return matrix(a.length - 2, a[0].length - 2, (i, j) => mean(i + 1, j + 1));
}
