import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { exactInteger } from '../../core/numbers/exact-integer.ts';
import { median } from '../../core/numbers/statistics.ts';
import { ruleTitle } from '../findings/compared-rules.ts';
import type { ScenarioResult } from '../results/result.ts';
import { inWords, shortRatio } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';

/** What a rule moves beside its updates, at ELEMENT_BYTES. */
export interface UncountedCosts {
  readonly algorithm: string;
  /** The label of one image, as traced. */
  readonly prediction: number | bigint;
  /** All images of an evaluation, one at a time, without the fitting of a readout. */
  readonly evaluation: number | bigint;
  /** Evaluations until the criterion was met, median over the seeds; half of one counts. */
  readonly evaluations: number;
  /** Fitting the readout, once; null: there is none. The total counts it once, every evaluation repeats it. */
  readonly readout: number | bigint | null;
  /** All these evaluations, the readout fitted anew at each, over the total; null: there is no total. */
  readonly ofTotal: number | null;
}

/** What evaluating, predicting and fitting a readout cost, by rule; empty where nothing was trained or predicted. */
export function uncountedCosts({ training, totals = [], inference = [] }: ScenarioResult): UncountedCosts[] {
  if (training === undefined) return [];
  const { evaluationImages } = training.criterion;
  return training.rules.flatMap(({ algorithm, runs }, index) => {
    const predicted = inference.find((one) => one.algorithm === algorithm);
    if (predicted === undefined) return [];
    const { total, readout } = totals[index];
    const all = BigInt(predicted.cost[ELEMENT_BYTES]) * BigInt(evaluationImages);
    const evaluation = exactInteger(all / BigInt(predicted.images));
    const evaluations = median(runs.map(({ curve }) => curve.length));
    const each = Number(evaluation) + Number(readout?.cost ?? 0);
    return [
      {
        algorithm,
        prediction: exactInteger(BigInt(predicted.cost[ELEMENT_BYTES]) / BigInt(predicted.images)),
        evaluation,
        evaluations,
        readout: readout?.cost ?? null,
        ofTotal: total === null ? null : (evaluations * each) / Number(total),
      },
    ];
  });
}

/** The same as cells of text, a line a rule. */
export function uncountedCells(scenarios: readonly ScenarioResult[]): TextCells {
  const rows = scenarios.flatMap((scenario) =>
    uncountedCosts(scenario).map(({ algorithm, prediction, evaluation, evaluations, readout, ofTotal }) => [
      scenario.title,
      ruleTitle(scenario, algorithm),
      inWords(prediction),
      inWords(evaluation),
      String(evaluations),
      readout === null ? '—' : inWords(readout),
      ofTotal === null ? '—' : shortRatio(ofTotal),
    ]),
  );
  const header = ['scenario', 'rule', 'predicting an image', 'an evaluation', 'evaluations', 'fitting the readout'];
  return { header: [...header, 'all evaluations / total'], rows };
}
