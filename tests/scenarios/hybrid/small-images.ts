import type { Examples } from '../../../scenarios/batches/examples.ts';
import { formulaImages } from '../../support/training/checkpoints.ts';

export const SHAPE = { layers: [16, 6, 5, 7, 5], classes: 4 };
export const EXAMPLES: Examples = { pixels: formulaImages(8, 16), labels: Uint8Array.of(1, 0, 3, 2, 1, 0, 3, 2) };
export const ALL = Int32Array.from(EXAMPLES.labels.keys());
