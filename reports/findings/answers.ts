import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { Results, ScenarioResult, UpdateResult } from '../results/result.ts';
import { bytes, capitalised, inWords, percent } from '../writing/format.ts';
import { ANSWERS, type Asked } from './answer-kinds.ts';
import { descriptionIn, pairLabels, pairOf } from './compared-rules.ts';
import { accuraciesFinding } from './training-findings.ts';
import { instructionsOf, times, updateCost } from './update-figures.ts';

export const ACCURACIES_QUESTION = 'How does the ratio of totals depend on the accuracy to reach?';

/** A question that the descriptions of the variants leave open, and what the results say to it. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
  /** Asked of this variant, not of every one. */
  readonly isOwn: boolean;
}

/** The questions asked of this scenario, answered from the results alone; none where one of the rules is missing. */
export function scenarioAnswers(scenario: ScenarioResult, { scenarios }: Results): Answer[] {
  const updates = pairOf(scenario, scenario.updates);
  if (updates === null) return [];
  const { compared, reference } = pairLabels(scenario);
  const { questions = [], heldAgainst = 'other scenario' } = descriptionIn(scenario) ?? {};
  const asked: Asked = {
    scenario,
    updates,
    titles: { compared: compared.title, reference: reference.title },
    heldAgainst,
    other: scenarios.find(({ id }) => id === heldAgainst),
  };
  return [
    ...questions.map(({ question, answeredBy }) => ({ question, answer: ANSWERS[answeredBy](asked), isOwn: true })),
    ...[...accuracies(scenario), ...scorecard(asked)].map((answered) => ({ ...answered, isOwn: false })),
  ];
}

/** What every variant is asked that was trained. */
function accuracies(scenario: ScenarioResult): Omit<Answer, 'isOwn'>[] {
  const answer = accuraciesFinding(scenario);
  return answer === null ? [] : [{ question: ACCURACIES_QUESTION, answer }];
}

/** What every variant is asked: memory, locking and speed. */
function scorecard({ updates, titles }: Asked): Omit<Answer, 'isOwn'>[] {
  const { compared, reference } = updates;
  const beyond = (update: UpdateResult) => ELEMENT_BYTES * (update.peakLiveElements - update.stateElements);
  const [wait, referenceWait] = [longestWait(compared), longestWait(reference)];
  return [
    {
      question: 'Memory during training: is nothing stored?',
      answer:
        `Beyond weights and optimiser state, ${titles.compared} has at most ${bytes(beyond(compared))} live in an update, ` +
        `${titles.reference} ${bytes(beyond(reference))}: ${times(beyond(compared), beyond(reference))} as much.`,
    },
    {
      question: 'Update locking: how long does a layer wait for its update?',
      answer:
        wait === null || referenceWait === null
          ? 'No layer is updated.'
          : `At most ${inWords(wait)} instructions with ${titles.compared} (${percent(wait / instructionsOf(compared))} of its ` +
            `update), ${inWords(referenceWait)} with ${titles.reference} (${percent(referenceWait / instructionsOf(reference))}).`,
    },
    {
      question: 'Speed: how much work is an update?',
      answer:
        `${capitalised(titles.compared)} executes ${times(instructionsOf(compared), instructionsOf(reference))} as many ` +
        `instructions as ${titles.reference}, ${times(compared.macs, reference.macs)} as many multiply-accumulates, and ` +
        `moves ${times(updateCost(compared), updateCost(reference))} as much data.`,
    },
  ];
}

function longestWait({ waits }: UpdateResult): number | null {
  return waits.length === 0
    ? null
    : Math.max(...waits.map(({ firstInstruction, updatedAfter }) => updatedAfter - firstInstruction));
}
