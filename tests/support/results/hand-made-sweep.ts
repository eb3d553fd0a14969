import { SWEEP_SCHEMA, type SweepResult, type SweptPoint } from '../../../reports/sweep/sweep-result.ts';

/** What a rule holds beyond its state, in bytes, and what an update of it costs, at a depth, width and batch. */
type Figures = (
  depth: number,
  width: number,
  batch: number,
) => { readonly beyond: number; readonly cost: number | bigint };

/** A point of two rules whose state is 12 bytes a unit of every layer. */
export function handMadePoint(depth: number, width: number, batch: number, ff: Figures, bp: Figures): SweptPoint {
  const update = (algorithm: string, figures: Figures) => {
    const { beyond, cost } = figures(depth, width, batch);
    const stateBytes = 12 * depth * width;
    const peakLiveBytes = stateBytes + beyond;
    return { algorithm, cost: { cold: cost, steady: null }, reads: 10 * depth, macs: 5, peakLiveBytes, stateBytes };
  };
  return {
    layers: [4, ...Array.from({ length: depth }, () => width)],
    batch,
    options: {},
    updates: [update('ff', ff), update('bp', bp)],
  };
}

/** A sweep of these points, nothing trained, on a task that is documented with layers 4-8-8 and batch 2. */
export function handMadeSweep(points: readonly SweptPoint[]): SweepResult {
  return {
    schema: SWEEP_SCHEMA,
    tool: '0.1.0',
    task: { id: 'toy', title: 'Toy <b>', classes: 2, documentedLayers: [4, 8, 8], documentedBatch: 2 },
    rules: [
      { algorithm: 'ff', title: 'Forward-Forward', shortName: 'FF', colour: 0 },
      { algorithm: 'bp', title: 'backprop', shortName: 'BP', colour: 1 },
    ],
    reference: 'bp',
    settings: { granularity: 'scalar', loops: 'tfjs' },
    training: null,
    shard: null,
    points: [...points],
  };
}

/** Depths 1, 2, 4 and 8 at widths 8 and 16: what the first rule holds is constant in depth, what the second holds grows. */
export function crossingSweep(): SweepResult {
  const ff: Figures = (_, width) => ({ beyond: 40 * width, cost: 2n ** 53n + 1n });
  const bp: Figures = (depth, width) => ({ beyond: (width === 8 ? 9 : 19) * depth * width, cost: 100 * depth });
  return handMadeSweep([8, 16].flatMap((width) => [1, 2, 4, 8].map((depth) => handMadePoint(depth, width, 2, ff, bp))));
}
