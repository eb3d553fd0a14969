import { logBins, missRatioCurve } from '../core/curves.ts';
import type { DepthHistogram } from '../core/depth-histogram.ts';
import { energyOf } from '../core/energy.ts';
import type { EnergyPreset } from '../core/energy-presets.ts';
import type { Measurement } from '../core/measurement.ts';
import { readCost } from '../core/pricing.ts';
import type { Algorithm } from '../scenarios/scenario.ts';
import { sampleCourse } from './course-samples.ts';
import type { UpdateResult } from './result.ts';
import { updateSchema } from './result.ts';

const MAX_COURSE_POINTS = 400;

/**
 * A measured update as it stands in the results: curves sampled, the energy under each preset added.
 * Throws where a figure cannot be stated exactly in the results.
 */
export function updateResult(
  algorithm: Algorithm,
  measurement: Measurement,
  presets: readonly EnergyPreset[],
): UpdateResult {
  const { name, semantics, granularity, histogram, course, ...figures } = measurement;
  return updateSchema.parse({
    algorithm,
    ...figures,
    energy: presets.map((preset) => ({
      preset: preset.id,
      ...energyOf(preset, histogram, measurement.instructions),
    })),
    histogram: pricedBins(histogram),
    missRatio: missRatioCurve(histogram),
    course: sampleCourse(course, MAX_COURSE_POINTS),
  });
}

/** The histogram's bins with what their reads cost, exactly, at 4 bytes. */
function pricedBins(histogram: DepthHistogram): { from: number; to: number; reads: number; cost: { 4: number } }[] {
  const bins = logBins(histogram).map((bin) => ({ ...bin, cost: { 4: 0 } }));
  let index = 0;
  histogram.forEach((depth, reads) => {
    while (depth > bins[index].to) index++;
    bins[index].cost[4] += reads * readCost(depth, 4);
  });
  return bins;
}
