import { totalInWords, updatesInWords } from '../../findings/totals-to-accuracy.ts';
import { criterionTotal } from '../../findings/training-findings.ts';
import { updateCost } from '../../findings/update-figures.ts';
import type { ScenarioResult } from '../../results/result.ts';

/** What an update is of the way to the criterion, where widths are totals, the largest of them whole. */
export interface CriterionPart {
  /** Median over the seeds. */
  readonly updates: number;
  /** The total, and of how many updates. */
  readonly text: string;
  /** Of all updates together, in the width of the drawing, and how many times as wide that is as the one update was. */
  readonly share: number;
  readonly stretch: number;
  /** What is paid for a readout, once. */
  readonly readout: number | bigint;
  readonly readoutShare: number;
}

/** Of each update its part; null where a rule has no total. */
export function criterionParts(scenario: ScenarioResult): CriterionPart[] | null {
  const found = scenario.updates.flatMap((update) => {
    const reached = criterionTotal(scenario, update);
    if (reached === null) return [];
    const readout = scenario.totals?.find(({ algorithm }) => algorithm === update.algorithm)?.readout?.cost ?? 0;
    return [{ reached, readout, cost: updateCost(update) * reached.updates }];
  });
  if (found.length < scenario.updates.length) return null;
  const scale = Math.max(...found.map(({ cost, readout }) => cost + Number(readout)));
  const most = Math.max(...scenario.updates.map(updateCost));
  const shareOf = (cost: number): number => (scale === 0 ? 0 : cost / scale);
  return found.map(({ reached, readout, cost }) => ({
    updates: reached.updates,
    text: `${totalInWords(reached)} in ${updatesInWords(reached)} updates`,
    share: shareOf(cost),
    stretch: scale === 0 ? 1 : (reached.updates * most) / scale,
    readout,
    readoutShare: shareOf(Number(readout)),
  }));
}
