import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { UpdateProgram } from '../../../instrument/tensors/update-program.ts';
import { type ArrayFacts, largestError, sumError } from './checkpoints.ts';

/**
 * The gradient of the state tensor `name`, from Adam's first moment before and after an update: m = .9 m + .1 g.
 * `before` and `after` are the states, in the order of the program's specs.
 */
export function gradientOf(
  program: UpdateProgram,
  name: string,
  before: readonly Tensor[],
  after: readonly Tensor[],
): Float64Array {
  const at = program.state.findIndex((spec) => spec.name === `m${name}`);
  const old = before[at].dataSync();
  const gradient = new Float64Array(after[at].dataSync());
  for (let entry = 0; entry < gradient.length; entry++) gradient[entry] = (gradient[entry] - 0.9 * old[entry]) / 0.1;
  return gradient;
}

/** Within 1e-3: every stated entry, of the largest of them, and the sum, of the sum of absolute values. */
export function expectGradient(gradient: ArrayLike<number>, facts: ArrayFacts, name?: string): void {
  const largest = Math.max(...Object.values(facts.flat_entries).map(Math.abs));
  expect(largestError(gradient, facts), name).toBeLessThan(1e-3 * largest);
  expect(sumError(gradient, facts), name).toBeLessThan(1e-3);
}
