/** What reports call a learning rule, and the colour in which they draw it. */
export interface RuleLabel {
  /** As in the middle of a sentence: `backprop`. */
  readonly title: string;
  /** Where there is no room for the title: `BP`. */
  readonly shortName: string;
  /** Place in the palette of reports, an integer from 0. Rules that are compared need two places to be told apart. */
  readonly colour: number;
}

export const FORWARD_FORWARD: RuleLabel = { title: 'Forward-Forward', shortName: 'FF', colour: 0 };
export const BACKPROP: RuleLabel = { title: 'backprop', shortName: 'BP', colour: 1 };
