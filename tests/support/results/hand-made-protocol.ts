import { ratesAround } from '../../../reports/protocol/chosen-rate.ts';
import { PROTOCOL_SCHEMA, type ProtocolResult, protocolSchema } from '../../../reports/protocol/protocol-result.ts';

/** Test images of an evaluation; the criterion is that 8 of them, on average of three, are right. */
const IMAGES = 10;

/** What a run came to: the right images of its evaluations, one after every update; not met where it says so. */
export interface HandMadeRun {
  readonly algorithm: 'ff' | 'bp';
  readonly learningRate: number;
  readonly seed: number;
  readonly updatesToCriterion: number | null;
  readonly mostUpdates?: number;
}

/** A run that has 5 of 10 images right until it has 8, three evaluations long. */
function runOf({ updatesToCriterion: met, mostUpdates = 6, ...run }: HandMadeRun) {
  const updates = met ?? mostUpdates;
  const isRight = (at: number): boolean => met !== null && at > met - 3;
  return {
    ...run,
    version: '1.2.3',
    backend: 'wasm',
    platform: 'here',
    updates,
    updatesToCriterion: met,
    bestAccuracy: met === null ? 0.5 : 0.8,
    curve: Array.from({ length: updates }, (_, index) => ({
      updates: index + 1,
      testAccuracy: (isRight(index + 1) ? 8 : 5) / IMAGES,
      loss: [1],
    })),
    epochs: [{ epoch: 1, updates, batches: updates, loss: [1], testAccuracy: 0.5 }],
    stateSha256: 'state',
    testAccuracy: 0.5,
    perClass: [0.5, null],
    byMode: { prediction: 0.5 },
    mostUpdates: met === null ? mostUpdates : null,
    seconds: 2,
    cpuSeconds: 1,
  };
}

/** A protocol of label-in-input, small, with these runs: five rates around .003 and .001, seed 100 to tune, 0 and 1 to report. */
export function handMadeProtocol(runs: readonly HandMadeRun[], change: Partial<ProtocolResult> = {}): ProtocolResult {
  const rule = (algorithm: string, documentedRate: number) => ({
    algorithm,
    documentedRate,
    rates: ratesAround(documentedRate),
    seeds: [0, 1],
  });
  return protocolSchema.parse({
    schema: PROTOCOL_SCHEMA,
    scenario: 'label-in-input',
    shape: [24, 9, 7],
    classes: 10,
    batch: 2,
    trainImages: 40,
    data: 'made',
    trainSha256: 'aa',
    testSha256: 'bb',
    criterion: { testAccuracy: 0.8, evaluateEvery: 'log', evaluationImages: IMAGES, evaluationsAveraged: 3 },
    epochsAsked: 3,
    tuningSeeds: [100],
    rules: [rule('ff', 0.003), rule('bp', 0.001)],
    runs: runs.map(runOf),
    diverged: [],
    ...change,
  });
}

/** Tuned: Forward-Forward to .01, backprop as documented; both reported with seeds 0 and 1, Forward-Forward at .003 with 0 alone. */
export function handMadeWholeProtocol(): ProtocolResult {
  const tuning = (algorithm: 'ff' | 'bp', learningRate: number, met: number | null, mostUpdates: number) => ({
    algorithm,
    learningRate,
    seed: 100,
    updatesToCriterion: met,
    mostUpdates,
  });
  const reported = (algorithm: 'ff' | 'bp', learningRate: number, seed: number, updatesToCriterion: number) => ({
    algorithm,
    learningRate,
    seed,
    updatesToCriterion,
  });
  return handMadeProtocol([
    ...[0.0003, 0.001, 0.003, 0.01, 0.03].map((rate, at) => tuning('ff', rate, [null, null, 20, 12, null][at], 20)),
    ...[0.0001, 0.0003, 0.001, 0.003, 0.01].map((rate, at) => tuning('bp', rate, [null, 5, 5, 9, null][at], 5)),
    reported('ff', 0.01, 0, 12),
    reported('ff', 0.01, 1, 16),
    reported('ff', 0.003, 0, 24),
    reported('bp', 0.001, 0, 4),
    reported('bp', 0.001, 1, 7),
  ]);
}
