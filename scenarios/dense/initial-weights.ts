import type { Random } from '../../core/numbers/random.ts';

/** The scale of weights that keeps the mean square of activations, given inputs of mean square 1. He et al. 2015. */
export function heScale(inputs: number): number {
  return Math.sqrt(2 / inputs);
}

/**
 * The first state of a network with these layer widths, in the order of `denseStateSpecs`: W = N(0, 1) * scale(inputs),
 * drawn row by row from the first layer on; biases and Adam moments 0.
 */
export function initialDenseState(
  widths: readonly number[],
  random: Random,
  scaleOf: (inputs: number) => number = heScale,
): Float32Array[] {
  return widths.slice(1).flatMap((units, index) => {
    const inputs = widths[index];
    const scale = scaleOf(inputs);
    const W = Float32Array.from({ length: inputs * units }, () => random.normal() * scale);
    return [
      W,
      new Float32Array(units),
      new Float32Array(W.length),
      new Float32Array(W.length),
      new Float32Array(units),
      new Float32Array(units),
    ];
  });
}
