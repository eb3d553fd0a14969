import type { CoursePoint, LayerWait } from '../../core/measurement/course.ts';

/** The course of one update: what its trace says, in time of instructions. */
export interface UpdateCourse {
  readonly course: readonly CoursePoint[];
  readonly waits: readonly LayerWait[];
}

/** An update at one moment. */
export interface UpdateMoment {
  readonly phase: string;
  /** The layer that is being worked on; null: none. */
  readonly layer: number | null;
  readonly live: number;
  readonly cost: number;
  /** Layers that have their new weights. */
  readonly updated: readonly number[];
  readonly isOver: boolean;
}

export function instructionsOf({ course }: UpdateCourse): number {
  return course[course.length - 1].instructions;
}

/** How an update stands after so many instructions: in the piece of it that they fall into. */
export function momentOf(update: UpdateCourse, instructions: number): UpdateMoment {
  const { course, waits } = update;
  const next = course.findIndex((point) => point.instructions > instructions);
  const last = course[course.length - 1];
  const { phase, layer, live } = next < 0 ? last : course[next];
  return {
    phase,
    layer,
    live,
    cost: next < 0 ? last.cost : next === 0 ? 0 : course[next - 1].cost,
    updated: waits.filter(({ updatedAfter }) => updatedAfter <= instructions).map((wait) => wait.layer),
    isOver: next < 0,
  };
}

/** A stretch of an update in one phase and layer. */
export interface UpdateStretch {
  readonly phase: string;
  readonly layer: number | null;
  readonly from: number;
  readonly to: number;
}

/** An update as stretches of one phase and layer each, in order. */
export function stretchesOf({ course }: UpdateCourse): UpdateStretch[] {
  const stretches: UpdateStretch[] = [];
  let from = 0;
  for (const { phase, layer, instructions } of course) {
    const last = stretches.at(-1);
    if (last?.phase === phase && last.layer === layer) stretches[stretches.length - 1] = { ...last, to: instructions };
    else stretches.push({ phase, layer, from, to: instructions });
    from = instructions;
  }
  return stretches;
}

/** What a phase does, for somebody who has never heard of it. */
export const PHASE_WORDS: Readonly<Record<string, string>> = {
  forward: 'runs the points forward',
  backward: 'sends the error back',
  'positive forward': 'looks at points with true labels',
  'negative forward': 'looks at points with wrong labels',
  'goodness and loss': 'measures how far off it is',
  gradient: 'works out its own change',
  optimiser: 'changes its weights',
  're-forward': 'runs again with its new weights',
  normalise: 'drops the length, hands on the direction',
};
