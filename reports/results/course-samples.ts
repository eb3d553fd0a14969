import type { CoursePoint } from '../../core/measurement/course.ts';

/**
 * At most `maxPoints` points of an update's course, in order, each exact: cumulative figures are those of the point,
 * `live` is the peak since the point that is kept before it. The last point of every stretch of one phase and layer is
 * kept where these are at most half of `maxPoints`; the others lie evenly in instructions and cost together. The last
 * point is always kept. Throws RangeError unless `maxPoints` is at least 2.
 */
export function sampleCourse(course: readonly CoursePoint[], maxPoints: number): CoursePoint[] {
  if (!(Number.isInteger(maxPoints) && maxPoints >= 2)) {
    throw new RangeError(`sampleCourse: maxPoints must be an integer of at least 2, got ${maxPoints}`);
  }
  if (course.length <= maxPoints) return [...course];
  const last = course[course.length - 1];
  const progressAt = (point: CoursePoint): number =>
    point.instructions / last.instructions + (last.cost === 0 ? 0 : point.cost / last.cost);
  const end = progressAt(last);
  const stretches = course.filter((point, index) => endsStretch(course, index, point)).length;
  const keepsStretches = stretches <= maxPoints / 2;
  const cuts = maxPoints - (keepsStretches ? stretches : 1);
  const kept: CoursePoint[] = [];
  let live = 0;
  let cut = 1;
  course.forEach((point, index) => {
    live = Math.max(live, point.live);
    const passesCut = progressAt(point) * cuts >= cut * end;
    if (!passesCut && index < course.length - 1 && !(keepsStretches && endsStretch(course, index, point))) return;
    kept.push({ ...point, live });
    live = 0;
    while (progressAt(point) * cuts >= cut * end) cut++;
  });
  return kept;
}

function endsStretch(course: readonly CoursePoint[], index: number, point: CoursePoint): boolean {
  const next = course[index + 1];
  return next === undefined || next.phase !== point.phase || next.layer !== point.layer;
}
