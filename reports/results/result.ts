import { z } from 'zod';
import { energyPresetSchema } from '../../core/cost/energy-presets.ts';
import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { TALLIED_BYTES } from '../../core/cost/tally.ts';
import { PRICED_BYTES } from '../../core/measurement/measurement.ts';
import { OPS } from '../../core/trace/nest.ts';
import { PHASE_ROLES } from '../../core/trace/phase-roles.ts';
import { GRANULARITIES, ROLES, SEMANTICS } from '../../core/trace/trace.ts';
import { PRESETS } from '../../scenarios/setting.ts';
import { robustnessSchema } from '../robustness/robustness.ts';
import { descriptionSchema } from './described-scenario.ts';
import { costAt, count, exactJson } from './figures/exact-count.ts';
import { floorSchema } from './figures/floor-figures.ts';
import { kindFields, kindsMistake } from './figures/kind-parts.ts';
import { partsMistake, placesSchema } from './figures/place-parts.ts';
import { depthFields, halfMistake } from './figures/priced-bins.ts';
import { inferenceSchema } from './inference-result.ts';
import { protocolMistake, protocolUpdatesSchema } from './protocol-updates.ts';
import { totalSchema } from './total-result.ts';
import { definedInSchema } from './trained-rule.ts';
import { trainingSchema } from './training-result.ts';

export const RESULTS_SCHEMA = 'odometer-results/2';

/** Cost by bytes per element. */
const totalCost = costAt(PRICED_BYTES);

const part = {
  reads: count,
  /** Instructions executed in it. */
  instructions: count,
  cost: costAt(TALLIED_BYTES),
};

const energy = z.strictObject({
  preset: z.string(),
  commutePj: z.number().nonnegative(),
  computePj: z.number().nonnegative(),
  commuteToCompute: z.number().nonnegative().nullable(),
});

/** One update of one rule, measured; every breakdown adds up to its reads. */
export const updateSchema = z
  .strictObject({
    algorithm: z.string(),
    /** Shapes, batch and options, as the program states them. */
    about: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.number())])),
    calls: count,
    reads: count,
    writes: count,
    macs: count,
    /** Executed instructions by operation. */
    instructions: z.partialRecord(z.enum(OPS), count),
    cost: z.strictObject({ cold: totalCost, steady: totalCost.nullable() }),
    peakLiveElements: count,
    /** Weights, biases and optimiser state, alive all the time. */
    stateElements: count,
    secondPassPenalty: z.number().nonnegative().nullable(),
    energy: z.array(energy),
    /** A phase has the documented role of its name, unless it says another. */
    phases: z.array(z.strictObject({ phase: z.string(), role: z.enum(PHASE_ROLES).exactOptional(), ...part })),
    layers: z.array(z.strictObject({ layer: count.nullable(), ...part })),
    /** Layers x time, of a network that runs over time. */
    iterations: z
      .array(z.strictObject({ iteration: count.positive().nullable(), layer: count.nullable(), ...part }))
      .optional(),
    roles: z.array(z.strictObject({ role: z.enum(ROLES), ...part })),
    kernels: z.array(z.strictObject({ kernel: z.string(), ...part })),
    /** The same by all of them at once, and by source line. Older files have none. */
    places: placesSchema.exactOptional(),
    ...kindFields,
    ...depthFields,
    /** null: none is proved. Older files say nothing of it. */
    floor: floorSchema.nullable().exactOptional(),
    /** Capacity in elements of a fully associative LRU memory. */
    missRatio: z.array(z.strictObject({ capacity: count, missRatio: z.number().min(0).max(1) })),
    /** After `instructions` instructions; cost at ELEMENT_BYTES; `live` is the peak, in elements, since the point before. */
    course: z.array(
      z.strictObject({ instructions: count, cost: count, live: count, phase: z.string(), layer: count.nullable() }),
    ),
    /** In instructions from the start of the update. */
    waits: z.array(z.strictObject({ layer: count, firstInstruction: count, updatedAfter: count })),
  })
  .superRefine((update, context) => {
    const { reads, phases, roles, histogram, places, cost } = update;
    for (const [name, parts] of Object.entries({ phases, roles, histogram })) {
      const sum = parts.reduce((total, { reads }) => total + reads, 0);
      if (sum !== reads) {
        context.addIssue({ code: 'custom', path: [name], message: `adds up to ${sum} reads of ${reads}` });
      }
    }
    const totals = { reads, cost: cost.cold[ELEMENT_BYTES] };
    const ofPlaces = places === undefined ? null : partsMistake(places, totals);
    if (ofPlaces !== null) context.addIssue({ code: 'custom', path: ['places'], message: ofPlaces });
    const ofKinds = kindsMistake(update, totals, histogram);
    if (ofKinds !== null) context.addIssue({ code: 'custom', path: [ofKinds[0]], message: ofKinds[1] });
    const message = halfMistake(update);
    if (message !== null) context.addIssue({ code: 'custom', path: ['histogram'], message });
  });

const scenarioSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    source: z.string(),
    layers: z.array(count.positive()),
    classes: count.positive(),
    batch: count.positive(),
    /** What the scenario's description uses: where `batch` differs, the result is not the documented setting. */
    documentedBatch: count.positive(),
    documentedLayers: z.array(count.positive()),
    /** The data set whose images the batch would come from; null: none was named. A trace does not depend on it. */
    data: z.strictObject({ name: z.string(), trainSha256: z.string(), testSha256: z.string() }).nullable(),
    /** How the rules are called and drawn, in the order in which they are shown. */
    rules: z
      .array(
        z.strictObject({
          algorithm: z.string(),
          title: z.string(),
          shortName: z.string(),
          colour: count,
          definedIn: definedInSchema.exactOptional(),
        }),
      )
      .min(1, 'names no rule'),
    /** The rule that the others are held against. */
    reference: z.string(),
    /** One of each rule, in their order. */
    updates: z.array(updateSchema).min(1),
    /** The named setting that was asked for. */
    preset: z.enum(PRESETS).nullable().optional(),
    /** Predicting with the trained network, by rule. */
    inference: z.array(inferenceSchema).optional(),
    /** How the rules learned, and the cost of it, by rule. Missing: only updates were measured. */
    training: trainingSchema.optional(),
    totals: z.array(totalSchema).optional(),
    /** By the protocol, at both choices of learning rates; the training is of those that are tuned, or else documented. Missing: trained otherwise. */
    protocol: protocolUpdatesSchema.exactOptional(),
    /** One update of each rule in other orders, at places, in lines. Missing: not measured. */
    robustness: z.array(robustnessSchema.omit({ schema: true, scenario: true })).exactOptional(),
    /** What a scenario that is not of this product says of itself. */
    described: descriptionSchema.exactOptional(),
  })
  .superRefine(({ rules: named, reference, updates, training, totals = [], protocol, robustness = [] }, context) => {
    const ids = named.map(({ algorithm }) => algorithm);
    if (new Set(ids).size < ids.length || String(ids) !== String(updates.map(({ algorithm }) => algorithm))) {
      context.addIssue({ code: 'custom', path: ['rules'], message: 'are not those of the updates, each once' });
    }
    if (!ids.includes(reference)) {
      context.addIssue({ code: 'custom', path: ['reference'], message: `is ${reference}, which is none of the rules` });
    }
    const rules = training?.rules ?? [];
    const isWhole =
      totals.length === rules.length &&
      totals.every(({ algorithm, updates: median, costPerUpdate }, index) => {
        const update = updates.find((one) => one.algorithm === algorithm);
        return (
          rules[index].algorithm === algorithm &&
          rules[index].medianUpdatesToCriterion === median &&
          update?.cost.cold[ELEMENT_BYTES] === costPerUpdate
        );
      });
    if (!isWhole) {
      context.addIssue({ code: 'custom', path: ['totals'], message: 'are not those of the training and the updates' });
    }
    const message = protocol === undefined ? null : protocolMistake(protocol, rules);
    if (message !== null) context.addIssue({ code: 'custom', path: ['protocol'], message });
    const isOfUpdates = robustness.every(({ algorithm, executed }) => {
      const update = updates.find((one) => one.algorithm === algorithm);
      return update !== undefined && (executed === null || executed === update.cost.cold[ELEMENT_BYTES]);
    });
    if (!isOfUpdates) {
      context.addIssue({ code: 'custom', path: ['robustness'], message: 'is not of the updates beside it' });
    }
  });

export const resultsSchema = z.strictObject({
  schema: z.literal(RESULTS_SCHEMA),
  provenance: z.strictObject({
    tool: z.string(),
    node: z.string(),
    /** What a read costs: the meaning of its depth, and what stands on the stack. */
    costModel: z.strictObject({ semantics: z.enum(SEMANTICS), granularity: z.enum(GRANULARITIES) }),
    loops: z.string(),
    /** In which order programs were executed in place of their own (D57). Missing: their own. */
    schedule: z.enum(['fused', 'found']).exactOptional(),
    engine: z.string(),
    seed: z.int(),
    /** The figures behind every energy in the results, with their sources. */
    energyPresets: z.array(energyPresetSchema),
  }),
  scenarios: z.array(scenarioSchema).min(1, 'names no scenario'),
  /** All that may differ between two runs of one command. */
  volatile: z.strictObject({
    /** Wall time of pricing the cold updates, by scenario and rule. */
    engineSeconds: z.record(z.string(), z.number().nonnegative()),
    /** Time of all training runs together, by scenario and rule. */
    trainingSeconds: z.record(z.string(), z.number().nonnegative()).optional(),
    seconds: z.number().nonnegative(),
    peakRssBytes: count,
  }),
});

export type Results = z.infer<typeof resultsSchema>;
export type ScenarioResult = Results['scenarios'][number];
export type UpdateResult = ScenarioResult['updates'][number];

/** Results as JSON text: parsing it gives equal results, and equal results give equal bytes. `indent` as JSON has it. */
export function resultsJson(results: Results, indent?: number): string {
  return exactJson(results, indent);
}
