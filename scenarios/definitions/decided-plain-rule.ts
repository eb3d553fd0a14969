import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, InputError } from '../../core/input-error.ts';
import { Random } from '../../core/numbers/random.ts';
import type { Role } from '../../core/trace/trace.ts';
import { phase } from '../../instrument/labels/labels.ts';
import { refusePromise } from '../../instrument/scalars/abandoned-promise.ts';
import { traceUpdate } from '../../instrument/tensors/trace-update.ts';
import type { TensorSpec, UpdateProgram, UpdateResult } from '../../instrument/tensors/update-program.ts';
import { type Examples, labelsAt, oneHotRows, pixelsAt } from '../batches/examples.ts';
import { bestLabels, predictedLabels } from '../batches/label-scores.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { DecidedRule } from '../rule/rule.ts';
import { checkedTensors, sizeOf } from './filled-tensors.ts';
import type { ChosenExamples, FilledTensor, OptionsOf, PlainOptions, PlainRule } from './plain-rule.ts';
import { macsOf, usedState } from './traced-facts.ts';

/** Images that are predicted together. */
const IMAGES_AT_ONCE = 2000;

/** Where nothing depends on what is drawn. */
const anyRandom = () => new Random(0);

/** A plain rule with its options decided, as the machinery of training and measuring asks for a rule. */
export class DecidedPlainRule {
  private readonly rule: PlainRule<PlainOptions>;
  private readonly options: OptionsOf<PlainOptions>;
  private known: { readonly key: string; readonly specs: readonly TensorSpec[] } | null = null;

  constructor(rule: PlainRule<PlainOptions>, options: OptionsOf<PlainOptions>) {
    this.rule = rule;
    this.options = options;
  }

  decided(): Omit<DecidedRule, 'label'> {
    return {
      learningRate: this.options.learningRate,
      update: (shape, batchSize) => this.update(shape, batchSize),
      predictProgram: (shape, images) => this.predictProgram(shape, images),
      initialState: (shape, random) => this.stateOf(shape, random).map(valuesOf),
      buildBatch: (shape, examples, indices, random) =>
        this.batchOf(shape, chosen(shape, examples, indices), random).map(valuesOf),
      predict: (shape, state, examples, indices) =>
        bestLabels(indices.length, IMAGES_AT_ONCE, (start, end) => {
          const pixels = pixelsAt(examples, indices.subarray(start, end), shape.layers[0]);
          return this.finiteScores(shape, tf.tensor(pixels, [end - start, shape.layers[0]]), state);
        }),
      macsPerUpdate: (shape, batchSize) => macsOf(traceUpdate(this.update(shape, batchSize))),
      parameters: (shape) =>
        this.specs(shape)
          .filter(({ role }) => role === 'weights')
          .reduce((sum, spec) => sum + sizeOf(spec.shape), 0),
    };
  }

  private update(shape: NetworkShape, batchSize: number): UpdateProgram {
    const { title, computed = false } = this.rule;
    const batch = this.batchOf(shape, blank(shape, batchSize), anyRandom()).map((tensor) => specOf(tensor, 'inputs'));
    return {
      name: title,
      about: { rule: title, ...this.about(shape, batchSize), ...this.options },
      batch,
      state: this.specs(shape),
      update: (tensors, state, step) => this.updated(shape, tensors, state, step),
      ...(computed ? { example: () => this.example(shape, batchSize) } : {}),
    };
  }

  private updated(shape: NetworkShape, batch: readonly Tensor[], state: readonly Tensor[], step: number): UpdateResult {
    const { title, update } = this.rule;
    const { options } = this;
    // Kept out of tidy's result: it looks for tensors in all that it returns, and knows no read-only lists.
    let result: UpdateResult | undefined;
    tf.tidy(() => {
      result = phase('update', () => update({ shape, options, batch, state, step }), 'other');
      refusePromise(`${title}: update`, result);
      requireLoss(title, result);
      return [...result.state, ...Object.values(result.read)];
    });
    const gone = state.findIndex(({ isDisposed }) => isDisposed);
    if (gone >= 0) {
      const { name } = this.specs(shape)[gone];
      throw new InputError(`${title}: update disposes of ${name}, which is not its own; leave that to who trains`);
    }
    return result as UpdateResult;
  }

  /** What an update whose course depends on values is traced on: noise with every label in turn, and the first state. */
  private example(shape: NetworkShape, batchSize: number): { batch: Float32Array[]; state: Float32Array[] } {
    const { pixels, labels } = blank(shape, batchSize);
    const random = anyRandom();
    for (let index = 0; index < pixels.length; index++) pixels[index] = random.uniform();
    return {
      batch: this.batchOf(shape, { pixels, labels }, random).map(valuesOf),
      state: this.stateOf(shape, random).map(valuesOf),
    };
  }

  /** Of the state, what the prediction reads; what it does not read is no argument of it. */
  private predictProgram(shape: NetworkShape, images: number): UpdateProgram {
    const specs = this.specs(shape);
    const used = usedState(
      traceUpdate(
        this.predictor(
          shape,
          images,
          specs.map(() => true),
        ),
      ),
    );
    return this.predictor(shape, images, used);
  }

