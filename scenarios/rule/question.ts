/** How reports answer a question: one way to compute it from results each. */
export const ANSWER_KINDS = [
  /** What the rule moves in total, to the criterion, and in an update, against the reference. */
  'data moved',
  /** The same, and what reading activations again in a backward pass has to do with it. */
  'data moved and activations',
  /** What gradients without a backward pass save, and what normalising between layers takes of it. */
  'normalising',
  /** What the rule moves against the same rule in the scenario that this one is held against. */
  'other scenario',
  /** How deep the reads of a prediction reach, beside those of the scenario that this one is held against. */
  'prediction depths',
  /** Cost of a multiply-accumulate and depth of the reads, beside dense layers: the scenario held against has them. */
  'locality',
  /** Reads of an update and the cost of one. */
  'reads',
] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** What the description of a scenario asks, and how results answer it. */
export interface Question {
  readonly question: string;
  readonly answeredBy: AnswerKind;
  /** Ids of the two rules that it is about, in either order; missing: it is asked of every rule and the reference. */
  readonly of?: readonly [string, string];
}
