import { z } from 'zod';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { PRICED_BYTES } from '../../core/measurement/measurement.ts';
import { costAt, count } from './figures/exact-count.ts';
import { depthFields, depthFigures, halfMistake } from './figures/priced-bins.ts';

/** Predicting labels with a trained network, cold: the images on top of the stack, the weights below. */
export const inferenceSchema = z
  .strictObject({
    algorithm: z.string(),
    /** Predicted at once. */
    images: count.positive(),
    reads: count,
    macs: count,
    cost: costAt(PRICED_BYTES),
    peakLiveElements: count,
    ...depthFields,
  })
  .superRefine((inference, context) => {
    const message = halfMistake(inference);
    if (message !== null) context.addIssue({ code: 'custom', path: ['histogram'], message });
  });

export type InferenceResult = z.infer<typeof inferenceSchema>;

/** A measured prediction of `images` images as it stands in the results. */
export function inferenceResult(algorithm: string, images: number, measurement: Measurement): InferenceResult {
  const { reads, macs, cost, peakLiveElements, histogram } = measurement;
  return inferenceSchema.parse({
    algorithm,
    images,
    reads,
    macs,
    cost: cost.cold,
    peakLiveElements,
    ...depthFigures(histogram),
  });
}
