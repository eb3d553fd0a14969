import { median } from '../../../core/numbers/statistics.ts';
import { EVALUATIONS_AVERAGED } from '../../../scenarios/training/criterion.ts';
import type { ScenarioResult } from '../../results/result.ts';
import type { RunResult } from '../../results/training-result.ts';

/** What was moved so far, and the share of test images that is then still wrong: the mean of the last three evaluations. */
export type CoursePoint = readonly [cost: number, error: number];

/** How a rule learned, by what it moved. */
export interface LearningCourse {
  readonly algorithm: string;
  readonly seeds: readonly (readonly CoursePoint[])[];
  /** Of all seeds at every evaluation of the longest run: one that has ended counts as it ended. */
  readonly median: readonly CoursePoint[];
  /** Where each seed met the criterion, of those that did. */
  readonly met: readonly CoursePoint[];
}

/** How all rules of a scenario learned; a readout's cost is in every point, once. None where nothing was trained. */
export function learningCourses({ training, totals = [] }: ScenarioResult): LearningCourse[] {
  if (training === undefined) return [];
  const least = 0.5 / training.criterion.evaluationImages;
  return training.rules.flatMap(({ algorithm, runs }, index) => {
    const { costPerUpdate, readout } = totals[index];
    const costOf = (updates: number): number => updates * Number(costPerUpdate) + Number(readout?.cost ?? 0);
    const curves = runs.filter(({ curve }) => curve.length > 0);
    if (curves.length === 0) return [];
    // On a logarithmic axis there is no place for no error: half an image stands for it.
    const errors = curves.map((run) => errorsOf(run).map((error) => Math.max(least, error)));
    const longest = curves.reduce((a, b) => (b.curve.length > a.curve.length ? b : a));
    return [
      {
        algorithm,
        seeds: curves.map(({ curve }, seed) =>
          curve.map(({ updates }, at) => [costOf(updates), errors[seed][at]] as const),
        ),
        median: longest.curve.map(
          ({ updates }, at) => [costOf(updates), median(errors.map((of) => of[Math.min(at, of.length - 1)]))] as const,
        ),
        met: curves.flatMap(({ curve, updatesToCriterion }, seed) => {
          const at = curve.findIndex(({ updates }) => updates === updatesToCriterion);
          return at < 0 ? [] : [[costOf(curve[at].updates), errors[seed][at]] as const];
        }),
      },
    ];
  });
}

/** At each evaluation, of the last three, or of fewer before the third. */
function errorsOf({ curve }: RunResult): number[] {
  return curve.map((_, at) => {
    const last = curve.slice(Math.max(0, at + 1 - EVALUATIONS_AVERAGED), at + 1);
    return 1 - last.reduce((sum, { testAccuracy }) => sum + testAccuracy, 0) / last.length;
  });
}
