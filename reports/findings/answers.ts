import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { Results, ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, capitalised, inWords, percent } from '../writing/format.ts';
import { ANSWERS, type Asked } from './answer-kinds.ts';
import { comparedRules, descriptionIn, pairLabels, pairOf } from './compared-rules.ts';
import { accuraciesFinding } from './training-findings.ts';
import { instructionsOf, longestWait, times, updateCost } from './update-figures.ts';

export const ACCURACIES_QUESTION = 'How does the ratio of totals depend on the accuracy to reach?';

/** A question that the descriptions of the variants leave open, and what the results say to it. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
  /** Asked of this variant, not of every one. */
  readonly isOwn: boolean;
}

/**
 * The questions asked of this scenario, answered from the results alone; none where one of the rules is missing. One about
 * two rules is left out where these are not held against each other.
 */
export function scenarioAnswers(scenario: ScenarioResult, { scenarios }: Results): Answer[] {
  const { questions = [], heldAgainst = 'other scenario' } = descriptionIn(scenario) ?? {};
  const other = scenarios.find(({ id }) => id === heldAgainst);
  const asked = comparedRules(scenario).flatMap((rule): Asked[] => {
    const updates = pairOf(scenario, rule, scenario.updates);
    if (updates === null) return [];
    const { compared, reference } = pairLabels(scenario, rule);
    const titles = { compared: compared.title, reference: reference.title };
    return [{ scenario, rule, updates, titles, heldAgainst, other }];
  });
  if (asked.length === 0) return [];
  const answered = (those: readonly Asked[], answer: (of: Asked) => string) =>
    [...new Set(those.map(answer))].join(' ');
  return [
    ...questions.flatMap(({ question, answeredBy, of }): Answer[] => {
      const meant = asked.filter(({ rule }) => isAskedOf(of, rule, scenario.reference));
      return meant.length === 0 ? [] : [{ question, answer: answered(meant, ANSWERS[answeredBy]), isOwn: true }];
    }),
    ...accuracies(asked),
    ...SCORECARD.map(({ question, answer }) => ({ question, answer: answered(asked, answer), isOwn: false })),
  ];
}

/** Whether a question about two rules, or about any, is one about a rule and the reference. */
function isAskedOf(of: readonly string[] | undefined, rule: string, reference: string): boolean {
  return of === undefined || (of.includes(rule) && of.includes(reference));
}

/** What every variant is asked that was trained. */
function accuracies(asked: readonly Asked[]): Answer[] {
  const answers = asked.map(({ scenario, rule }) => accuraciesFinding(scenario, rule)).filter((one) => one !== null);
  return answers.length === 0 ? [] : [{ question: ACCURACIES_QUESTION, answer: answers.join(' '), isOwn: false }];
}

/** What every variant is asked: memory, locking and speed. */
const SCORECARD: readonly { readonly question: string; readonly answer: (asked: Asked) => string }[] = [
  { question: 'Memory during training: is nothing stored?', answer: memory },
  { question: 'Update locking: how long does a layer wait for its update?', answer: locking },
  { question: 'Speed: how much work is an update?', answer: speed },
];

function memory({ updates: { compared, reference }, titles }: Asked): string {
  const beyond = (update: UpdateResult) => ELEMENT_BYTES * (update.peakLiveElements - update.stateElements);
  return (
    `Beyond weights and optimiser state, ${titles.compared} has at most ${bytes(beyond(compared))} live in an update, ` +
    `${titles.reference} ${bytes(beyond(reference))}: ${times(beyond(compared), beyond(reference))} as much.`
  );
}

function locking({ updates: { compared, reference }, titles }: Asked): string {
  const [wait, referenceWait] = [longestWait(compared), longestWait(reference)];
  if (wait === null || referenceWait === null) {
    const without = wait === null ? titles.compared : titles.reference;
    return `${capitalised(without)} does not say which layer its work belongs to.`;
  }
  return (
    `At most ${inWords(wait)} instructions with ${titles.compared} (${percent(wait / instructionsOf(compared))} of its ` +
    `update), ${inWords(referenceWait)} with ${titles.reference} (${percent(referenceWait / instructionsOf(reference))}).`
  );
}

function speed({ updates: { compared, reference }, titles }: Asked): string {
  return (
    `${capitalised(titles.compared)} executes ${times(instructionsOf(compared), instructionsOf(reference))} as many ` +
    `instructions as ${titles.reference}, ${times(compared.macs, reference.macs)} as many multiply-accumulates, and ` +
    `moves ${times(updateCost(compared), updateCost(reference))} as much data.`
  );
}
