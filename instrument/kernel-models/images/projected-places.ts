import { util } from '@tensorflow/tfjs-core';

/**
 * Where a place on an axis of `extent` pixels is looked for, in pixels. `reflect`: the axis goes on mirrored, `wrap`: from its
 * beginning, `nearest`: with its last pixel; any other mode leaves a place outside where it is.
 */
export function filledPlace(place: number, extent: number, mode: string | undefined): number {
  switch (mode) {
    case 'reflect':
      return within(reflected(place, extent), extent);
    case 'wrap':
      return within(wrapped(place, extent), extent);
    case 'nearest':
      return within(place, extent);
    default:
      return place;
  }
}

function within(place: number, extent: number): number {
  return util.clamp(0, place, extent - 1);
}

function isOutside(place: number, extent: number): boolean {
  return place < 0 || place > extent - 1;
}

function reflected(place: number, extent: number): number {
  if (!isOutside(place, extent)) return place;
  if (extent <= 1) return 0;
  const period = 2 * extent;
  if (place < 0) {
    const last = period * Math.trunc(-place / period) + place;
    return last < -extent ? last + period : -last - 1;
  }
  const first = place - period * Math.trunc(place / period);
  return first >= extent ? period - first - 1 : first;
}

/** Like the stock kernel by periods of two lengths: pixels are added by one, and counted by one less. */
function wrapped(place: number, extent: number): number {
  if (!isOutside(place, extent)) return place;
  if (extent <= 1) return 0;
  if (place < 0) return place + extent * (Math.trunc(-place / (extent - 1)) + 1);
  return place - extent * Math.trunc(place / (extent - 1));
}
