import { medianUpdates } from '../../scenarios/training/criterion.ts';
import { comparedRules, pairLabels, pairOf } from '../findings/compared-rules.ts';
import type { ReachedRatio } from '../findings/totals-to-accuracy.ts';
import { criterionRatios } from '../findings/training-findings.ts';
import type { ScenarioResult } from '../results/result.ts';
import { COLUMNS } from './columns.ts';

/** How many times as much an update of a rule moves as one of the reference, by every column. */
export interface ColumnRatios {
  readonly scenario: ScenarioResult;
  readonly rule: string;
  readonly labels: ReturnType<typeof pairLabels>;
  /** In the order of COLUMNS; null: one of the rules has no figure there. */
  readonly ratios: readonly (number | null)[];
  /** Of the columns that are measured. */
  readonly least: number;
  readonly greatest: number;
  /** Median updates of the rule over those of the reference, by the protocol, a bound where one met the criterion at the first evaluation; null where it has not run both. */
  readonly updates: ReachedRatio | null;
}

/** Those of every rule that is held against a reference, where both were measured by the columns. */
export function columnRatios(scenarios: readonly ScenarioResult[]): ColumnRatios[] {
  return scenarios.flatMap((scenario) =>
    comparedRules(scenario).flatMap((rule, index): ColumnRatios[] => {
      const pair = pairOf(scenario, rule, scenario.robustness ?? []);
      if (pair === null) return [];
      const ratios = COLUMNS.map(({ figureOf }) => {
        const [mine, theirs] = [figureOf(pair.compared), figureOf(pair.reference)];
        return mine === null || theirs === null || Number(theirs) === 0 ? null : Number(mine) / Number(theirs);
      });
      const measured = ratios.filter((ratio, column) => ratio !== null && COLUMNS[column].isMeasured) as number[];
      if (measured.length === 0) return [];
      const [least, greatest] = [Math.min(...measured), Math.max(...measured)];
      return [
        {
          scenario,
          rule,
          labels: pairLabels(scenario, rule),
          ratios,
          least,
          greatest,
          updates: updatesRatio(scenario, rule, index),
        },
      ];
    }),
  );
}

function updatesRatio(scenario: ScenarioResult, rule: string, index: number): ReachedRatio | null {
  const pair = pairOf(scenario, rule, (scenario.protocol?.tuned ?? scenario.protocol?.documented)?.rules ?? []);
  if (pair === null) return null;
  const [mine, theirs] = [pair.compared, pair.reference].map((one) => medianUpdates(one.updatesToCriterion));
  if (mine === null || theirs === null) return null;
  return { value: mine / theirs, bound: criterionRatios('updates', scenario)[index]?.bound ?? 'exact' };
}
