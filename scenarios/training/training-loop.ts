import { createHash } from 'node:crypto';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { Random } from '../../core/numbers/random.ts';
import type { UpdateProgram } from '../../instrument/tensors/update-program.ts';
import type { ImageSet } from '../data/image-set.ts';
import { isEvaluated } from '../evaluations/evaluation-grid.ts';
import { disposeUsed, tensorsOf } from '../rule/rule.ts';
import { placedInSource } from '../sound-rule.ts';
import { type CurvePoint, type EpochRecord, type TrainingState, writeCheckpoint } from './checkpoint.ts';
import { bestAccuracy, updatesToCriterion } from './criterion.ts';
import { correctLabels, evaluateFully, evaluationImages } from './evaluation.ts';
import { ReportedSums } from './reported-sums.ts';
import { ruleOf } from './training-settings.ts';
import type { TrainingOutcome, TrainingProgress, TrainingTask } from './training-task.ts';

/** A loss is the mean of a softplus or a logarithm: at a million the mean square of a layer is one too, and no use. */
const DIVERGED_LOSS = 1e6;

/** One run under way: the network on the backend, and where it is in its epoch. `update` is one step of it. */
export class TrainingRun {
  private readonly task: TrainingTask;
  private readonly rule;
  private readonly shape;
  private readonly judged: Int32Array;
  private readonly programs = new Map<number, UpdateProgram>();
  private readonly random = new Random(0);
  private readonly subset: Int32Array;
  private readonly epochs: EpochRecord[];
  private readonly curve: CurvePoint[];
  private readonly sinceEpoch: ReportedSums;
  private readonly sinceEvaluation: ReportedSums;
  private readonly secondsBefore: number;
  private readonly start = performance.now();
  private network: readonly Tensor[];
  private orders: readonly Int32Array[];
  private position: number;
  private updates: number;
  private lastLoss: number | null = null;

  constructor(task: TrainingTask, state: TrainingState) {
    const { rule, shape } = ruleOf(task.settings);
    this.task = task;
    this.rule = rule;
    this.shape = shape;
    this.judged = evaluationImages(task.data.test.count, task.settings.evaluationImages);
    this.random.restore(state.random);
    this.subset = state.subset;
    this.epochs = [...state.epochs];
    this.curve = [...state.curve];
    this.sinceEpoch = new ReportedSums(state.sinceEpoch);
    this.sinceEvaluation = new ReportedSums(state.sinceEvaluation);
    this.secondsBefore = state.seconds;
    this.network = tensorsOf(this.program(task.settings.batch).state, state.network);
    this.orders = state.orders;
    this.position = state.position;
    this.updates = state.updates;
  }

  isOver(): boolean {
    const { epochs, stopsAtCriterion, mostUpdates = Number.POSITIVE_INFINITY } = this.task.stop;
    if (this.epochs.length >= epochs || this.updates >= mostUpdates) return true;
    return stopsAtCriterion && this.updatesToCriterion() !== null;
  }

  /** One update, and what is due after it: an evaluation, the end of the epoch, the state on disk. */
  update(): void {
    const { settings } = this.task;
    const { rule, shape, random } = this;
    if (this.orders.length === 0) {
      const { ordersPerEpoch = 1 } = rule;
      this.orders = Array.from({ length: ordersPerEpoch }, () => random.permutation(settings.trainImages));
    }
    const size = Math.min(settings.batch, settings.trainImages - this.position);
    const program = this.program(size);
    const [indices, ...others] = this.orders.map((order) =>
      order.subarray(this.position, this.position + size).map((place) => this.subset[place]),
    );
    const context = { state: this.network, others };
    const arrays = rule.buildBatch(shape, this.task.data.train, indices, random, context);
    const batch = tensorsOf(program.batch, arrays);
    const result = program.update(batch, this.network, this.updates + 1);
    const read = Object.entries(result.read).map(([name, tensor]) => [name, tensor.dataSync()[0]] as const);
    disposeUsed([...batch, ...this.network], result);
    this.network = result.state;
    this.updates += 1;
    this.position += size;
    this.note(read);

    const isDue = isEvaluated(this.updates, settings.evaluateEvery);
    if (isDue) this.evaluate();
    const epochEnds = this.position === settings.trainImages;
    if (epochEnds) this.endEpoch(isDue);
    if (epochEnds || this.isOver()) this.save();
  }

  progress(): TrainingProgress {
    const { settings, stop, seed } = this.task;
    const last = this.curve.at(-1);
    return {
      seed,
      updates: this.updates,
      plannedUpdates: stop.epochs * Math.ceil(settings.trainImages / settings.batch),
      epoch: Math.min(this.epochs.length + 1, stop.epochs),
      epochs: stop.epochs,
      loss: this.lastLoss,
      testAccuracy: last === undefined ? null : last.correct / settings.evaluationImages,
    };
  }

