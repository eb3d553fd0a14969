import { kernel_impls, type TypedArray } from '@tensorflow/tfjs-core';
import type { Access, Instruction } from '../../../core/trace/nest.ts';
import { branchRuns } from '../model/branch-runs.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';

/**
 * Kernels that choose boxes by their scores, and none that covers a chosen one too far. The candidates are sorted as
 * objects of the host, whose fields are no traced values: what is read of them is not seen.
 */
export const nonMaxSuppressionModels: KernelModels = {
  NonMaxSuppressionV3: (plan, inputs, attrs) => written(plan, choose(plan, inputs, attrs, 0).length, 'int32'),
  NonMaxSuppressionV4: (plan, inputs, attrs) => {
    const { length } = choose(plan, inputs, attrs, 0);
    const padded = attrs.flag('padToMaxOutputSize') ? Math.max(length, attrs.number('maxOutputSize')) : length;
    return [written(plan, padded, 'int32'), written(plan, null, 'int32')];
  },
  NonMaxSuppressionV5: (plan, inputs, attrs) => {
    const { length } = choose(plan, inputs, attrs, attrs.number('softNmsSigma'));
    return [written(plan, length, 'int32'), written(plan, length, 'float32')];
  },
};

/** What the host has chosen, as a tensor; null: a single number. */
function written(plan: KernelPlan, length: number | null, dtype: PlanTensor['dtype']): PlanTensor {
  const out = plan.make(length === null ? [] : [length], dtype);
  const write = instruction('copy', [], at(0, out, 0, [1]));
  plan.call({ slots: 1, locals: 0, body: [loop(length ?? 1, [write])] }, out);
  return out;
}

/**
 * Reads every score, again where it is above the threshold; then, for each candidate, both boxes of every pair with one
 * that was chosen, the last chosen first, until one covers it. Returns the chosen boxes.
 */
function choose(plan: KernelPlan, { boxes, scores }: PlanInputs, attrs: Attributes, softSigma: number): number[] {
  const knownBoxes = plan.indices(boxes);
  const knownScores = plan.indices(scores);
  const threshold = attrs.number('scoreThreshold');
  for (const runs of branchRuns(knownScores.length, (box) => (knownScores[box] > threshold ? 2 : 1))) {
    const body = runs.map(({ branch, start, length }) => {
      const score = at(0, scores, start, [1]);
      const reads = [instruction('compare', [score], null), instruction('copy', [score], null)];
      return loop(length, reads.slice(0, branch));
    });
    plan.call({ slots: 1, locals: 0, body }, scores);
  }

  const { pairs, chosen } = pairsCompared(knownBoxes, knownScores, attrs, softSigma);
  if (pairs.length === 0) return chosen;
  const table = plan.table(pairs);
  const isEmpty = Array.from({ length: sizeOf(boxes.shape) / 4 }, (_, box) => areaOf(knownBoxes, box) <= 0);
  const branchOf = (pair: number) => (isEmpty[pairs[2 * pair]] || isEmpty[pairs[2 * pair + 1]] ? 0 : 1);
  for (const runs of branchRuns(pairs.length / 2, branchOf)) {
    const body = runs.map(({ branch, start, length }) => {
      const corner = (which: number, each: number): Access => ({
        ...at(0, boxes, each, [0]),
        table: { id: table, base: 2 * start + which, strides: [2], scale: 4 },
      });
      return loop(length, [...areas(corner), ...(branch === 0 ? [] : overlap())]);
    });
    plan.call({ slots: 1, locals: LOCALS, body }, boxes);
  }
  return chosen;
}

/** The boxes of each pair that the stock implementation compares, in its order, and what it chooses. */
function pairsCompared(
  boxes: ArrayLike<number>,
  scores: ArrayLike<number>,
  attrs: Attributes,
  softSigma: number,
): { pairs: number[]; chosen: number[] } {
  const pairs: number[] = [];
  // All that it asks its boxes for is the four corners of one.
  const seen = {
    subarray: (begin: number, end: number) => {
      pairs.push(begin / 4);
      return Array.prototype.slice.call(boxes, begin, end);
    },
  };
  const { selectedIndices } = kernel_impls.nonMaxSuppressionV5Impl(
    seen as unknown as TypedArray,
    scores as TypedArray,
    attrs.number('maxOutputSize'),
    attrs.number('iouThreshold'),
    attrs.number('scoreThreshold'),
    softSigma,
  );
  return { pairs, chosen: selectedIndices };
}

function areaOf(boxes: ArrayLike<number>, box: number): number {
  const [top, left, bottom, right] = [0, 1, 2, 3].map((corner) => boxes[4 * box + corner]);
  return (Math.max(top, bottom) - Math.min(top, bottom)) * (Math.max(left, right) - Math.min(left, right));
}

/** Of either box the least and greatest y and x, the areas of both, and one for a while. */
const LOCALS = 11;
const [FIRST, SECOND] = [[0, 1, 2, 3].map(local), [4, 5, 6, 7].map(local)];
const [FIRST_AREA, SECOND_AREA, WIDTH] = [8, 9, 10].map(local);

/** Sorts the corners of both boxes, each read twice, and checks that neither is empty. */
function areas(corner: (which: number, each: number) => Access): Instruction[] {
  const sorted = [FIRST, SECOND].flatMap((box, which) =>
    box.map((extreme, each) => {
      const axis = each % 2;
      return instruction('compare', [corner(which, axis), corner(which, axis + 2)], extreme);
    }),
  );
  const area = ([top, left, bottom, right]: typeof FIRST, result: typeof WIDTH) => [
    instruction('sub', [bottom, top], result),
    instruction('sub', [right, left], WIDTH),
    instruction('mul', [result, WIDTH], result),
  ];
  return [
    ...sorted,
    ...area(FIRST, FIRST_AREA),
    ...area(SECOND, SECOND_AREA),
    instruction('compare', [FIRST_AREA, SECOND_AREA], null),
  ];
}

/** The share of two boxes that both cover, by which the host decides. */
function overlap(): Instruction[] {
  const [top, left, bottom, right] = FIRST;
  return [
    ...FIRST.map((extreme, each) => instruction('compare', [extreme, SECOND[each]], extreme)),
    instruction('sub', [bottom, top], bottom),
    instruction('compare', [bottom], bottom),
    instruction('sub', [right, left], right),
    instruction('compare', [right], right),
    instruction('mul', [bottom, right], bottom),
    instruction('add', [FIRST_AREA, SECOND_AREA], FIRST_AREA),
    instruction('sub', [FIRST_AREA, bottom], FIRST_AREA),
    instruction('div', [bottom, FIRST_AREA], null),
  ];
}
