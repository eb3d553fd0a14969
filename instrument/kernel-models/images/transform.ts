import { InputError } from '../../../core/input-error.ts';
import type { Access, Instruction, Node } from '../../../core/trace/nest.ts';
import { branchRuns } from '../model/branch-runs.ts';
import { instruction, local, loop } from '../model/element-loops.ts';
import type { Attributes, KernelModels, KernelPlan, PlanInputs, PlanTensor } from '../model/kernel-model.ts';
import { at, sizeOf } from '../model/kernel-model.ts';
import { filledPlace } from './projected-places.ts';

export const transformModels: KernelModels = { Transform: transform };

/** Where a pixel of the result comes from. */
interface Source {
  /** The pixel before its place in both directions, or the nearest one; of taps that lie outside it says nothing. */
  readonly pixel: number;
  /** By tap whether it lies inside the image, a bit each; NOWHERE where there is no place. */
  readonly inside: number;
}

const NOWHERE = -1;

/**
 * Reads the transform again for every element of the result, and then what the place that it names is made of. A tap that lies
 * outside is a host number, as is the whole element where the place is infinitely far.
 */
function transform(plan: KernelPlan, { image, transforms }: PlanInputs, attrs: Attributes): PlanTensor {
  const [batch, height, width, channels] = image.shape;
  const asked = attrs.oneOrMore('outputShape');
  const [outHeight, outWidth] = Array.isArray(asked) ? asked : [height, width];
  refuseConfused(plan, image, [batch, outHeight, outWidth, channels]);
  const out = plan.make([batch, outHeight, outWidth, channels], image.dtype, 'zero-filled');
  const isBilinear = attrs.text('interpolation') === 'bilinear';
  const sources = sourcesOf(plan, { image, transforms }, attrs, [outHeight, outWidth]);
  const taps = isBilinear ? [0, 1, width, width + 1] : [0];
  const nest = (body: readonly Node[]) => ({ slots: 3, locals: isBilinear ? 3 : 0, body });
  if (sizeOf(out.shape) === 0) {
    plan.call(nest([]), image, transforms, out);
    return out;
  }
  const table = plan.table(sources.map(({ pixel }) => pixel));
  const factors = (first: number, count: number) =>
    loop(count, [instruction('copy', [at(1, transforms, first, [0, 0, 1])], null)]);
  for (const runs of branchRuns(sources.length, (pixel) => sources[pixel].inside)) {
    const body = runs.map(({ branch, start, length }) => {
      if (branch === NOWHERE) return loop(length, [loop(channels, [factors(6, 2)])]);
      const reads = taps.map((tap, index): Access[] => {
        if ((branch & (1 << index)) === 0) return [];
        const term = { id: table, base: start, strides: [1, 0], scale: channels };
        return [{ ...at(0, image, tap * channels, [0, 1]), table: term }];
      });
      const sample = sampled(reads, at(2, out, start * channels, [channels, 1]));
      return loop(length, [loop(channels, [factors(6, 2), factors(0, 6), ...sample])]);
    });
    plan.call(nest(body), image, transforms, out);
  }
  return out;
}

/** `reads`: of each tap the element, or none where it is a host number. */
function sampled(reads: readonly Access[][], result: Access): Instruction[] {
  if (reads.length === 1) return [instruction('copy', reads[0], result)];
  const [s, t, v] = [0, 1, 2].map(local);
  return [
    instruction('mul', reads[0], s),
    instruction('mul', reads[1], t),
    instruction('add', [s, t], s),
    instruction('mul', reads[2], t),
    instruction('mul', reads[3], v),
    instruction('add', [t, v], t),
    instruction('mul', [s], s),
    instruction('mul', [t], t),
    instruction('add', [s, t], result),
  ];
}

function sourcesOf(
  plan: KernelPlan,
  { image, transforms }: PlanInputs,
  attrs: Attributes,
  [outHeight, outWidth]: readonly number[],
): Source[] {
  const [batch, height, width] = image.shape;
  if (batch === 0) return [];
  const mode = attrs.text('fillMode');
  const isBilinear = attrs.text('interpolation') === 'bilinear';
  const factors = plan.indices(transforms);
  return Array.from({ length: outHeight * outWidth }, (_, pixel) => {
    const x = pixel % outWidth;
    const y = Math.floor(pixel / outWidth);
    const projection = factors[6] * x + factors[7] * y + 1;
    if (projection === 0) return { pixel: 0, inside: NOWHERE };
    const placeX = filledPlace((factors[0] * x + factors[1] * y + factors[2]) / projection, width, mode);
    const placeY = filledPlace((factors[3] * x + factors[4] * y + factors[5]) / projection, height, mode);
    const toPixel = isBilinear ? Math.floor : Math.round;
    const [column, row] = [toPixel(placeX), toPixel(placeY)];
    const areInside = [row, row + 1].flatMap((r) =>
      [column, column + 1].map((c) => r >= 0 && r < height && c >= 0 && c < width),
    );
    const inside = (isBilinear ? areInside : areInside.slice(0, 1)).reduce((bits, is, tap) => bits | (+is << tap), 0);
    return { pixel: inside === 0 ? 0 : row * width + column, inside };
  });
}

function refuseConfused(plan: KernelPlan, image: PlanTensor, shape: readonly number[]): void {
  const [batch] = image.shape;
  if (batch === 1 || (batch === 0 && String(shape) === String(image.shape))) return;
  throw new InputError(
    `${plan.kernel}: a batch must hold one image, got [${image.shape}] made [${shape}]; ` +
      'tfjs-backend-cpu 4.22.0 computes others wrong',
  );
}
