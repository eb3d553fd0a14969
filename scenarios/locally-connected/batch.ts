import { type Examples, pixelsAt } from '../batches/examples.ts';
import { IMAGE_CHANNELS } from './layers.ts';

/** The mean of each channel over the training images of CIFAR-10, as the original program rounds it. */
const CHANNEL_MEANS = [0.4914, 0.4822, 0.4465];

/** The label block: these rows, as many columns as labels, all channels. */
export const LABEL_ROWS = 3;
const LABEL_OFF = -1;
const LABEL_ON = 1;

/** The pixels of the examples at `indices`, one image after the other, less the mean of their channel. */
export function centredPixels(examples: Examples, indices: Int32Array, width: number): Float32Array {
  const pixels = pixelsAt(examples, indices, width);
  for (let at = 0; at < pixels.length; at++) pixels[at] -= CHANNEL_MEANS[at % IMAGE_CHANNELS];
  return pixels;
}

/**
 * A copy of square images with each one's label of `labels` written over the first rows: -1 in the columns of all labels,
 * 1 in that of its own.
 */
export function withLabelBlock(pixels: Float32Array, labels: Uint8Array, classes: number): Float32Array {
  const labelled = pixels.slice();
  const width = pixels.length / labels.length;
  const line = Math.sqrt(width / IMAGE_CHANNELS) * IMAGE_CHANNELS;
  labels.forEach((label, image) => {
    for (let row = 0; row < LABEL_ROWS; row++) {
      const start = image * width + row * line;
      labelled.fill(LABEL_OFF, start, start + classes * IMAGE_CHANNELS);
      labelled.fill(LABEL_ON, start + label * IMAGE_CHANNELS, start + (label + 1) * IMAGE_CHANNELS);
    }
  });
  return labelled;
}