  private predictor(shape: NetworkShape, images: number, used: readonly boolean[]): UpdateProgram {
    const pixels: TensorSpec = { name: 'images', shape: [images, shape.layers[0]], dtype: 'float32', role: 'inputs' };
    return {
      name: `${this.rule.title} prediction`,
      about: { rule: this.rule.title, ...this.about(shape, images), work: 'predict' },
      batch: [pixels],
      state: this.specs(shape).filter((_, index) => used[index]),
      update: ([given], state) => {
        const read = [...state];
        const whole = used.map((isUsed) => (isUsed ? (read.shift() as Tensor) : tf.scalar(0)));
        return predictedLabels(state, () => this.scores(shape, given, whole));
      },
    };
  }

  /** Throws InputError where the prediction is no scores of these images. */
  private scores(shape: NetworkShape, images: Tensor, state: readonly Tensor[]): Tensor {
    const { title, predict } = this.rule;
    const scores: unknown = predict({ shape, options: this.options, images, state });
    const wanted = `[${images.shape[0]},${shape.classes}]`;
    if (scores instanceof tf.Tensor && `[${scores.shape}]` === wanted) return scores;
    const got = scores instanceof tf.Tensor ? `[${scores.shape}]` : describe(scores);
    throw new InputError(`${title}: predict must return a score of every class for each image, ${wanted}, got ${got}`);
  }

  /** Of NaN no score is the highest: some label would be taken for it. */
  private finiteScores(shape: NetworkShape, images: Tensor, state: readonly Tensor[]): Tensor {
    const scores = this.scores(shape, images, state);
    if (!scores.dataSync().some(Number.isNaN)) return scores;
    throw new InputError(`${this.rule.title}: predict returns scores that are NaN; return numbers`);
  }

  private stateOf(shape: NetworkShape, random: Random): readonly FilledTensor[] {
    const { title, state } = this.rule;
    const owner = `${title}: state`;
    const tensors = checkedTensors(owner, state({ shape, options: this.options, random }));
    for (const { name, values = [] } of tensors) {
      const odd = Array.from(values).findIndex((value) => !Number.isFinite(Math.fround(value)));
      if (odd >= 0)
        throw new InputError(
          `${owner}: ${name}: values[${odd}] must be a finite float32 number, got ${describe(values[odd])}`,
        );
    }
    return tensors;
  }

  private batchOf(shape: NetworkShape, examples: ChosenExamples, random: Random): readonly FilledTensor[] {
    const { title, batch = imagesAndLabels } = this.rule;
    return checkedTensors(`${title}: batch`, batch({ ...examples, shape, options: this.options, random }));
  }

  /** Those of the last shape that was asked for: drawing a state takes a while. */
  private specs(shape: NetworkShape): readonly TensorSpec[] {
    const key = JSON.stringify(shape);
    if (this.known?.key !== key) {
      this.known = { key, specs: this.stateOf(shape, anyRandom()).map((tensor) => specOf(tensor, 'weights')) };
    }
    return this.known.specs;
  }

  private about({ layers, classes }: NetworkShape, batch: number) {
    return { layers, classes, batch };
  }
}

function imagesAndLabels({ shape, pixels, labels }: { shape: NetworkShape } & ChosenExamples): FilledTensor[] {
  const { layers, classes } = shape;
  return [
    { name: 'images', shape: [labels.length, layers[0]], values: pixels },
    { name: 'labels', shape: [labels.length, classes], values: oneHotRows(labels, classes) },
  ];
}

function chosen({ layers }: NetworkShape, examples: Examples, indices: Int32Array): ChosenExamples {
  return { pixels: pixelsAt(examples, indices, layers[0]), labels: labelsAt(examples, indices) };
}

function blank({ layers, classes }: NetworkShape, images: number): ChosenExamples {
  return {
    pixels: new Float32Array(images * layers[0]),
    labels: Uint8Array.from({ length: images }, (_, index) => index % classes),
  };
}

function specOf({ name, shape, role }: FilledTensor, usual: Role): TensorSpec {
  return { name, shape, dtype: 'float32', role: role ?? usual };
}

function valuesOf({ shape, values }: FilledTensor): Float32Array {
  return values === undefined ? new Float32Array(sizeOf(shape)) : Float32Array.from(values);
}

/** Throws InputError where an update returns no new state, or tells no loss. */
function requireLoss(title: string, result: Partial<UpdateResult> | undefined): void {
  if (!Array.isArray(result?.state)) throw new InputError(`${title}: update must return state, a list of tensors`);
  const names = Object.keys(result?.read ?? {});
  const losses = names.filter((name) => name.startsWith('loss'));
  for (const name of losses) {
    const loss: unknown = result?.read?.[name];
    if (loss instanceof tf.Tensor && loss.size === 1) continue;
    const got = loss instanceof tf.Tensor ? `a tensor [${loss.shape}]` : describe(loss);
    throw new InputError(`${title}: update must return read.${name} as one number, a scalar tensor, got ${got}`);
  }
  if (losses.length > 0) return;
  throw new InputError(
    `${title}: update must return read with a loss, as in { loss }, got ${names.join(', ') || 'none'}`,
  );
}
