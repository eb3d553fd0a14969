import { InputError } from '../../../core/input-error.ts';

/** What is done with pairs of a value and its place that stand in a row. */
export interface SelectionSteps {
  /** The pair at a place is the one to compare with. */
  pivot(at: number): void;
  /** The pair at a place is compared with the pivot. */
  test(at: number): void;
  swap(left: number, right: number): void;
}

/** Below it a part of the row is not narrowed by a sample first. */
const LARGE = 600;

/** Selection by Floyd and Rivest among the values of a row, as the stock kernel executes it, told step by step. */
export class PairSelection {
  /** The places of the values, as the pairs stand. */
  readonly order: number[];
  private readonly kernel: string;
  private readonly values: ArrayLike<number>;
  private readonly steps: SelectionSteps;

  constructor(kernel: string, values: ArrayLike<number>, steps: SelectionSteps) {
    this.kernel = kernel;
    this.values = values;
    this.steps = steps;
    this.order = Array.from(values, (_, place) => place);
  }

  /** Negative where the pair of place `a` comes before that of `b`: larger values first, among equal ones the earlier. */
  compare(a: number, b: number): number {
    const difference = this.values[b] - this.values[a];
    return difference === 0 ? a - b : difference;
  }

  /** Afterwards those before `k` in the order come before it, too. Throws InputError where the stock kernel fails. */
  select(k: number, from = 0, to = this.order.length - 1): void {
    let left = from;
    let right = to;
    while (right > left) {
      if (right - left > LARGE) this.selectSample(k, left, right);
      const middle = this.partition(k, left, right);
      if (middle <= k) left = middle + 1;
      if (k <= middle) right = middle - 1;
    }
  }

  /** Brings what is likely to be the k-th into its place by a smaller selection around it. */
  private selectSample(k: number, left: number, right: number): void {
    const n = right - left + 1;
    const rank = k - left + 1;
    const z = Math.log(n);
    const size = 0.5 * Math.exp((2 * z) / 3);
    const spread = 0.5 * Math.sqrt((z * size * (n - size)) / n) * Math.sign(rank - n / 2);
    const low = Math.floor(k - (rank * size) / n + spread);
    const high = Math.floor(k + ((n - rank) * size) / n + spread);
    this.select(k, Math.max(left, low), Math.min(right, high));
  }

  /** Parts what lies from `left` to `right` by the pair at `k`. Returns where that one comes to stand. */
  private partition(k: number, left: number, right: number): number {
    const pivot = this.order[k];
    this.steps.pivot(k);
    this.swap(left, k);
    if (this.test(right, pivot) > 0) this.swap(left, right);
    let i = left;
    let j = right;
    while (i < j) {
      this.swap(i++, j--);
      while (this.test(i, pivot) < 0) i++;
      while (this.test(j, pivot) > 0) j--;
    }
    if (this.test(left, pivot) === 0) {
      this.swap(left, j);
      return j;
    }
    this.swap(j + 1, right);
    return j + 1;
  }

  private test(at: number, pivot: number): number {
    const pair = this.order[at];
    if (pair === undefined) {
      throw new InputError(`${this.kernel}: values must be numbers, got NaN; tfjs-backend-cpu 4.22.0 fails on it`);
    }
    this.steps.test(at);
    return this.compare(pair, pivot);
  }

  private swap(left: number, right: number): void {
    this.steps.swap(left, right);
    [this.order[left], this.order[right]] = [this.order[right], this.order[left]];
  }
}
