import type { Random } from '../core/random.ts';

/**
 * The first state of a network with these layer widths, in the order of `denseStateSpecs`: W = N(0, 1) * sqrt(2 / inputs)
 * (He et al. 2015), drawn row by row from the first layer on; biases and Adam moments 0.
 */
export function initialDenseState(widths: readonly number[], random: Random): Float32Array[] {
  return widths.slice(1).flatMap((units, index) => {
    const inputs = widths[index];
    const scale = Math.sqrt(2 / inputs);
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
