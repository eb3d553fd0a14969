import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CoursePoint } from '../../../core/measurement/course.ts';
import { sampleCourse } from '../../../reports/results/course-samples.ts';

const MAX_POINTS = 20;

const courses = fc
  .array(
    fc.record({
      instructions: fc.integer({ min: 1, max: 9 }),
      cost: fc.integer({ min: 0, max: 99 }),
      live: fc.integer({ min: 0, max: 50 }),
      phase: fc.constantFrom('forward', 'forward', 'forward', 'forward', 'backward'),
    }),
    { minLength: 1, maxLength: 200, size: 'max' },
  )
  .map((steps): CoursePoint[] => {
    let [instructions, cost] = [0, 0];
    return steps.map((step) => {
      instructions += step.instructions;
      cost += step.cost;
      return { ...step, instructions, cost, layer: null };
    });
  });

function isEndOfStretch(course: readonly CoursePoint[], index: number): boolean {
  return course[index].phase !== course[index + 1]?.phase;
}

test('samples are points of the course, with the peak since the sample before, and end where it ends', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const samples = sampleCourse(course, MAX_POINTS);
      expect(samples.length).toBeLessThanOrEqual(MAX_POINTS);
      let from = 0;
      for (const sample of samples) {
        const at = course.findIndex(({ instructions }) => instructions === sample.instructions);
        expect(at).toBeGreaterThanOrEqual(from);
        const live = Math.max(...course.slice(from, at + 1).map((point) => point.live));
        expect(sample).toEqual({ ...course[at], live });
        from = at + 1;
      }
      expect(from).toBe(course.length);
    }),
  );
});

test('the ends of stretches of one phase are kept where they are at most half of the samples', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const ends = course.filter((_, index) => isEndOfStretch(course, index)).map(({ instructions }) => instructions);
      fc.pre(ends.length <= MAX_POINTS / 2);
      const kept = sampleCourse(course, MAX_POINTS).map(({ instructions }) => instructions);
      expect(kept).toEqual(expect.arrayContaining(ends));
    }),
  );
});

test('a long even course is sampled evenly', () => {
  const course = Array.from({ length: 1000 }, (_, i) => ({
    instructions: i + 1,
    cost: 2 * (i + 1),
    live: 1,
    phase: 'forward',
    layer: 0,
  }));
  const samples = sampleCourse(course, 11).map(({ instructions }) => instructions);
  expect(samples).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test.each([1, 2.5, Number.NaN])('at most %d points is refused', (maxPoints) => {
  expect(() => sampleCourse([], maxPoints)).toThrow(/maxPoints must be an integer of at least 2/);
});
