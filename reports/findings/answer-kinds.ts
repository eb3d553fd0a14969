import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { PhaseRole } from '../../core/trace/phase-roles.ts';
import type { AnswerKind } from '../../scenarios/rule/question.ts';
import type { InferenceResult } from '../results/inference-result.ts';
import type { ScenarioResult, UpdateResult } from '../results/result.ts';
import { accuracyPercent, capitalised, inWords, percent, threeDigits } from '../writing/format.ts';
import { type Pair, pairOf } from './compared-rules.ts';
import { ruleCostFinding } from './findings.ts';
import { ratioOf, reachedTotals, timesAsMuch, totalInWords } from './totals-to-accuracy.ts';
import { totalFinding } from './training-findings.ts';
import { halfCostPlace, partCost, phaseCost, times, updateCost } from './update-figures.ts';

/** What a question is asked of. */
export interface Asked {
  readonly scenario: ScenarioResult;
  /** Id of the rule that it is asked of. */
  readonly rule: string;
  readonly updates: Pair<UpdateResult>;
  /** As in the middle of a sentence. */
  readonly titles: Pair<string>;
  /** Id of the scenario to hold it against. */
  readonly heldAgainst: string;
  /** That scenario, where the results have it. */
  readonly other: ScenarioResult | undefined;
}

/** Answers by their kind, as text: each is computed from the results alone, and says so where they do not suffice. */
export const ANSWERS: Readonly<Record<AnswerKind, (asked: Asked) => string>> = {
  'data moved': dataMoved,
  'data moved and activations': (asked) => `${dataMoved(asked)} ${refetching(asked)}`,
  normalising,
  'other scenario': againstOther,
  'prediction depths': predictionDepths,
  locality,
  reads,
};

function dataMoved({ scenario, rule }: Asked): string {
  const total = totalFinding(scenario, [rule]);
  const update = ruleCostFinding(scenario, rule);
  return total === null ? update : `${total} ${update}`;
}

/** What reading activations costs in the pass that the reference fetches them again for. */
function refetching({ updates: { compared, reference }, titles }: Asked): string {
  const share = (update: UpdateResult, role: PhaseRole) => percent(phaseCost(update, [role]) / updateCost(update));
  const gradients = (title: string, update: UpdateResult): string | null => {
    if (phaseCost(update, ['backward']) > 0) {
      return `${title} fetches activations again in its backward pass, which is ${share(update, 'backward')} of its update`;
    }
    return phaseCost(update, ['gradient']) > 0
      ? `the gradients of ${title} are local and ${share(update, 'gradient')} of its own`
      : null;
  };
  const said = [gradients(titles.reference, reference), gradients(titles.compared, compared)].filter(
    (one) => one !== null,
  );
  return [
    ...(said.length === 0 ? [] : [`${capitalised(said.join('; '))}.`]),
    `Reading activations costs ${titles.compared} ${inWords(activationCost(compared))} an update, ` +
      `${titles.reference} ${inWords(activationCost(reference))}.`,
  ].join(' ');
}

function activationCost({ roles }: UpdateResult): number {
  const found = roles.find(({ role }) => role === 'activations');
  return found === undefined ? 0 : partCost(found);
}

function normalising({ updates: { compared, reference }, titles }: Asked): string {
  const backward = phaseCost(reference, ['backward']);
  const local = phaseCost(compared, ['gradient']);
  const normalise = phaseCost(compared, ['normalise']);
  const saved = backward - local;
  const facts =
    `The backward pass of ${titles.reference} costs ${inWords(backward)} an update, the local gradients of ` +
    `${titles.compared} ${inWords(local)}, its normalising ${inWords(normalise)}, which is ` +
    `${percent(normalise / updateCost(compared))} of its update.`;
  const outcome =
    saved > 0
      ? `So gradients save ${inWords(saved)}, of which normalising eats ${percent(normalise / saved)}.`
      : `So gradients save nothing, they cost ${inWords(local - backward)} more, and normalising comes on top.`;
  return (
    `${facts} ${outcome} The forward passes of ${titles.compared}${passesOf(compared)} cost ` +
    `${inWords(phaseCost(compared, FORWARD_PASSES))} against ${inWords(phaseCost(reference, FORWARD_PASSES))}: in all an ` +
    `update moves ${times(updateCost(compared), updateCost(reference))} as much data as one of ${titles.reference}.`
  );
}

const FORWARD_PASSES: readonly PhaseRole[] = ['forward', 'second forward', 're-forward'];