  outcome(): TrainingOutcome {
    const { settings, data, seed } = this.task;
    const images = settings.evaluationImages;
    const hash = createHash('sha256');
    for (const tensor of this.network) {
      const { buffer, byteOffset, byteLength } = tensor.dataSync();
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
    return {
      seed,
      epochs: this.position === 0 ? this.epochs : [...this.epochs, this.epochRecord(this.correct())],
      updates: this.updates,
      updatesToCriterion: this.updatesToCriterion(),
      bestAccuracy: bestAccuracy(this.curve, images),
      curve: this.curve,
      final: evaluateFully(this.rule, this.shape, this.network, data.test, this.learned()),
      stateSha256: hash.digest('hex'),
      seconds: this.seconds(),
    };
  }

  dispose(): void {
    tf.dispose([...this.network]);
  }

  private program(size: number): UpdateProgram {
    const known = this.programs.get(size);
    if (known !== undefined) return known;
    const program = this.rule.update(this.shape, size);
    this.programs.set(size, program);
    return program;
  }

  private learned() {
    return { examples: this.task.data.train, indices: this.subset };
  }

  private seconds(): number {
    return this.secondsBefore + (performance.now() - this.start) / 1000;
  }

  private note(read: readonly (readonly [name: string, value: number])[]): void {
    const layers = read.filter(([name]) => name.startsWith('loss')).length;
    let loss = 0;
    let layer = 0;
    for (const [name, value] of read) {
      const isLoss = name.startsWith('loss');
      if (!Number.isFinite(value) || (isLoss && value > DIVERGED_LOSS))
        this.failDiverged(`${name} is ${value}`, isLoss && layers > 1 ? `, layer ${layer + 1}` : '');
      if (!isLoss) continue;
      loss += value;
      layer += 1;
    }
    this.lastLoss = loss;
    this.sinceEpoch.add(read);
    this.sinceEvaluation.add(read);
  }

  /** `layer` is that of a loss, for the end of the place, or empty. */
  private failDiverged(what: string, layer: string): never {
    const { settings, seed } = this.task;
    const perEpoch = Math.ceil(settings.trainImages / settings.batch);
    const where = `epoch ${Math.ceil(this.updates / perEpoch)}, update ${this.updates}${layer}`;
    throw new InputError(
      `${settings.scenario} ${settings.algorithm}, seed ${seed}: the training diverged in ${where}: ${what}; ` +
        `try a lower --lr than ${settings.learningRate}`,
    );
  }

  private correct(): number {
    const { test } = this.task.data;
    return correctLabels(this.predicted(test), test.labels, this.judged);
  }

  /** Throws what the prediction does, led by the file of a user's that defines the rule. */
  private predicted(test: ImageSet): Uint8Array {
    try {
      return this.rule.predict(this.shape, this.network, test, this.judged, this.learned());
    } catch (error) {
      throw placedInSource(this.task.settings.scenario, this.task.settings.algorithm, error);
    }
  }

  private evaluate(): void {
    const { loss } = this.sinceEvaluation.means();
    this.curve.push({ updates: this.updates, correct: this.correct(), loss });
    this.sinceEvaluation.clear();
  }

  private endEpoch(isEvaluated: boolean): void {
    this.epochs.push(this.epochRecord(isEvaluated ? this.curve[this.curve.length - 1].correct : this.correct()));
    this.orders = [];
    this.position = 0;
    this.sinceEpoch.clear();
  }

  private epochRecord(correct: number): EpochRecord {
    const { loss, ...reported } = this.sinceEpoch.means();
    return {
      epoch: this.epochs.length + 1,
      updates: this.updates,
      batches: this.sinceEpoch.updates,
      loss,
      reported,
      testAccuracy: correct / this.task.settings.evaluationImages,
    };
  }

  private updatesToCriterion(): number | null {
    return updatesToCriterion(this.curve, this.task.settings.evaluationImages, this.task.stop.criterion);
  }

  /** Also where nothing is kept, the weights are looked at: relu can hide a NaN from every loss. */
  private save(): void {
    const { checkpoint, settings, seed } = this.task;
    const network = this.network.map((tensor) => tensor.dataSync() as Float32Array);
    network.forEach((values, index) => {
      if (values.every(Number.isFinite)) return;
      const { name } = this.program(settings.batch).state[index];
      this.failDiverged(`${name} is no longer finite`, '');
    });
    if (checkpoint === null) return;
    writeCheckpoint(checkpoint, settings, seed, {
      network,
      updates: this.updates,
      random: this.random.state(),
      subset: this.subset,
      orders: this.orders,
      position: this.position,
      sinceEpoch: this.sinceEpoch.state(),
      sinceEvaluation: this.sinceEvaluation.state(),
      epochs: this.epochs,
      curve: this.curve,
      seconds: this.seconds(),
    });
  }
}
