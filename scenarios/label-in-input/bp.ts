import { denseBp } from '../dense/bp.ts';

/** Backprop on the same images and layers. */
export const labelInInputBp = denseBp('label-in-input', 0.003);
