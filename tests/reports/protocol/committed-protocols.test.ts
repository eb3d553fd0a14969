import { describe, expect, test } from 'vitest';
import { type ProtocolResult, protocolSchema } from '../../../reports/protocol/protocol-result.ts';
import { trainingsBy } from '../../../reports/protocol/protocol-training.ts';
import { findScenario } from '../../../scenarios/catalog.ts';
import { areEvaluations } from '../../../scenarios/evaluations/evaluation-grid.ts';
import { committedProtocols } from '../../support/results/committed-protocols.ts';
import { committedResults, earlierTraining } from '../../support/results/committed-results.ts';
import { handMadeWholeProtocol } from '../../support/results/hand-made-protocol.ts';

const results = committedResults().flatMap(({ scenarios }) => scenarios);
const protocols = committedProtocols().map((protocol) => [protocol.scenario, protocol] as const);

describe.each(protocols)('the runs of %s', (id, protocol) => {
  const scenario = results.find((one) => one.id === id);
  const before = scenario?.training;

  test('have the task of the committed results, at rates around the documented ones', () => {
    const { trainImages, trainSha256, testSha256, criterion } = protocol;
    expect(protocol).toMatchObject({ shape: scenario?.layers, batch: scenario?.batch });
    expect(before).toMatchObject({ trainImages, trainSha256, testSha256 });
    expect(before?.criterion.testAccuracy).toBe(criterion.testAccuracy);
    for (const { algorithm, documentedRate, rates } of protocol.rules) {
      expect(documentedRate).toBe(findScenario(id).rules[algorithm].learningRate);
      expect(rates.indexOf(documentedRate)).toBe(2);
    }
  });

  test('are evaluated on the grid, and end where the criterion or a cheaper rate ends them', () => {
    const last = Math.ceil(protocol.trainImages / protocol.batch) * protocol.epochsAsked;
    for (const run of protocol.runs) {
      const places = run.curve.map(({ updates }) => updates);
      expect(areEvaluations(places, run.updates, run.evaluateEvery ?? protocol.criterion.evaluateEvery)).toBe(true);
      expect(run.updates).toBe(run.updatesToCriterion ?? run.mostUpdates ?? last);
    }
  });

  test('at a documented rate are those of before with the same seeds, evaluated at other places', () => {
    for (const { algorithm, documentedRate } of protocol.rules) {
      const { runs } = earlierTraining(id, algorithm, protocol.criterion.testAccuracy);
      for (const { seed, curve } of runs) {
        const known = new Map(curve.map(({ updates, testAccuracy }) => [updates, testAccuracy]));
        const now = protocol.runs.find(
          (run) => run.algorithm === algorithm && run.learningRate === documentedRate && run.seed === seed,
        );
        for (const { updates, testAccuracy } of now?.curve ?? []) {
          expect(testAccuracy).toBe(known.get(updates) ?? testAccuracy);
        }
      }
    }
  });

  test('are a training as odometer train prints it, where every rule has some', () => {
    const trainings = Object.values(trainingsBy(protocol, 'documented') ?? {});
    for (const trained of trainings) {
      expect(trained).toMatchObject({ scenario: id, options: {}, criterion: { evaluateEvery: 'log' } });
    }
  });
});

/** What an audit found for backprop at the documented rate, seeds 0 to 2 or 4, evaluated every 5, 5, 2, 1 and 1 updates. */
const FINE_GRID: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'label-in-input': [115, 170],
  hybrid: [40, 45],
  recurrent: [20, 24],
  'locally-connected': [5, 6],
  'disk-ring': [6, 9],
};

test.each(protocols)('%s: backprop meets the criterion where a fine grid was known to find it', (id, protocol) => {
  const [least, most] = FINE_GRID[id];
  const rate = protocol.rules.find(({ algorithm }) => algorithm === 'bp')?.documentedRate;
  const ofSeeds = protocol.runs.filter(
    ({ algorithm, learningRate, seed }) => algorithm === 'bp' && learningRate === rate && seed < 3,
  );
  for (const { updatesToCriterion } of ofSeeds) {
    // The three evaluations that count lie two steps apart: of one update here, of up to five there.
    expect(updatesToCriterion).toBeGreaterThanOrEqual(0.8 * least);
    expect(updatesToCriterion).toBeLessThanOrEqual(1.05 * most);
  }
});

describe('a protocol that contradicts itself does not parse', () => {
  const whole = handMadeWholeProtocol();
  const [first] = whole.runs;
  test.each<[string, Partial<ProtocolResult>, RegExp]>([
    ['a run twice', { runs: [...whole.runs, first] }, /has ff at 0.0003, seed 100 twice/],
    ['a rate of no rule', { runs: [{ ...first, learningRate: 0.5 }] }, /has ff at 0.5, seed 100, which is no rate/],
    ['a seed of nobody', { runs: [{ ...first, seed: 7 }] }, /seed 7, which is no seed of the protocol/],
    ['a reported seed that was tuned on', { tuningSeeds: [100, 0] }, /reports seeds of ff that it was tuned on/],
    ['other updates', { runs: [{ ...first, updatesToCriterion: 9 }] }, /seed 100 meets it after null, not 9/],
  ])('%s', (_, change, message) => {
    expect(() => protocolSchema.parse({ ...whole, ...change })).toThrow(message);
  });
});
