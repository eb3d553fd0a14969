import { gridText } from '../../scenarios/evaluations/evaluation-grid.ts';
import { medianUpdates } from '../../scenarios/training/criterion.ts';
import { comparedRules, ratioTitle, ruleLabel } from '../findings/compared-rules.ts';
import type { ScenarioResult } from '../results/result.ts';
import { totalCost } from '../results/total-result.ts';
import { exactDigits, shortRatio } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';
import type { ProtocolOf } from './protocol-table.ts';
import { reportedRuns } from './protocol-training.ts';

/**
 * At the documented rates: a rule as it was trained before, on the evaluations of those runs, over the reference by the
 * protocol; for rules that the protocol has not run yet. A rule whose figure is of coarse evaluations may need fewer
 * updates, so that its ratio is no more exact than the step of these.
 */
export function mixedCells(all: readonly ProtocolOf[]): TextCells {
  const rows = all.flatMap(({ protocol, scenario }) =>
    comparedRules(scenario).flatMap((rule) => {
      const ours = protocol.rules.find(({ algorithm }) => algorithm === rule);
      const theirs = protocol.rules.find(({ algorithm }) => algorithm === scenario.reference);
      if (ours === undefined || theirs === undefined || reportedRuns(protocol, ours, 'documented').length > 0)
        return [];
      const before = scenario.training?.rules.find(({ algorithm }) => algorithm === rule);
      const reference = medianUpdates(
        reportedRuns(protocol, theirs, 'documented').map((run) => run.updatesToCriterion),
      );
      const compared = before?.medianUpdatesToCriterion ?? null;
      const [over, under] = [totalAfter(scenario, rule, compared), totalAfter(scenario, scenario.reference, reference)];
      if (scenario.training === undefined || compared === null || reference === null) return [];
      if (over === null || under === null) return [];
      return [
        [
          `${scenario.title}, ${ratioTitle(scenario, rule)}`,
          `${exactDigits(compared)}, ${gridText(scenario.training.criterion.evaluateEvery)}`,
          `${ruleLabel(scenario, scenario.reference).shortName} ${exactDigits(reference)}`,
          shortRatio(Number(over) / Number(under)),
        ],
      ];
    }),
  );
  return { header: ['scenario', 'updates of before', 'by the protocol', 'ratio of totals'], rows };
}

function totalAfter({ totals = [] }: ScenarioResult, rule: string, updates: number | null): number | bigint | null {
  const found = totals.find(({ algorithm }) => algorithm === rule);
  return found === undefined ? null : totalCost(updates, found.costPerUpdate, found.readout?.cost ?? 0);
}
