import { tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/numbers/random.ts';
import { sizeOf } from '../kernel-models/model/kernel-model.ts';
import { KernelNest, type NestTensors } from '../nests/nest.ts';
import { type CaseBody, ScalarBody, TensorBody } from './case-body.ts';

/** What a body computes, without being traced. */
export interface UntracedRun {
  /** To be called before every run, and no part of it. */
  readonly prepare: () => void;
  readonly run: () => void;
}

const NOTHING = (): void => {};

/**
 * Of nests the compiled loops over random numbers, of TensorFlow.js programs the program on the current backend, of plain
 * loops these over scalars that are constants, whose arguments are copied before every run. null: files have nothing that
 * runs untraced.
 */
export function untracedRun(body: CaseBody, random: Random): UntracedRun | null {
  if (body instanceof ScalarBody) {
    let next = body.prepare();
    return {
      prepare: () => {
        next = body.prepare();
      },
      run: () => next(),
    };
  }
  if (body instanceof TensorBody) {
    const { run, inputs } = body;
    return {
      prepare: NOTHING,
      run: () =>
        tidy(() => {
          run(...inputs);
        }),
    };
  }
  if (!(body instanceof KernelNest)) return null;
  const tensors: NestTensors = body.tensors;
  const given = Object.entries(tensors).filter(([, { use }]) => use === 'input' || use === 'inout');
  const arrays = Object.fromEntries(
    given.map(([name, { shape }]) => {
      const size = sizeOf(shape);
      return [name, Float64Array.from({ length: size }, () => random.uniform())];
    }),
  );
  return {
    prepare: NOTHING,
    run: () => {
      body.run(arrays);
    },
  };
}
