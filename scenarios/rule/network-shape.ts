/** Of one batch; above it the counts of an update could pass what is exact. */
export const MOST_BATCH_IMAGES = 2 ** 20;

/** Layer widths, the input first, without the readout that a backprop baseline adds; and the number of labels. */
export interface NetworkShape {
  readonly layers: readonly number[];
  readonly classes: number;
  /** Locally connected: rows, and columns, of the square that a unit sees of the layer below; one a layer. */
  readonly receptiveFields?: readonly number[];
}
