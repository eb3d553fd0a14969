import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../core/numbers/random.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import type { Examples } from '../../scenarios/batches/examples.ts';
import { TRAINING_STREAM, WEIGHTS_STREAM } from '../../scenarios/batches/run-streams.ts';
import { type EvaluationGrid, isEvaluated } from '../../scenarios/evaluations/evaluation-grid.ts';
import type { NetworkShape } from '../../scenarios/rule/network-shape.ts';
import { disposeUsed, type Rule, tensorsOf } from '../../scenarios/rule/rule.ts';
import { type Evaluation, updatesToCriterion } from '../../scenarios/training/criterion.ts';
import { correctLabels } from '../../scenarios/training/evaluation.ts';

/** The accuracy that both rules are held to, and after which updates they are judged, as in the committed results. */
export const CRITERION = 0.95;
export const EVALUATE_EVERY: EvaluationGrid = 'log';

/** What a network is trained on and judged by. */
export interface LiveTask {
  readonly shape: NetworkShape;
  readonly train: Examples;
  readonly test: Examples;
}

/**
 * A network in training, an update at a time, on whatever backend is the current one: the same weights after every update
 * as a run of this seed that `odometer train` makes on that backend. The batch is all of the examples.
 */
export class LiveRun {
  readonly rule: Rule;
  readonly task: LiveTask;
  readonly curve: Evaluation[] = [];
  private readonly program: UpdateProgram;
  private readonly random: Random;
  private readonly judged: Int32Array;
  private state: readonly Tensor[];
  private made = 0;

  constructor(rule: Rule, task: LiveTask, seed: number) {
    this.rule = rule;
    this.task = task;
    this.program = rule.update(task.shape, task.train.labels.length);
    this.random = new Random(seed, TRAINING_STREAM);
    this.judged = placesOf(task.test.labels.length);
    this.state = tensorsOf(this.program.state, rule.initialState(task.shape, new Random(seed, WEIGHTS_STREAM)));
  }

  get updates(): number {
    return this.made;
  }

  get weights(): readonly Tensor[] {
    return this.state;
  }

  /** One update, and the evaluation that is due after it. */
  update(): void {
    const { shape, train } = this.task;
    const order = this.random.permutation(train.labels.length);
    const arrays = this.rule.buildBatch(shape, train, order, this.random, { state: this.state, others: [] });
    const batch = tensorsOf(this.program.batch, arrays);
    const result = this.program.update(batch, this.state, this.made + 1);
    disposeUsed([...batch, ...this.state], result);
    this.state = result.state;
    this.made += 1;
    if (isEvaluated(this.made, EVALUATE_EVERY)) this.curve.push({ updates: this.made, correct: this.correct() });
  }

  /** The share of the test examples that get their label now. */
  accuracy(): number {
    return this.correct() / this.judged.length;
  }

  /** Updates made when the mean of three evaluations reached the criterion; null before. */
  updatesToCriterion(): number | null {
    return updatesToCriterion(this.curve, this.judged.length, CRITERION);
  }

  /** The class that the network gives to each point, x and y of each in a row. */
  classesOf(points: Float32Array): Uint8Array {
    const labels = new Uint8Array(points.length / 2);
    return this.rule.predict(this.task.shape, this.state, { pixels: points, labels }, placesOf(labels.length));
  }

  dispose(): void {
    tf.dispose([...this.state]);
  }

  private correct(): number {
    const { shape, test } = this.task;
    return correctLabels(this.rule.predict(shape, this.state, test, this.judged), test.labels, this.judged);
  }
}

export function placesOf(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, place) => place);
}
