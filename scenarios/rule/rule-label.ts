/** What reports call a learning rule, and the colour in which they draw it. */
export interface RuleLabel {
  /** As in the middle of a sentence: `backprop`. */
  readonly title: string;
  /** Where there is no room for the title: `BP`. */
  readonly shortName: string;
  /** Place in the palette of reports, an integer from 0. Missing: the first that no rule beside it names. */
  readonly colour?: number;
}

export const FORWARD_FORWARD: RuleLabel = { title: 'Forward-Forward', shortName: 'FF', colour: 0 };
export const BACKPROP: RuleLabel = { title: 'backprop', shortName: 'BP', colour: 1 };

/** The labels with a colour for each: the one that it names, or the lowest that is free. */
export function colouredLabels(labels: readonly RuleLabel[]): Required<RuleLabel>[] {
  const taken = new Set(labels.map(({ colour }) => colour));
  let next = 0;
  return labels.map((label) => {
    if (label.colour !== undefined) return { ...label, colour: label.colour };
    while (taken.has(next)) next++;
    taken.add(next);
    return { ...label, colour: next };
  });
}
