/** Forward-Forward on plain numbers, in double precision, one sum after the other: what the programs are held against. */

type Matrix = number[][];

export interface PlainLayer {
  W: Matrix;
  b: number[];
  mW: Matrix;
  vW: Matrix;
  mb: number[];
  vb: number[];
}

export interface PlainRule {
  readonly learningRate: number;
  readonly threshold: number;
  readonly squares: 'mean' | 'sum';
  /** The loss, not its gradient, takes no margin beyond this. */
  readonly lossClip?: number;
  readonly normalize: (row: number[]) => number[];
  /** Gradient of a further term of the loss with respect to every positive row of h, per layer. */
  readonly positiveTerm?: (layer: number, h: Matrix) => number[];
}

export function plainLayersOf(state: readonly ArrayLike<number>[], widths: readonly number[]): PlainLayer[] {
  return widths.slice(1).map((units, index) => {
    const matrix = (values: ArrayLike<number>): Matrix =>
      Array.from({ length: widths[index] }, (_, i) => Array.from({ length: units }, (_, j) => values[i * units + j]));
    const [W, b, mW, vW, mb, vb] = state.slice(6 * index, 6 * index + 6);
    const vector = (values: ArrayLike<number>) => Array.from(values);
    return { W: matrix(W), b: vector(b), mW: matrix(mW), vW: matrix(vW), mb: vector(mb), vb: vector(vb) };
  });
}

/** Trains the layers in place; returns the loss of each. */
export function plainUpdate(
  layers: readonly PlainLayer[],
  positives: Matrix,
  negatives: Matrix,
  step: number,
  rule: PlainRule,
): number[] {
  let [positive, negative] = [positives, negatives];
  return layers.map((layer, index) => {
    const [hPositive, hNegative] = [relu(positive, layer), relu(negative, layer)];
    const rows = hPositive.length;
    const units = layer.b.length;
    const perUnit = rule.squares === 'mean' ? units : 1;
    const g = (row: number[]) => row.reduce((sum, h) => sum + h * h, 0) / perUnit;
    const softplus = (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const term = rule.positiveTerm?.(index, hPositive) ?? new Array<number>(units).fill(0);
    let loss = 0;
    const gW = layer.W.map((row) => row.map(() => 0));
    const gb = layer.b.map(() => 0);
    const learn = (x: number[], h: number[], sign: 1 | -1) => {
      const margin = sign * (rule.threshold - g(h));
      loss += softplus(Math.min(margin, rule.lossClip ?? margin)) / (2 * rows);
      const slope = ((-sign * sigmoid(margin)) / (2 * rows)) * (2 / perUnit);
      h.forEach((activity, j) => {
        const dz = slope * activity + (sign === 1 ? term[j] : 0);
        gb[j] += dz;
        x.forEach((input, i) => {
          gW[i][j] += input * dz;
        });
      });
    };
    hPositive.forEach((h, row) => {
      learn(positive[row], h, 1);
    });
    hNegative.forEach((h, row) => {
      learn(negative[row], h, -1);
    });
    layer.W.forEach((row, i) => {
      adamVector(row, gW[i], layer.mW[i], layer.vW[i], step, rule.learningRate);
    });
    adamVector(layer.b, gb, layer.mb, layer.vb, step, rule.learningRate);
    positive = relu(positive, layer).map(rule.normalize);
    negative = relu(negative, layer).map(rule.normalize);
    return loss;
  });
}

function relu(rows: Matrix, { W, b }: PlainLayer): Matrix {
  return rows.map((x) =>
    b.map((bias, j) =>
      Math.max(
        0,
        x.reduce((sum, input, i) => sum + input * W[i][j], bias),
      ),
    ),
  );
}

function adamVector(w: number[], g: number[], m: number[], v: number[], t: number, rate: number): void {
  g.forEach((gradient, i) => {
    m[i] = 0.9 * m[i] + 0.1 * gradient;
    v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
    w[i] -= (rate * (m[i] / (1 - 0.9 ** t))) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
  });
}
