import { comparedRules, ratioTitle, ruleLabel } from '../findings/compared-rules.ts';
import { ratioOf, totalCell, totalsTo, updatesInWords } from '../findings/totals-to-accuracy.ts';
import type { ScenarioResult } from '../results/result.ts';
import { accuracyPercent, marked, shortRatio } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

/** Accuracies that are looked at lie so far apart, and within the last of these steps below the criterion a fifth of it. */
const STEP = 500;
const FINE = 100;
/** Accuracies are whole parts of this, so that each is the number that it is written as. */
const PARTS = 1e4;

/**
 * What both rules move to every accuracy that both reach with every seed, above chance and up to the criterion, by the same
 * runs; a line each, in steps of 5 points and of 1 point in the last 5. null where none is reached by both.
 */
export function accuracyCells(scenario: ScenarioResult, rule: string): TextCells | null {
  const { training, classes, reference } = scenario;
  if (training === undefined || !comparedRules(scenario).includes(rule)) return null;
  const rows = accuraciesUpTo(training.criterion.testAccuracy, 1 / classes).flatMap((accuracy) => {
    const pair = totalsTo(accuracy, scenario, rule);
    if (pair === null) return [];
    const ratio = ratioOf('total', pair);
    return [
      [
        accuracyPercent(accuracy),
        updatesInWords(pair.compared),
        updatesInWords(pair.reference),
        totalCell(pair.compared),
        totalCell(pair.reference),
        ratio === null ? '—' : marked(ratio.bound, shortRatio(ratio.value, ratio.bound)),
      ],
    ];
  });
  if (rows.length === 0) return null;
  const names = [rule, reference].map((id) => ruleLabel(scenario, id).shortName);
  const header = [
    `to (chance: ${accuracyPercent(1 / classes)})`,
    ...names.map((name) => `updates ${name}`),
    ...names.map((name) => `total ${name}`),
    ratioTitle(scenario, rule),
  ];
  return { header, rows };
}

/** The accuracies of a table, from the lowest above chance to the criterion. */
function accuraciesUpTo(criterion: number, chance: number): number[] {
  const last = Math.round(PARTS * criterion);
  const accuracies: number[] = [];
  for (let at = STEP; at < last; at += at >= last - STEP ? FINE : STEP) {
    if (at > Math.round(PARTS * chance)) accuracies.push(at / PARTS);
  }
  return [...accuracies, criterion];
}
