import type { Contest } from '../../verdict/factors.ts';
import { targetRatios } from '../../verdict/target-ratios.ts';
import { capitalised, percent } from '../../writing/format.ts';

/** What is said beside drawings of the ratios of contests, of which there is at least one. */
export interface RatioTexts {
  /** Whether all of them hold the same rule against the same reference. */
  readonly isOnePair: boolean;
  /** What is over what: `Forward-Forward ÷ Backprop`. */
  readonly quotient: string;
  /** The reference, as a sentence names it. */
  readonly reference: string;
  readonly factorsTitle: string;
  /** How factor bars are read. */
  readonly factorsNote: string;
  readonly targetsTitle: string;
  /** How ratios by accuracy are read. */
  readonly targetsNote: string;
}

export function ratioTexts(held: readonly [Contest, ...Contest[]]): RatioTexts {
  const quotients = new Set(held.map(({ labels }) => `${labels.compared.title} ÷ ${labels.reference.title}`));
  const [first] = quotients;
  const isOnePair = quotients.size === 1;
  const quotient = isOnePair ? first : 'each rule ÷ its reference';
  const reference = isOnePair ? held[0].labels.reference.title : 'the reference';
  const isTrained = held.some(({ factors }) => factors.total !== null);
  const isBound = held.some(({ factors }) => factors.total?.bound === 'at least');
  const notes = [
    `Factors multiply to the thick line, ${isTrained ? 'the median' : 'the whole update'}.`,
    ...(isBound ? ['≥: at least.'] : []),
  ];
  return {
    isOnePair,
    quotient,
    reference,
    factorsTitle: `${isTrained ? 'Data moved until the target' : 'Data moved by one update'}, ${quotient}`,
    factorsNote: notes.join(' '),
    targetsTitle: 'By the accuracy asked for',
    targetsNote: `${boundsText(held)}${chanceText(held)}`,
  };
}

/** How lines of ratios are drawn that are bounds: `Dotted: at least; dashed: at most. `; '' where none is. */
function boundsText(held: readonly Contest[]): string {
  const bounds = new Set(held.flatMap(targetRatios).map(({ ratio }) => ratio.bound));
  const drawn = [
    ...(bounds.has('at least') ? ['dotted: at least'] : []),
    ...(bounds.has('at most') ? ['dashed: at most'] : []),
  ];
  return drawn.length === 0 ? '' : `${capitalised(drawn.join('; '))}. `;
}

/** What guessing comes to, and where it is something else: `Chance: 10 %; Disk in a ring 50 %.` */
function chanceText(held: readonly [Contest, ...Contest[]]): string {
  const [{ scenario: first }] = [...held].sort((a, b) => b.scenario.classes - a.scenario.classes);
  const others = new Map(
    held.flatMap(({ scenario: { classes, title } }) => (classes === first.classes ? [] : [[title, classes]])),
  );
  const apart = [...others].map(([title, classes]) => `; ${title} ${percent(1 / classes)}`);
  return `Chance: ${percent(1 / first.classes)}${apart.join('')}.`;
}
