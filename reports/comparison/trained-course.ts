import { areEvaluations, gridText } from '../../scenarios/evaluations/evaluation-grid.ts';
import { bestAccuracy } from '../../scenarios/training/criterion.ts';
import { evaluationsOf, type TrainedRule } from '../results/trained-rule.ts';

type Run = TrainedRule['runs'][number];

/** Runs that can be compared, and drawn, at once. */
const MOST_RUNS = 1000;
/** Of accuracies that are the same share of images, written in decimal digits. */
const ROUNDING = 1e-9;

/** Where runs say what training cannot have come to: a course of updates, epochs and evaluations. null: nowhere. */
export function courseMistake(rule: TrainedRule): string | null {
  const { runs, trainImages, batch } = rule;
  if (runs.length > MOST_RUNS) return `are ${runs.length}, more than ${MOST_RUNS}`;
  if (batch > trainImages) return `have batches of ${batch}, of ${trainImages} images`;
  for (const run of runs) {
    const mistake = updatesMistake(run, rule) ?? epochsMistake(run, rule) ?? curveMistake(run, rule);
    if (mistake !== null) return `seed ${run.seed} ${mistake}`;
  }
  return null;
}

function updatesPerEpoch({ trainImages, batch }: TrainedRule): number {
  return Math.ceil(trainImages / batch);
}

function updatesMistake({ seed, updates, updatesToCriterion }: Run, rule: TrainedRule): string | null {
  const { criterion, epochsAsked } = rule;
  if (seed >= 2 ** 32) return 'has more than 32 bits';
  const isEarly = criterion.stopsAtCriterion && updatesToCriterion !== null;
  const wanted = isEarly ? updatesToCriterion : epochsAsked * updatesPerEpoch(rule);
  if (updates !== wanted) return `made ${updates} updates, where its end is after ${wanted}`;
  return null;
}

function epochsMistake({ updates, epochs }: Run, rule: TrainedRule): string | null {
  const perEpoch = updatesPerEpoch(rule);
  const count = Math.ceil(updates / perEpoch);
  if (epochs.length !== count) return `has ${epochs.length} epochs, ${updates} updates being ${count}`;
  const wrong = epochs.find(({ epoch, updates: made, batches }, index) => {
    const end = Math.min((index + 1) * perEpoch, updates);
    return epoch !== index + 1 || made !== end || batches !== end - index * perEpoch;
  });
  return wrong === undefined ? null : `has an epoch ${wrong.epoch} that does not follow the one before`;
}

function curveMistake({ updates, curve, epochs, bestAccuracy: best }: Run, rule: TrainedRule): string | null {
  const { evaluateEvery, evaluationImages } = rule.criterion;
  const places = curve.map((point) => point.updates);
  if (!areEvaluations(places, updates, evaluateEvery)) {
    return `does not have the evaluations of its ${updates} updates, ${gridText(evaluateEvery)}`;
  }
  const depth = epochs[0]?.loss.length;
  if ([...curve, ...epochs].some(({ loss }) => loss.length === 0 || loss.length !== depth)) {
    return 'has losses of a varying number of layers';
  }
  const isShare = ({ testAccuracy }: { readonly testAccuracy: number }) =>
    Math.abs(testAccuracy - Math.round(testAccuracy * evaluationImages) / evaluationImages) < ROUNDING;
  if (![...curve, ...epochs].every(isShare)) return `has an accuracy that is no share of ${evaluationImages} images`;
  const found = bestAccuracy(evaluationsOf(curve, evaluationImages), evaluationImages);
  const isBest = found === null || best === null ? found === best : Math.abs(found - best) < ROUNDING;
  return isBest ? null : `has a best accuracy of ${found} by its curve, not ${best}`;
}
