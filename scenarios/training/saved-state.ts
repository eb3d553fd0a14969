import { dirname } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { areEvaluations, gridText } from '../evaluations/evaluation-grid.ts';
import { damaged, readCheckpoint, type TrainingState } from './checkpoint.ts';
import { updatesToCriterion } from './criterion.ts';
import { ruleOf, type TrainingSettings } from './training-settings.ts';
import type { TrainingTask } from './training-task.ts';

/**
 * The state from which a run goes on; null where none is kept or the task is to begin anew. Throws InputError where the
 * file is of another run, is damaged, contradicts itself or these settings, or did more than the task asks for.
 */
export function savedState(task: TrainingTask): TrainingState | null {
  const { checkpoint, fresh, settings, seed, stop, data } = task;
  if (checkpoint === null || fresh) return null;
  // One of a seed or rule alone would be followed by the next one of no use.
  const { startAnew = `remove the folder ${dirname(checkpoint)} to start anew` } = task;
  const saved = readCheckpoint(checkpoint, settings, seed, startAnew);
  if (saved === null) return null;
  const mistake = networkMistake(saved, settings) ?? imagesMistake(saved, settings, data.train.count);
  const found = mistake ?? courseMistake(saved, settings);
  if (found !== null) throw damaged(checkpoint, found, startAnew);
  const begun = saved.epochs.length + (saved.position > 0 ? 1 : 0);
  if (begun > stop.epochs) {
    throw new InputError(`${checkpoint}: is in epoch ${begun} already; ask for as many epochs, or ${startAnew}`);
  }
  const { mostUpdates = Number.POSITIVE_INFINITY } = stop;
  if (saved.updates > mostUpdates) {
    throw new InputError(
      `${checkpoint}: has made ${saved.updates} updates, more than ${mostUpdates}; ask for as many, or ${startAnew}`,
    );
  }
  const met = updatesToCriterion(saved.curve.slice(0, -1), settings.evaluationImages, stop.criterion);
  if (stop.stopsAtCriterion && met !== null) {
    throw new InputError(
      `${checkpoint}: went on beyond ${stop.criterion}, met after ${met} updates; do not stop at it, or ${startAnew}`,
    );
  }
  return saved;
}

/** What is wrong with the numbers of the network; null: nothing. */
function networkMistake({ network }: TrainingState, settings: TrainingSettings): string | null {
  const { rule, shape } = ruleOf(settings);
  const wanted = rule.update(shape, settings.batch).state.map((spec) => spec.shape.reduce((size, n) => size * n, 1));
  const found = network.map((array) => array.length);
  return String(found) === String(wanted) ? null : `its network has ${found} numbers, wanted ${wanted}`;
}

/** What is wrong with the images drawn for the run and with their orders; null: nothing. */
function imagesMistake(
  { subset, orders, position }: TrainingState,
  settings: TrainingSettings,
  imagesThereAre: number,
): string | null {
  const { ordersPerEpoch = 1 } = ruleOf(settings).rule;
  const { trainImages, batch } = settings;
  if (!areDifferent(subset, trainImages, imagesThereAre)) {
    return `it does not learn from ${trainImages} different images of ${imagesThereAre}`;
  }
  if (orders.some((order) => !areDifferent(order, trainImages, trainImages))) return 'an order is none of its images';
  if (orders.length !== (position === 0 ? 0 : ordersPerEpoch)) return `it has ${orders.length} orders of its images`;
  const isPlace = position < trainImages && position % batch === 0;
  return isPlace ? null : `it is at image ${position} of ${trainImages}, in batches of ${batch}`;
}

/** Whether there are `count` different integers in 0..below-1. */
function areDifferent(numbers: Int32Array, count: number, below: number): boolean {
  if (numbers.length !== count) return false;
  const seen = new Uint8Array(below);
  return numbers.every((number) => {
    if (number < 0 || number >= below || seen[number] === 1) return false;
    seen[number] = 1;
    return true;
  });
}

/** What is wrong with the number of updates and with the records of them; null: nothing. */
function courseMistake(state: TrainingState, settings: TrainingSettings): string | null {
  const { updates, epochs, curve, position, sinceEpoch, sinceEvaluation } = state;
  const { trainImages, batch, evaluateEvery, evaluationImages } = settings;
  const perEpoch = Math.ceil(trainImages / batch);
  const inEpoch = position / batch;
  if (updates !== epochs.length * perEpoch + inEpoch) {
    return `it says ${updates} updates, ${epochs.length} epochs of ${perEpoch} and ${inEpoch} more`;
  }
  const isEpoch = ({ epoch, updates: made, batches }: (typeof epochs)[number], index: number) =>
    epoch === index + 1 && made === epoch * perEpoch && batches === perEpoch;
  if (!epochs.every(isEpoch)) return 'its epochs do not follow one another';
  const places = curve.map((evaluation) => evaluation.updates);
  const isCount = curve.every(({ correct }) => correct <= evaluationImages);
  if (!isCount || !areEvaluations(places, updates, evaluateEvery)) {
    return `its evaluations are not those of ${updates} updates, ${gridText(evaluateEvery)}`;
  }
  const sinceLast = updates - (places.at(-1) ?? 0);
  const areSums = sinceEpoch.updates === inEpoch && sinceEvaluation.updates === sinceLast;
  return areSums ? null : 'its sums are over other updates than those since the last epoch and evaluation';
}
