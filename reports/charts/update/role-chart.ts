import { roleFinding } from '../../findings/findings.ts';
import { partCost, shareOf } from '../../findings/update-figures.ts';
import type { ScenarioResult } from '../../results/result.ts';
import { exactDigits, inWords, percent } from '../../writing/format.ts';
import { type BarRow, barDrawing } from '../drawn/bar-rows.ts';
import type { DrawnChart } from '../drawn/drawn-chart.ts';

export const roleChart: DrawnChart = {
  id: 'cost-by-role',
  title: 'Cost by kind of tensor',
  finding: (scenario) => `${roleFinding(scenario)}.`,
  explanation: () =>
    'What the data that is read is for, the largest difference between rules on top. Temporaries are the locals of ' +
    'kernels: partial products, accumulators.',
  isDrawn: ({ updates }) => updates.some(({ roles }) => roles.length > 0),
  svg: (scenario) => {
    const rows = roleRows(scenario);
    const most = Math.max(...rows.map(({ to }) => to));
    return barDrawing(scenario, rows, most, `${roleChart.title}. ${roleChart.finding(scenario)}`);
  },
};

/** What each rule pays for each kind of tensor, kinds in the order of how much rules differ in them. */
function roleRows(scenario: ScenarioResult): BarRow[] {
  const rowsOf = new Map<string, BarRow[]>();
  for (const update of scenario.updates) {
    for (const part of update.roles) {
      const cost = partCost(part);
      const share = percent(shareOf(part, update));
      const row = {
        algorithm: update.algorithm,
        name: part.role,
        from: 0,
        to: cost,
        text: share,
        told: `${part.role}: cost ${exactDigits(cost)} (${inWords(cost)}), ${share} of the update; ${exactDigits(part.reads)} reads`,
      };
      rowsOf.set(part.role, [...(rowsOf.get(part.role) ?? []), row]);
    }
  }
  const spread = (rows: readonly BarRow[]): number => {
    const costs = scenario.updates.map(({ algorithm }) => rows.find((row) => row.algorithm === algorithm)?.to ?? 0);
    return costs.length < 2 ? costs[0] : Math.max(...costs) - Math.min(...costs);
  };
  return [...rowsOf.values()].sort((a, b) => spread(b) - spread(a)).flat();
}
