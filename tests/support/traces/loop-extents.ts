import type { Trip } from '../../../core/trace/nest.ts';
import { isBlock } from '../../../core/trace/nest.ts';

/** The most iterations of each loop of a chain. */
export function extentsOf(trips: readonly Trip[]): number[] {
  const extents: number[] = [];
  for (const trip of trips) {
    if (typeof trip === 'number') extents.push(trip);
    else if (isBlock(trip)) extents.push(trip.width);
    else {
      const rises = trip.strides.map((step, k) => Math.max(0, step) * Math.max(0, extents[k] - 1));
      extents.push(rises.reduce((sum, rise) => sum + rise, trip.base));
    }
  }
  return extents;
}
