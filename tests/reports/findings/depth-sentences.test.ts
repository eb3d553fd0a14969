import { describe, expect, test } from 'vitest';
import type { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { scenarioAnswers } from '../../../reports/findings/answers.ts';
import { depthFinding } from '../../../reports/findings/findings.ts';
import { type Results, resultsSchema, type ScenarioResult } from '../../../reports/results/result.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { SMALL_IDS, smallComparison, smallMeasurement } from '../../support/results/small-comparison.ts';
import { statedNumbers } from '../../support/results/stated-numbers.ts';
import { BUILT_IN_RULES } from '../../support/scenarios/built-in-rules.ts';

type Weight = (depth: number) => number;
const READS: Weight = () => 1;
/** Every byte of the element by its own root. */
const COST: Weight = (depth) => [3, 2, 1, 0].reduce((sum, byte) => sum + Math.ceil(Math.sqrt(4 * depth - byte)), 0);

/** The share of the reads, or of the cost, at those depths, in bytes from the top, that `isIn` takes. */
function share(histogram: DepthHistogram, weight: Weight, isIn: (bytes: number) => boolean): number {
  let [inside, all] = [0, 0];
  histogram.forEach((depth, reads) => {
    all += reads * weight(depth);
    if (isIn(4 * depth)) inside += reads * weight(depth);
  });
  return inside / all;
}

/** What may be said of half of the reads, or of the cost. */
const CLAIM =
  /reach at most ([\d.,]+ [KM]?B) deep|([\d.,]+ [KM]?B) deep or deeper|at depths of at most ([\d.,]+ [KM]?B)/g;

/** Holds every claim of a text about a half, in order, to all reads of what it is about. */
function expectHalves(text: string, histograms: readonly DepthHistogram[]): void {
  const claims = [...text.matchAll(CLAIM)];
  expect(claims, text).toHaveLength(histograms.length);
  claims.forEach(([claim, reached, least, most], place) => {
    const [{ value, rounding }] = statedNumbers(reached ?? least ?? most);
    const weight = reached === undefined ? COST : READS;
    const shareAt = (isIn: (bytes: number) => boolean): number => share(histograms[place], weight, isIn);
    expect(
      shareAt((bytes) => bytes <= value + rounding),
      `${claim}: ${text}`,
    ).toBeGreaterThanOrEqual(0.5);
    if (least === undefined) return;
    expect(
      shareAt((bytes) => bytes >= value - rounding),
      `${claim}: ${text}`,
    ).toBeGreaterThanOrEqual(0.5);
  });
}

/** As files of before have them: without the exact depths of the halves. */
function ofBefore(results: Results): Results {
  const forget = <Figures extends object>({ halfReadsDepth, halfCostDepth, ...figures }: Figures & Halves) => figures;
  const scenarios = results.scenarios.map((scenario) => ({
    ...scenario,
    updates: scenario.updates.map(forget),
    inference: scenario.inference?.map(forget),
  }));
  return resultsSchema.parse({ ...results, scenarios });
}

interface Halves {
  readonly halfReadsDepth?: number;
  readonly halfCostDepth?: number;
}

function find(results: Results, id: string): ScenarioResult {
  const scenario = results.scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no ${id}`);
  return scenario;
}

const EXACT = smallComparison();

describe.each([
  ['exact', EXACT],
  ['of before', ofBefore(EXACT)],
] as const)('halves of reads and cost, %s', (kind, results) => {
  test.each(SMALL_IDS)('%s: what is said of them is so, read by read', (id) => {
    const [ff, bp] = BUILT_IN_RULES.map((algorithm) => smallMeasurement(id, algorithm, 'update').histogram);
    const finding = depthFinding(find(results, id));
    expectHalves(finding, [ff, ff, bp, bp]);
    expect(finding.includes('deeper')).toBe(kind === 'exact');
  });

  test('of a prediction, beside that of the scenario held against', () => {
    const [, { answer }] = scenarioAnswers(find(results, 'recurrent'), results);
    const histograms = ['recurrent', 'label-in-input'].map((id) => smallMeasurement(id, 'ff', 'prediction').histogram);
    expectHalves(answer, histograms);
  });

  test('of updates, beside those of dense layers', () => {
    const [, { answer }] = scenarioAnswers(find(results, 'locally-connected'), results);
    const histograms = ['locally-connected', 'label-in-input'].flatMap((id) =>
      BUILT_IN_RULES.map((algorithm) => smallMeasurement(id, algorithm, 'update').histogram),
    );
    expectHalves(answer, histograms);
  });
});

test('without reads nothing is said of a half', () => {
  const [scenario] = handMadeResults().scenarios;
  const updates = scenario.updates.map((update) => ({ ...update, reads: 0, histogram: [] }));
  expect(depthFinding({ ...scenario, updates })).toBe('FF: nothing is read; BP: nothing is read');
});
