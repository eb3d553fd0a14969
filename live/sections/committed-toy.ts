import { median } from '../../core/numbers/statistics.ts';
import type { Results } from '../../reports/results/result.ts';
import { EVALUATE_EVERY } from '../running/live-run.ts';
import { RULES, type RuleId } from '../running/toy-task.ts';
import { instructionsOf, type UpdateCourse } from '../running/update-moments.ts';

export const RULE_NAMES: Readonly<Record<RuleId, string>> = { ff: 'Forward-Forward', bp: 'Backprop' };

/** What the committed results say of a rule. */
export interface CommittedRule extends UpdateCourse {
  readonly costPerUpdate: number;
  readonly reads: number;
  readonly peakLiveElements: number;
  readonly peakLiveBytes: number;
  readonly stateBytes: number;
  /** Instructions from the start of an update until the layer that waits longest has its new weights, of all. */
  readonly longestWait: number;
  readonly instructions: number;
  readonly costOfAsking: number;
  /** Updates to the criterion of each seed. */
  readonly updates: readonly number[];
  readonly medianUpdates: number;
}

/** What the page is held against. */
export interface CommittedToy {
  readonly seeds: readonly number[];
  readonly rules: Readonly<Record<RuleId, CommittedRule>>;
}

const ELEMENT_BYTES = 4;

/** The disk in a ring as results have it. Throws Error where they do not hold all that the page tells. */
export function committedToy({ scenarios }: Results): CommittedToy {
  const [toy] = scenarios;
  const { training } = toy;
  if (training === undefined) throw new Error('committedToy: the results have no training');
  const ruleOf = (algorithm: RuleId): CommittedRule => {
    const update = toy.updates.find((one) => one.algorithm === algorithm);
    const asking = toy.inference?.find((one) => one.algorithm === algorithm);
    const trained = training.rules.find((one) => one.algorithm === algorithm);
    if (update === undefined || asking === undefined || trained === undefined) {
      throw new Error(`committedToy: the results do not hold ${algorithm}`);
    }
    if (trained.learningRate !== RULES[algorithm].learningRate || training.criterion.evaluateEvery !== EVALUATE_EVERY) {
      throw new Error(`committedToy: ${algorithm} was trained otherwise than the page trains it`);
    }
    const updates = trained.runs.flatMap(({ updatesToCriterion }) => updatesToCriterion ?? []);
    return {
      costPerUpdate: Number(update.cost.cold[ELEMENT_BYTES]),
      reads: update.reads,
      course: update.course,
      waits: update.waits,
      peakLiveElements: update.peakLiveElements,
      peakLiveBytes: ELEMENT_BYTES * update.peakLiveElements,
      stateBytes: ELEMENT_BYTES * update.stateElements,
      longestWait: Math.max(
        ...update.waits.map(({ firstInstruction, updatedAfter }) => updatedAfter - firstInstruction),
      ),
      instructions: instructionsOf(update),
      costOfAsking: Number(asking.cost[ELEMENT_BYTES]),
      updates,
      medianUpdates: median(updates),
    };
  };
  const seeds = training.rules[0].runs.map(({ seed }) => seed);
  return { seeds, rules: { ff: ruleOf('ff'), bp: ruleOf('bp') } };
}
