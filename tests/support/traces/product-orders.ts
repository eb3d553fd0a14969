import type { DeepReads } from '../../../core/cost/deep-reads.ts';
import type { Granularity } from '../../../core/trace/trace.ts';
import type { ProductSizes } from '../nests/tiled-product.ts';

/** Something to do: a term of a product by its number, or, negative, a copy of an element that is read later. */
export type Step = number;

export interface OrderOptions {
  readonly granularity: Granularity;
  /** Whether neighbouring terms of one sum are added up in a local that then joins it. */
  readonly isLocal: boolean;
  readonly isKept: boolean;
}

/** The elements of a term, and its sum: each by its number among those of its operand. */
export interface Term {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** What is summed up: how many elements the operands have, and the terms. */
export interface Terms {
  readonly left: number;
  readonly right: number;
  readonly sums: number;
  readonly terms: readonly Term[];
}

/** The terms of C[m, n] = A[m, k] B[k, n], row by row. */
export function productTerms({ m, n, k }: ProductSizes): Terms {
  const terms = Array.from({ length: m * n * k }, (_, step): Term => {
    const [i, j, l] = [Math.floor(step / (n * k)), Math.floor(step / k) % n, step % k];
    return { a: i * k + l, b: l * n + j, c: i * n + j };
  });
  return { left: m * k, right: k * n, sums: m * n, terms };
}

/**
 * How many reads go deeper than each depth, where terms are made in this order on a plain list; every
 * cell is an element with its copies, or a sum, by its number.
 */
export function readsOfOrder(all: Terms, steps: readonly Step[], options: OrderOptions): DeepReads {
  const { left, right, sums } = all;
  const { granularity, isLocal, isKept } = options;
  const elements = left + right;
  const term = elements + sums;
  const local = term + 1;
  const isOnStack = (cell: number): boolean => granularity === 'scalar' || cell < term;
  const cells = (step: Step): readonly number[] => {
    if (step < 0) return [-step - 1];
    const { a, b } = all.terms[step];
    return [a, left + b];
  };
  const uses = new Int32Array(elements).fill(isKept ? 1 : 0);
  for (const step of steps) for (const cell of cells(step)) uses[cell]++;
  // Top last: arguments as traces lay them.
  const place = (cell: number): number => (cell < left ? cell + elements : cell);
  const stack = Array.from({ length: elements }, (_, cell) => cell)
    .sort((a, b) => place(a) - place(b))
    .filter((cell) => uses[cell] > 0);
  const found: number[] = [];
  const execute = (reads: readonly number[], write: number | null): void => {
    const read = reads.filter(isOnStack);
    for (const cell of read) {
      const depth = stack.length - stack.lastIndexOf(cell);
      found[depth] = (found[depth] ?? 0) + 1;
    }
    for (const cell of read) {
      stack.splice(stack.lastIndexOf(cell), 1);
      if (cell < elements && --uses[cell] > 0) stack.push(cell);
    }
    if (write !== null && isOnStack(write)) stack.push(write);
  };
  const isBegun = new Uint8Array(sums);
  let isOpen = false;
  steps.forEach((step, index) => {
    if (step < 0) {
      const [cell] = cells(step);
      execute([cell], null);
      return;
    }
    const { c } = all.terms[step];
    const sum = isLocal ? local : elements + c;
    execute(cells(step), term);
    const isFirst = isLocal ? !isOpen : isBegun[c] === 0;
    execute(isFirst ? [term] : [sum, term], sum);
    isOpen = true;
    if (isLocal) {
      const next = steps.slice(index + 1).find((later) => later >= 0);
      if (next !== undefined && all.terms[next].c === c) return;
      execute(isBegun[c] === 1 ? [elements + c, local] : [local], elements + c);
      isOpen = false;
    }
    isBegun[c] = 1;
  });
  const deeper = [...found.keys()].reduceRight<number[]>((sums, depth) => {
    sums[depth] = (sums[depth + 1] ?? 0) + (found[depth] ?? 0);
    return sums;
  }, []);
  return (depth) => deeper[depth + 1] ?? 0;
}
