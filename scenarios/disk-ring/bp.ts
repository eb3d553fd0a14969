import { denseBp } from '../dense/bp.ts';

/** Backprop on the points alone: 2-12-12-2, with the rate that needed the fewest updates to 95 % on points of another seed. */
export const diskRingBp = denseBp('disk-ring', 0.1);