/** How many forward passes an update makes, in apposition; '' where it is one. */
function passesOf(update: UpdateResult): string {
  const isTwo = phaseCost(update, ['second forward']) > 0;
  const isAgain = phaseCost(update, ['re-forward']) > 0;
  if (!isTwo && !isAgain) return '';
  return `, ${isTwo ? 'two' : 'one'}${isAgain ? ' and again after the update' : ''},`;
}

function againstOther({ scenario, rule, updates: { compared }, heldAgainst, other }: Asked): string {
  const theirs = other?.updates.find(({ algorithm }) => algorithm === rule);
  if (other === undefined || theirs === undefined) return `The results hold no ${heldAgainst} to compare with.`;
  const perImage =
    `Per training image, an update moves ` +
    `${times(updateCost(compared) / scenario.batch, updateCost(theirs) / other.batch)} as much data`;
  const [mine, its] = [scenario.training, other.training];
  const isSameTask = mine !== undefined && mine.trainSha256 === its?.trainSha256 && mine.testSha256 === its.testSha256;
  return isSameTask
    ? `${perImage} as one of ${heldAgainst}; ${totalsAgainst(scenario, other, rule)}.`
    : `${perImage} as one of ${heldAgainst}.`;
}

/** Totals of a rule in two scenarios, to an accuracy that the runs of both tell of: a criterion of one. */
function totalsAgainst(scenario: ScenarioResult, other: ScenarioResult, rule: string): string {
  for (const { training } of [scenario, other]) {
    const accuracy = training?.criterion.testAccuracy ?? 1;
    const [compared, reference] = [scenario, other].map((one) =>
      reachedTotals(accuracy, one).find(({ algorithm }) => algorithm === rule),
    );
    if (compared === undefined || reference === undefined) continue;
    const ratio = ratioOf('total', { compared, reference });
    return (
      `in total, to ${accuracyPercent(accuracy)}, ${totalInWords(compared)} against ${totalInWords(reference)}, ` +
      `${ratio === null ? 'of which no ratio follows' : timesAsMuch(ratio)}`
    );
  }
  return 'there is no accuracy to which the runs of both tell a total';
}

function predictionDepths({ scenario, rule, heldAgainst, other }: Asked): string {
  const mine = predictionOf(scenario, rule);
  const theirs = other && predictionOf(other, rule);
  if (mine === undefined) return 'Prediction was not measured.';
  const cost = (one: InferenceResult) => one.cost[ELEMENT_BYTES];
  const perRead = (one: InferenceResult) => threeDigits(Number(cost(one)) / one.reads);
  const own = `To predict one image, half of the cost lies ${halfCostPlace(mine)}`;
  if (theirs === undefined) return `${own}; its cost is ${inWords(cost(mine))}.`;
  return (
    `${own}, against ${halfCostPlace(theirs)} for ${heldAgainst}; it costs ${inWords(cost(mine))} against ` +
    `${inWords(cost(theirs))}, ${times(Number(cost(mine)), Number(cost(theirs)))} as much, and a read ` +
    `${perRead(mine)} against ${perRead(theirs)} on average.`
  );
}

function predictionOf({ inference }: ScenarioResult, rule: string): InferenceResult | undefined {
  return inference?.find(({ algorithm }) => algorithm === rule);
}

function locality({ rule, updates: { compared, reference }, titles, heldAgainst, other }: Asked): string {
  const perMac = (update: UpdateResult) => threeDigits(updateCost(update) / update.macs);
  const figures = (pair: Pair<UpdateResult>) =>
    `${perMac(pair.compared)} a multiply-accumulate with ${titles.compared} and ${perMac(pair.reference)} with ` +
    `${titles.reference}; half of that lies ${halfCostPlace(pair.compared)}, and ${halfCostPlace(pair.reference)}`;
  const own = `An update costs ${figures({ compared, reference })}.`;
  const dense = other === undefined ? null : pairOf(other, rule, other.updates);
  return dense === null ? own : `${own} In the dense layers of ${heldAgainst} it costs ${figures(dense)}.`;
}

function reads({ updates: { compared, reference }, titles }: Asked): string {
  const perRead = (update: UpdateResult) => updateCost(update) / update.reads;
  return (
    `Here an update of ${titles.compared} makes ${times(compared.reads, reference.reads)} as many reads as one of ` +
    `${titles.reference}, a read costs ${times(perRead(compared), perRead(reference))} as much, so that it moves ` +
    `${times(updateCost(compared), updateCost(reference))} as much data.`
  );
}
