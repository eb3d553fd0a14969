import { missRatioCurve } from '../../core/cost/curves.ts';
import { energyOf } from '../../core/cost/energy.ts';
import type { EnergyPreset } from '../../core/cost/energy-presets.ts';
import type { TimedMeasurement } from '../../instrument/timed-measurement.ts';
import { sampleCourse } from './course-samples.ts';
import { floorFigures } from './figures/floor-figures.ts';
import { kindFigures } from './figures/kind-parts.ts';
import { placeResults } from './figures/place-parts.ts';
import { depthFigures } from './figures/priced-bins.ts';
import type { UpdateResult } from './result.ts';
import { updateSchema } from './result.ts';

const MAX_COURSE_POINTS = 400;

/**
 * A measured update as it stands in the results: curves sampled, the energy under each preset added.
 * Throws where a figure cannot be stated exactly in the results.
 */
export function updateResult(
  algorithm: string,
  { measurement, trace }: Pick<TimedMeasurement, 'measurement' | 'trace'>,
  presets: readonly EnergyPreset[],
): UpdateResult {
  // The results hold no breakdown by operand, operation or line alone; their misses are those of the whole curve, and
  // elements of scenarios have ELEMENT_BYTES.
  const { operands, ops, lines, places, kinds, misses, elementBytes, peakLiveBytes, ...held } = measurement;
  const { name, semantics, granularity, histogram, course, constantReads, warnings, ...figures } = held;
  const depths = depthFigures(histogram);
  return updateSchema.parse({
    algorithm,
    ...figures,
    energy: presets.map((preset) => ({
      preset: preset.id,
      ...energyOf(preset, histogram, measurement.instructions),
    })),
    ...(lines === undefined ? {} : { places: placeResults(places) }),
    ...(kinds === undefined ? {} : kindFigures(kinds, depths.histogram)),
    ...depths,
    floor: floorFigures(trace, granularity),
    missRatio: missRatioCurve(histogram),
    course: sampleCourse(course, MAX_COURSE_POINTS),
  });
}
