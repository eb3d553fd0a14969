import { InputError } from '../../../core/input-error.ts';
import type { KernelPlan, PlanInputs } from '../model/kernel-model.ts';

/** Along one axis of a crop: its first position whose place is inside the image, and the places inside, in pixels. */
export interface CropAxis {
  readonly first: number;
  readonly places: readonly number[];
}

export interface Crop {
  /** The number of its image in the batch; one past the end where there is none, and nothing is made. */
  readonly image: number;
  readonly rows: CropAxis;
  readonly columns: CropAxis;
}

/** Where the crops of all boxes lie. Throws InputError on a box that the stock kernel takes from nowhere. */
export function cropsOf(plan: KernelPlan, inputs: PlanInputs, height: number, width: number): Crop[] {
  const [batch, imageHeight, imageWidth] = inputs.image.shape;
  const corners = plan.indices(inputs.boxes);
  const images = plan.indices(inputs.boxInd);
  return Array.from({ length: inputs.boxes.shape[0] }, (_, box) => {
    const [top, left, bottom, right] = [0, 1, 2, 3].map((corner) => corners[4 * box + corner]);
    const rows = cropAxis(top, bottom, height, imageHeight);
    const columns = cropAxis(left, right, width, imageWidth);
    const image = Math.min(images[box], batch);
    if (image < 0 || (image < batch && ![...rows.places, ...columns.places].every(Number.isFinite))) {
      throw new InputError(
        `${plan.kernel}: a box must have numbers as corners and an image of the batch, ` +
          `got [${[top, left, bottom, right]}] in image ${images[box]}; tfjs-backend-cpu 4.22.0 computes others wrong`,
      );
    }
    return { image, rows, columns };
  });
}

/** Places move evenly, so that those inside are next to each other. One that is no number is not outside. */
function cropAxis(low: number, high: number, positions: number, extent: number): CropAxis {
  const last = extent - 1;
  const step = positions > 1 ? ((high - low) * last) / (positions - 1) : 0;
  const all = Array.from({ length: positions }, (_, position) =>
    positions > 1 ? low * last + position * step : 0.5 * (low + high) * last,
  );
  const isOutside = (place: number) => place < 0 || place > last;
  const places = all.filter((place) => !isOutside(place));
  return {
    first: Math.max(
      0,
      all.findIndex((place) => !isOutside(place)),
    ),
    places,
  };
}

/** A number for each crop: equal for those of which the same positions lie inside their image, or which have none. */
export function branchesOf(crops: readonly Crop[], batch: number): number[] {
  const numbers = new Map<string, number>();
  return crops.map(({ image, rows, columns }) => {
    const key = image === batch ? '' : [rows, columns].map(({ first, places }) => [first, places.length]).join();
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}
