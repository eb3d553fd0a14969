import { ENERGY_PRESETS } from '../../../core/cost/energy-presets.ts';
import type { PlaceResult } from '../../../reports/results/figures/place-parts.ts';
import type { Results } from '../../../reports/results/result.ts';
import { RESULTS_SCHEMA, resultsSchema } from '../../../reports/results/result.ts';

/** The places of each hand-made update; the name of a kernel would break out of HTML. */
export const handMadePlaces: PlaceResult[] = [
  { phase: 'positive forward', layer: 0, kernel: 'BatchMatMul', line: 'rule.ts:3', reads: 5, cost: { 4: 40 } },
  { phase: 'positive forward', layer: 0, kernel: 'Odd<b>', line: null, reads: 1, cost: { 4: 20 } },
  { phase: 'odd "phase" </script>', layer: null, kernel: null, line: null, reads: 4, cost: { 4: 40 } },
];

/** Results small enough to check by hand; the title and a phase would break out of HTML, the cost passes 2^53. */
export function handMadeResults(): Results {
  const ff = {
    algorithm: 'ff',
    about: { scenario: 'toy', layers: [3, 2], learningRate: 0.5, discardedReforward: true },
    calls: 2,
    reads: 10,
    writes: 4,
    macs: 3,
    instructions: { mul: 3, add: 2 },
    cost: {
      cold: { 1: 15, 2: 40, 4: 100, 8: '9007199254740993' },
      steady: { 1: 16, 2: 42, 4: 110, 8: 280 },
    },
    peakLiveElements: 9,
    stateElements: 6,
    secondPassPenalty: 1.5,
    energy: [{ preset: 'dally-2022', commutePj: 12.5, computePj: 2.5, commuteToCompute: 5 }],
    phases: [
      { phase: 'positive forward', reads: 6, instructions: 3, cost: { 1: 9, 4: 60 } },
      { phase: 'odd "phase" </script>', reads: 4, instructions: 2, cost: { 1: 6, 4: 40 } },
    ],
    layers: [
      { layer: 0, reads: 7, instructions: 3, cost: { 1: 10, 4: 70 } },
      { layer: null, reads: 3, instructions: 2, cost: { 1: 5, 4: 30 } },
    ],
    roles: [
      { role: 'inputs', reads: 3, instructions: 0, cost: { 1: 5, 4: 20 } },
      { role: 'weights', reads: 7, instructions: 0, cost: { 1: 10, 4: 80 } },
    ],
    kernels: [{ kernel: 'BatchMatMul', reads: 10, instructions: 5, cost: { 1: 15, 4: 100 } }],
    histogram: [
      { from: 1, to: 1, reads: 6, cost: { 4: 36 } },
      { from: 2, to: 3, reads: 4, cost: { 4: 64 } },
    ],
    missRatio: [
      { capacity: 0, missRatio: 1 },
      { capacity: 1, missRatio: 0.4 },
      { capacity: 3, missRatio: 0 },
    ],
    course: [
      { instructions: 3, cost: 60, live: 9, phase: 'positive forward', layer: 0 },
      { instructions: 5, cost: 100, live: 7, phase: 'odd "phase" </script>', layer: null },
    ],
    waits: [{ layer: 0, firstInstruction: 0, updatedAfter: 5 }],
  };
  const bp = { ...ff, algorithm: 'bp', cost: { cold: { 1: 12, 2: 30, 4: 80, 8: 200 }, steady: null } };
  return resultsSchema.parse({
    schema: RESULTS_SCHEMA,
    provenance: {
      tool: '1.2.3',
      node: 'v20.0.0',
      costModel: { semantics: 'eager', granularity: 'scalar' },
      loops: 'tfjs',
      engine: 'element',
      seed: 0,
      energyPresets: ENERGY_PRESETS,
    },
    scenarios: [
      {
        id: 'toy',
        title: 'A toy <b>&',
        source: 'made up',
        layers: [3, 2],
        classes: 2,
        batch: 2,
        documentedBatch: 4,
        documentedLayers: [3, 2],
        data: { name: 'none', trainSha256: 'aa', testSha256: 'bb' },
        rules: [
          { algorithm: 'ff', title: 'Forward-Forward', shortName: 'FF', colour: 0 },
          { algorithm: 'bp', title: 'backprop', shortName: 'BP', colour: 1 },
        ],
        reference: 'bp',
        updates: [ff, bp],
        described: { questions: [] },
      },
    ],
    volatile: { engineSeconds: { 'toy ff': 0.25, 'toy bp': 0.5 }, seconds: 1.5, peakRssBytes: 1000 },
  });
}
