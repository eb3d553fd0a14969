import type { Tensor } from '@tensorflow/tfjs-core';
import { diskRingPoints } from '../../scenarios/data/disk-ring-points.ts';
import { diskRingBp } from '../../scenarios/disk-ring/bp.ts';
import { diskRingFf, labelGoodness } from '../../scenarios/disk-ring/ff.ts';
import { l2Normalize } from '../../scenarios/learning/normalise.ts';
import type { Rule } from '../../scenarios/rule/rule.ts';
import { type LiveTask, placesOf } from './live-run.ts';

/** The rules that the page trains, by the ids and with the rates that they have in the committed results. */
export const RULES = { ff: diskRingFf.configured({ learningRate: 0.03 }), bp: diskRingBp } as const satisfies Readonly<
  Record<string, Rule>
>;
export type RuleId = keyof typeof RULES;
export const RULE_IDS: readonly RuleId[] = ['ff', 'bp'];

/** Points to learn from and points to judge by: 300 each, as described. */
export const POINTS = 300;
export const UPDATES = 900;
/** Of the data; seeds of runs change weights and order alone. */
const DATA_SEED = 0;

/** The disk in a ring as the committed results have it. */
export function toyTask(): LiveTask {
  return {
    shape: { layers: [2, 12, 12], classes: 2 },
    train: diskRingPoints('train', POINTS, DATA_SEED),
    test: diskRingPoints('test', POINTS, DATA_SEED),
  };
}

/** The goodness of each layer for a point with each of the two labels beside it, and the label that has the most. */
export interface PointScores {
  /** [label][layer] */
  readonly goodness: readonly (readonly number[])[];
  readonly best: number;
}

/** What Forward-Forward makes of one point: the network runs once with each label. `state`: of its updates. */
export function pointScores(task: LiveTask, state: readonly Tensor[], point: readonly [number, number]): PointScores {
  const examples = { pixels: Float32Array.from(point), labels: new Uint8Array(1) };
  const scoring = { goodness: { squares: 'sum', threshold: 2 }, normalize: l2Normalize } as const;
  const scores = labelGoodness(task.shape, state, examples, placesOf(1), scoring);
  const { classes } = task.shape;
  const depth = scores.values.length / classes;
  const goodness = Array.from({ length: classes }, (_, label) => [
    ...scores.values.subarray(label * depth, (label + 1) * depth),
  ]);
  return { goodness, best: scores.best('all layers')[0] };
}
