import { tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/numbers/random.ts';
import { KernelNest, type NestTensors } from '../nests/nest.ts';
import { type CaseBody, TensorBody } from './case-body.ts';

/**
 * What a body computes, without being traced: of nests the compiled loops over random numbers, of TensorFlow.js programs the
 * program on the current backend. null: plain loops and files have nothing that runs untraced.
 */
export function untracedRun(body: CaseBody, random: Random): (() => void) | null {
  if (body instanceof TensorBody) {
    const { run, inputs } = body;
    return () =>
      tidy(() => {
        run(...inputs);
      });
  }
  if (!(body instanceof KernelNest)) return null;
  const tensors: NestTensors = body.tensors;
  const given = Object.entries(tensors).filter(([, { use }]) => use === 'input' || use === 'inout');
  const arrays = Object.fromEntries(
    given.map(([name, { shape }]) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return [name, Float64Array.from({ length: size }, () => random.uniform())];
    }),
  );
  return () => {
    body.run(arrays);
  };
}
