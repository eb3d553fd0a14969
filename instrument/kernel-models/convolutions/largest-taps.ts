import { rowMajor } from '../model/element-loops.ts';
import type { Geometry } from './geometry.ts';

/**
 * For every element of a dilation's result, in order, the element of the image or of the filter that its maximum is made of:
 * the first of equal ones; where a window lies in the padding altogether, the one that the stock kernel then takes.
 * O(taps of all windows).
 */
export function largestTaps(
  geometry: Geometry,
  x: ArrayLike<number>,
  filter: ArrayLike<number>,
  of: 'x' | 'filter',
): number[] {
  const { channels, axes, x: image, yShape } = geometry;
  const [rows, columns] = axes;
  const found: number[] = [];
  const places = yShape.reduce((size, extent) => size * extent, 1);
  const [perImage, perRow, perColumn] = rowMajor(yShape);
  for (let place = 0; place < places; place++) {
    const channel = place % channels;
    const row = (Math.floor(place / perRow) % rows.windows) * rows.stride - rows.before;
    const column = (Math.floor(place / perColumn) % columns.windows) * columns.stride - columns.before;
    const base = Math.floor(place / perImage) * image.batch + channel;
    let largest = Number.MIN_SAFE_INTEGER;
    let chosen = of === 'x' ? base + Math.max(0, row) * rows.x + Math.max(0, column) * columns.x : channel;
    for (let r = 0; r < rows.taps; r++) {
      const y = row + r * rows.dilation;
      if (y < 0 || y >= rows.extent) continue;
      for (let c = 0; c < columns.taps; c++) {
        const z = column + c * columns.dilation;
        if (z < 0 || z >= columns.extent) continue;
        const tap = r * rows.w + c * columns.w + channel;
        const element = base + y * rows.x + z * columns.x;
        const sum = x[element] + filter[tap];
        if (sum <= largest) continue;
        largest = sum;
        chosen = of === 'x' ? element : tap;
      }
    }
    found.push(chosen);
  }
  return found;
}
