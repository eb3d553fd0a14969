import type { Scalar } from 'tensor-odometer';

/** A real factor in place of the complex twiddles, as in the published kernels: it is a constant, and costs nothing. */
const TWIDDLE = 1.5;

/** In place after a copy: the elements in bit-reversed order, then butterflies of growing width. `signal` is a power of two long. */
export function iterativeFft(signal: readonly Scalar[]): Scalar[] {
  const x = signal.map((value) => value.copy());
  const n = x.length;
  for (let i = 1, j = 0; i < n; i++) {
    j = nextReversed(j, n);
    if (i < j) {
      const kept = x[i].copy();
      x[i] = x[j].copy();
      x[j] = kept;
    }
  }
  for (let half = 1; half < n; half *= 2) {
    for (let start = 0; start < n; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const odd = x[i + half].mul(TWIDDLE);
        const even = x[i];
        x[i] = even.add(odd);
        x[i + half] = even.sub(odd);
      }
    }
  }
  return x;
}

/** Out of place: the halves of even and odd elements are copied, transformed by themselves and put together. */
export function recursiveFft(signal: readonly Scalar[]): Scalar[] {
  const n = signal.length;
  if (n === 1) return [signal[0].copy()];
  const half = n / 2;
  const ofEven = recursiveFft(Array.from({ length: half }, (_, i) => signal[2 * i].copy()));
  const ofOdd = recursiveFft(Array.from({ length: half }, (_, i) => signal[2 * i + 1].copy()));
  const x: Scalar[] = [];
  for (let i = 0; i < half; i++) {
    const odd = ofOdd[i].mul(TWIDDLE);
    x[i] = ofEven[i].add(odd);
    x[i + half] = ofEven[i].sub(odd);
  }
  return x;
}

/** The bits of the next number, last first, of those of a number below `n`. */
function nextReversed(reversed: number, n: number): number {
  let bit = n / 2;
  while ((reversed & bit) !== 0) {
    reversed ^= bit;
    bit /= 2;
  }
  return reversed | bit;
}
