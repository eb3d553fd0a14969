import { z } from 'zod';
import { PLACEMENTS } from '../../core/placement/placed-trace.ts';
import { exactCount } from '../results/figures/exact-count.ts';

export const ROBUSTNESS_SCHEMA = 'odometer-robustness/1';

/** null: not measured yet, not found, or not proved. */
const figure = exactCount.nullable();

const figures = {
  /** ByteDMD cost of the update as it is executed: cold, `eager`, `scalar`, 4 bytes an element; so are the next three. */
  executed: figure,
  /** With dead calls dropped and element-wise calls fused. */
  fused: figure,
  /** With products in tiles, too, as they were found; null where tiles of one of them were not searched. */
  found: figure,
  /** What no order of what is executed where dead calls are dropped costs less than (D60). */
  floor: figure,
  /** As executed, at `register`: accumulators and temporaries are free. */
  registers: figure,
  /** As executed, where each value has one place for its life (D62). */
  placed: z.strictObject(Object.fromEntries(PLACEMENTS.map((placement) => [placement, exactCount]))).nullable(),
  /** Bytes that reads bring from beyond 32 KB of elements, as executed. */
  beyond: figure,
  /** Bytes that reads bring from beyond 32 KB in lines of 64 bytes, as executed, at `register` (D63). */
  lines: figure,
};

const figuresSchema = z.strictObject(figures);

/** One update under every meter. */
export type RobustnessFigures = z.infer<typeof figuresSchema>;

/** The file of one documented update. */
export const robustnessSchema = z.strictObject({
  schema: z.literal(ROBUSTNESS_SCHEMA),
  scenario: z.string(),
  algorithm: z.string(),
  version: z.string(),
  ...figures,
});

export type Robustness = z.infer<typeof robustnessSchema>;

/** An update of which nothing is measured. */
export const UNMEASURED: RobustnessFigures = {
  executed: null,
  fused: null,
  found: null,
  floor: null,
  registers: null,
  placed: null,
  beyond: null,
  lines: null,
};
