import { stringify } from 'csv-stringify/sync';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import type { ReachedTotal } from '../findings/totals-to-accuracy.ts';
import { criterionTotal } from '../findings/training-findings.ts';
import type { Results, ScenarioResult, UpdateResult } from '../results/result.ts';
import type { TotalResult } from '../results/total-result.ts';
import { totalCost } from '../results/total-result.ts';
import type { RuleResult, TrainingResult } from '../results/training-result.ts';
import { cellText } from '../writing/visible-text.ts';
import { headline } from './headline.ts';
import { type Cell, UPDATE_TABLES } from './update-csv.ts';

/** One CSV file of rows about a scenario, written where there are any; a row begins with the identity columns. */
interface ScenarioTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: (scenario: ScenarioResult) => Cell[][];
}

const SCENARIO_TABLES: readonly ScenarioTable[] = [
  {
    file: 'totals.csv',
    columns: [
      'data',
      'criterion_test_accuracy',
      'seeds',
      'updates_to_criterion_by_seed',
      'updates_to_criterion_median',
      'cost_per_update_bytedmd',
      'readout_cost_bytedmd',
      'total_cost_bytedmd',
      'total_is_upper_bound',
    ],
    rows: (scenario) =>
      perRule(scenario, ({ runs }, { algorithm, updates, costPerUpdate, readout, total }, { data, criterion }) => [
        [
          data,
          criterion.testAccuracy,
          runs.map(({ seed }) => seed).join(' '),
          runs.map(({ updatesToCriterion }) => updatesToCriterion ?? 'never').join(' '),
          updates,
          costPerUpdate,
          readout?.cost,
          total,
          isUpperBound(criterionTotal(scenario, { algorithm })),
        ],
      ]),
  },
  {
    file: 'training.csv',
    columns: [
      'seed',
      'epoch',
      'updates',
      'layer_from_0',
      'loss',
      'positive_goodness',
      'negative_goodness',
      'test_accuracy',
    ],
    rows: (scenario) =>
      perRule(scenario, ({ runs }) =>
        runs.flatMap(({ seed, epochs }) =>
          epochs.flatMap(({ epoch, updates, loss, testAccuracy, positiveGoodness, negativeGoodness }) =>
            loss.map((value, layer) => [
              seed,
              epoch,
              updates,
              layer,
              value,
              positiveGoodness?.[layer],
              negativeGoodness?.[layer],
              testAccuracy,
            ]),
          ),
        ),
      ),
  },
  {
    file: 'accuracy.csv',
    columns: ['seed', 'updates', 'cost_so_far_bytedmd', 'test_accuracy'],
    rows: (scenario) =>
      perRule(scenario, ({ runs }, { costPerUpdate, readout }) =>
        runs.flatMap(({ seed, curve }) =>
          curve.map(({ updates, testAccuracy }) => [
            seed,
            updates,
            totalCost(updates, costPerUpdate, readout?.cost ?? 0),
            testAccuracy,
          ]),
        ),
      ),
  },
  {
    file: 'final-accuracy.csv',
    columns: ['seed', 'of', 'name', 'test_accuracy'],
    rows: (scenario) =>
      perRule(scenario, ({ runs }) =>
        runs.flatMap(({ seed, testAccuracy, byMode, perClass }): Cell[][] => [
          [seed, 'all test images', '', testAccuracy],
          ...Object.entries(byMode).map(([mode, accuracy]) => [seed, 'prediction by', mode, accuracy]),
          ...perClass.map((accuracy, label) => [seed, 'class', label, accuracy]),
        ]),
      ),
  },
  {
    file: 'inference.csv',
    columns: ['images', 'reads', 'macs', 'cost_cold_bytedmd', 'peak_live_bytes'],
    rows: (scenario) =>
      (scenario.inference ?? []).map(({ algorithm, images, reads, macs, cost, peakLiveElements }) => [
        ...identity(scenario, { algorithm }),
        images,
        reads,
        macs,
        cost[ELEMENT_BYTES],
        ELEMENT_BYTES * peakLiveElements,
      ]),
  },
];

/** The number stays a number; whether fewer updates may do is said beside it. */
function isUpperBound(total: ReachedTotal | null): Cell {
  if (total === null) return null;
  return total.bound === 'at most' ? 'yes' : 'no';
}

function perRule(
  scenario: ScenarioResult,
  rows: (rule: RuleResult, total: TotalResult, training: TrainingResult) => Cell[][],
): Cell[][] {
  const { training, totals = [] } = scenario;
  if (training === undefined) return [];
  return training.rules.flatMap((rule, index) =>
    rows(rule, totals[index], training).map((row) => [...identity(scenario, rule), ...row]),
  );
}

/** The results as CSV files, text by file name; figures are exact and unrounded, units stand in the headers, names do nothing. */
export function csvFiles(results: Results): Map<string, string> {
  const files = new Map([['headline.csv', headlineCsv(results)]]);
  for (const { file, columns, rows } of UPDATE_TABLES) {
    const cells = results.scenarios.flatMap((scenario) =>
      scenario.updates.flatMap((update) => rows(update).map((row) => [...identity(scenario, update), ...row])),
    );
    files.set(file, csv([...IDENTITY_COLUMNS, ...columns], cells));
  }
  for (const { file, columns, rows } of SCENARIO_TABLES) {
    const cells = results.scenarios.flatMap(rows);
    if (cells.length > 0) files.set(file, csv([...IDENTITY_COLUMNS, ...columns], cells));
  }
  return files;
}

const IDENTITY_COLUMNS = ['scenario', 'algorithm', 'batch_samples'];

function identity(scenario: ScenarioResult, { algorithm }: Pick<UpdateResult, 'algorithm'>): Cell[] {
  return [scenario.id, algorithm, scenario.batch];
}

function headlineCsv({ scenarios }: Results): string {
  const columns = headline(scenarios[0]).map(({ key }) => key);
  const rows = scenarios.flatMap((scenario) => {
    const figures = headline(scenario);
    return scenario.updates.map((update) => [
      ...identity(scenario, update),
      ...figures.map(({ values }) => values[update.algorithm]),
    ]);
  });
  return csv([...IDENTITY_COLUMNS, ...columns], rows);
}

function csv(columns: readonly string[], rows: readonly Cell[][]): string {
  return stringify([[...columns], ...rows], { cast: { string: cellText } });
}
