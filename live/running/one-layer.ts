import * as tf from '@tensorflow/tfjs-core';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { traceFunction } from '../../instrument/tensors/trace-function.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import { denseLayersOf, denseRelu } from '../../scenarios/dense/layers.ts';
import { diskRingFf } from '../../scenarios/disk-ring/ff.ts';
import { l2Normalize } from '../../scenarios/learning/normalise.ts';
import { LiveRun } from './live-run.ts';
import { pricedTrace } from './priced-update.ts';

/** Above it a layer takes its input for a real one. */
export const THRESHOLD = 2;
/** What a unit is at most where it is drawn. */
export const TALLEST = 2;
const UNITS = 8;
/** A point of the disk, with its true label or the other one beside it. */
const POINT = { pixels: Float32Array.of(0.3, -0.2), labels: Uint8Array.of(0) };
const SHAPE = { layers: [2, UNITS], classes: 2 };
const INPUTS = { positive: [0.3, -0.2, 1, 0], negative: [0.3, -0.2, 0, 1] } as const;
export type Side = keyof typeof INPUTS;
export const SIDES: readonly Side[] = ['positive', 'negative'];

/** How lively a layer is for an input, and how hard its next step will push. */
export interface Liveliness {
  readonly units: readonly number[];
  readonly goodness: number;
  /** The probability that the layer gives to a real input. */
  readonly takenForReal: number;
  readonly pressure: number;
}

/** One layer of 8 units that learns from one point by Forward-Forward, once with each label in every step. */
export class OneLayer {
  private readonly run = new LiveRun(diskRingFf, { shape: SHAPE, train: POINT, test: POINT }, 0);

  get steps(): number {
    return this.run.updates;
  }

  step(): void {
    this.run.update();
  }

  of(side: Side): Liveliness {
    const units = tf.tidy(() => [
      ...denseRelu(tf.tensor2d([[...INPUTS[side]]]), denseLayersOf(this.run.weights)[0]).dataSync(),
    ]);
    const goodness = units.reduce((sum, unit) => sum + unit * unit, 0);
    const takenForReal = 1 / (1 + Math.exp(THRESHOLD - goodness));
    return { units, goodness, takenForReal, pressure: Math.abs(takenForReal - (side === 'positive' ? 1 : 0)) };
  }

  dispose(): void {
    this.run.dispose();
  }
}

/** The figures of one step of the layer. */
export function pricedStep(): Measurement {
  return pricedTrace(traceUpdate(diskRingFf.update(SHAPE, 1)));
}

/** What the next layer sees of a layer of two units. */
export function direction(units: readonly [number, number]): [number, number] {
  const [x, y] = tf.tidy(() => l2Normalize(tf.tensor2d([[...units]])).dataSync());
  return [x, y];
}

/** The figures of taking the length from two units. */
export function pricedDirection(): Measurement {
  return pricedTrace(traceFunction((units) => l2Normalize(units), [tf.zeros([1, 2])], { name: 'normalisation' }));
}
