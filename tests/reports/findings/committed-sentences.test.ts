import { describe, expect, test } from 'vitest';
import { scenarioAnswers } from '../../../reports/findings/answers.ts';
import {
  costFinding,
  depthFinding,
  differenceFinding,
  liveFinding,
  phaseFinding,
  roleFinding,
  waitFinding,
} from '../../../reports/findings/findings.ts';
import {
  accuraciesFinding,
  accuracyFinding,
  earliestFinding,
  totalFinding,
  updatesFinding,
} from '../../../reports/findings/training-findings.ts';
import type { Results, ScenarioResult, UpdateResult } from '../../../reports/results/result.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import {
  costOf,
  instructionsOf,
  longestWaitOf,
  phasesOf,
  predictionOf,
  reached,
  thirdEvaluation,
} from '../../support/results/recomputed-figures.ts';
import { expectNumbers } from '../../support/results/stated-numbers.ts';

const all: Results = { ...committedResults()[0], scenarios: committedResults().flatMap(({ scenarios }) => scenarios) };

function scenarioOf(id: string): ScenarioResult {
  const scenario = all.scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no results of ${id}`);
  return scenario;
}

/** Both totals to an accuracy, with their ratio first. */
function totalsAt(scenario: ScenarioResult, accuracy: number) {
  const [ff, bp] = [0, 1].map((rule) => {
    const one = reached(scenario, rule, accuracy);
    if (one === null) throw new Error(`${scenario.id} does not reach ${accuracy}`);
    return one;
  });
  return { ff, bp, ratio: ff.total / bp.total };
}

const criterionOf = ({ training }: ScenarioResult): number => training?.criterion.testAccuracy ?? Number.NaN;
const both = (scenario: ScenarioResult, figure: (update: UpdateResult) => number[]): number[] =>
  scenario.updates.flatMap(figure);
/** FF over BP, then each. */
const ratioAndBoth = ([ff, bp]: number[]): number[] => [ff / bp, ff, bp];
const costs = ({ updates }: ScenarioResult): number[] => ratioAndBoth(updates.map(costOf));

function totalNumbers(scenario: ScenarioResult): number[] {
  const { ff, bp, ratio } = totalsAt(scenario, criterionOf(scenario));
  return [criterionOf(scenario), ratio, ff.total, bp.total];
}

function earliestNumbers(scenario: ScenarioResult): number[] {
  const { ff, bp } = totalsAt(scenario, criterionOf(scenario));
  const { criterion, rules = [] } = scenario.training ?? {};
  const firsts = [ff, bp].flatMap(({ isFirst }, rule) =>
    isFirst ? [thirdEvaluation(rules[rule].evaluateEvery ?? criterion?.evaluateEvery ?? Number.NaN)] : [],
  );
  return [...new Set(firsts)];
}

describe.each(all.scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
  test('totals, updates and accuracies', () => {
    const { training, totals = [] } = scenario;
    const { ff, bp } = totalsAt(scenario, criterionOf(scenario));
    expectNumbers(totalFinding(scenario) ?? '', totalNumbers(scenario));
    expectNumbers(earliestFinding(scenario), earliestNumbers(scenario));
    expectNumbers(updatesFinding(scenario) ?? '', [
      ...[ff, bp].flatMap(({ updates }, rule) => {
        const { costPerUpdate, readout } = totals[rule];
        return [updates, Number(costPerUpdate), ...(readout === null ? [] : [Number(readout.cost)])];
      }),
      ...earliestNumbers(scenario),
    ]);
    const middle = (shares: number[]): number => {
      const sorted = shares.sort((a, b) => a - b);
      return (sorted[Math.ceil(sorted.length / 2) - 1] + sorted[Math.floor(sorted.length / 2)]) / 2;
    };
    const atEnd = training?.rules.map(({ runs }) => middle(runs.map(({ testAccuracy }) => testAccuracy))) ?? [];
    expectNumbers(accuracyFinding(scenario), [ff.updates, atEnd[0], bp.updates, atEnd[1]]);
  });

  test('the ratio at other accuracies', () => {
    const points = [10, 5, 3, 1, 0].map((below) => criterionOf(scenario) - below / 100);
    const expected = points
      .filter((accuracy) => accuracy > 1 / scenario.classes)
      .flatMap((accuracy) => {
        const { ff, bp, ratio } = totalsAt(scenario, accuracy);
        return [accuracy, ratio, ff.updates, bp.updates];
      });
    expectNumbers(accuraciesFinding(scenario, 'ff') ?? '', expected);
  });

  test('an update: its cost, phases, roles, depths, live set, waits', () => {
    expectNumbers(costFinding(scenario), costs(scenario));
    const largest = ({ phases }: UpdateResult): number[] => {
      const all = phases.map(({ cost }) => Number(cost[4]));
      const whole = all.reduce((sum, one) => sum + one, 0);
      return all
        .map((one) => one / whole)
        .sort((a, b) => b - a)
        .slice(0, 3)
        .filter((share) => share >= 0.01);
    };
    expectNumbers(phaseFinding(scenario), both(scenario, largest));
    const role = ({ roles }: UpdateResult): number[] => {
      const all = roles.map(({ cost }) => Number(cost[4]));
      return [Math.max(...all) / all.reduce((sum, one) => sum + one, 0)];
    };
    expectNumbers(roleFinding(scenario), both(scenario, role));
    const halves = ({ halfReadsDepth = 0, halfCostDepth = 0 }: UpdateResult) => [4 * halfReadsDepth, 4 * halfCostDepth];
    expectNumbers(depthFinding(scenario), both(scenario, halves));
    expectNumbers(
      liveFinding(scenario),
      both(scenario, (of) => [4 * of.peakLiveElements, 4 * of.stateElements]),
    );
    const longest = (of: UpdateResult): number[] => {
      const lengths = of.waits.map(({ firstInstruction, updatedAfter }) => updatedAfter - firstInstruction);
      const place = lengths.indexOf(Math.max(...lengths));
      return [of.waits[place].layer + 1, lengths[place] / instructionsOf(of)];
    };
    expectNumbers(waitFinding(scenario), both(scenario, longest));
  });

  test('where the rules differ', () => {
    const [ff, bp] = scenario.updates;
    const kinds = [
      ['positive forward', 'negative forward', 're-forward', 'forward'],
      ['gradient', 'backward'],
      ['normalise'],
      ['goodness and loss'],
      ['optimiser'],
      ['epilogue'],
    ];
    const sizes = kinds.map((names) => Math.abs(phasesOf(ff, names) - phasesOf(bp, names)));
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    expectNumbers(
      differenceFinding(scenario) ?? '',
      sizes.filter((size) => size > 0.01 * whole).sort((a, b) => b - a),
    );
  });

  test('the scorecard', () => {
    const [ff, bp] = scenario.updates;
    const answers = scenarioAnswers(scenario, all).filter(({ isOwn }) => !isOwn);
    const [memory, locking, speed] = answers.slice(-3).map(({ answer }) => answer);
    const [stored, others] = [ff, bp].map((of) => 4 * (of.peakLiveElements - of.stateElements));
    expectNumbers(memory, [stored, others, stored / others]);
    const wait = both(scenario, (of) => [longestWaitOf(of), longestWaitOf(of) / instructionsOf(of)]);
    expectNumbers(locking, wait);
    expectNumbers(speed, [instructionsOf(ff) / instructionsOf(bp), ff.macs / bp.macs, costOf(ff) / costOf(bp)]);
  });
});

describe('what is asked of one scenario', () => {
  /** Every answer, in order, with the numbers that it has to state. */
  const expected: Record<string, (scenario: ScenarioResult) => number[][]> = {
    'label-in-input': (scenario) => {
      const shares = [
        phasesOf(scenario.updates[1], ['backward']) / costOf(scenario.updates[1]),
        phasesOf(scenario.updates[0], ['gradient']) / costOf(scenario.updates[0]),
      ];
      const activations = both(scenario, ({ roles }) =>
        roles.filter(({ role }) => role === 'activations').map(({ cost }) => Number(cost[4])),
      );
      return [[...totalNumbers(scenario), ...costs(scenario), ...shares, ...activations]];
    },
    hybrid: ({ updates: [ff, bp] }) => {
      const [backward, gradient] = [phasesOf(bp, ['backward']), phasesOf(ff, ['gradient'])];
      const normalise = phasesOf(ff, ['normalise']);
      const passes = phasesOf(ff, ['positive forward', 'negative forward', 're-forward']);
      return [
        [
          ...[backward, gradient, normalise, normalise / costOf(ff), gradient - backward],
          ...[passes, phasesOf(bp, ['forward']), costOf(ff) / costOf(bp)],
        ],
      ];
    },
    recurrent: (scenario) => {
      const other = scenarioOf('label-in-input');
      const perImage = costOf(scenario.updates[0]) / scenario.batch / (costOf(other.updates[0]) / other.batch);
      const [mine, its] = [scenario, other].map((one) => totalsAt(one, criterionOf(scenario)).ff.total);
      const [own, theirs] = [scenario, other].map((one) => predictionOf(one, 0));
      const [cost, itsCost] = [own, theirs].map((one) => Number(one.cost[4]));
      return [
        [perImage, criterionOf(scenario), mine, its, mine / its],
        [
          ...[4 * (own.halfCostDepth ?? 0), 4 * (theirs.halfCostDepth ?? 0), cost, itsCost, cost / itsCost],
          ...[cost / own.reads, itsCost / theirs.reads],
        ],
      ];
    },
    'locally-connected': (scenario) => {
      const other = scenarioOf('label-in-input');
      const locality = [scenario, other].flatMap((one) => [
        ...both(one, (of) => [costOf(of) / of.macs]),
        ...both(one, ({ halfCostDepth = 0 }) => [4 * halfCostDepth]),
      ]);
      return [[...totalNumbers(scenario), ...costs(scenario)], locality];
    },
    'disk-ring': (scenario) => {
      const [ff, bp] = scenario.updates;
      const [perRead, itsPerRead] = [ff, bp].map((of) => costOf(of) / of.reads);
      return [
        [...totalNumbers(scenario), ...costs(scenario)],
        // The question names a figure, the answer does not.
        [ff.reads / bp.reads, perRead / itsPerRead, costOf(ff) / costOf(bp)],
      ];
    },
  };

  test.each(all.scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (id, scenario) => {
    const answers = scenarioAnswers(scenario, all).filter(({ isOwn }) => isOwn);
    const numbers = expected[id](scenario);
    expect(answers).toHaveLength(numbers.length);
    answers.forEach(({ answer }, place) => {
      expectNumbers(answer, numbers[place]);
    });
  });
});
