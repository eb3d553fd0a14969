/**
 * Colour images that stand in for CIFAR-10, made in code: one object on a shaded ground. The class is the object's form
 * and its hue, two of each ten alike in one of them; place, size, colours and noise vary. Every value comes from + - * /
 * and comparisons, which IEEE 754 fixes to the last bit, so the images of a seed are the same bytes on every machine.
 */
import { Random } from '../../core/numbers/random.ts';
import { type Dataset, type ImageSet, imageSetFromBytes } from './image-set.ts';

const SIDE = 32;
const CHANNELS = 3;

/** Whether a point is in the object; x and y are 0 in its middle and -1 and 1 at its edges. */
type Form = (x: number, y: number) => boolean;

const disk: Form = (x, y) => x * x + y * y <= 1;
const square: Form = () => true;
const ring: Form = (x, y) => disk(x, y) && x * x + y * y > 0.3;
const cross: Form = (x, y) => x * x < 0.12 || y * y < 0.12;
const triangle: Form = (x, y) => 2 * (x < 0 ? -x : x) <= 1 + y;

/** Form and mean colour (red, green, blue; 0..1) of each class. */
const CLASSES: readonly { readonly form: Form; readonly colour: readonly [number, number, number] }[] = [
  { form: disk, colour: [0.85, 0.25, 0.2] },
  { form: square, colour: [0.2, 0.35, 0.85] },
  { form: ring, colour: [0.85, 0.25, 0.2] },
  { form: cross, colour: [0.25, 0.75, 0.3] },
  { form: triangle, colour: [0.2, 0.35, 0.85] },
  { form: disk, colour: [0.9, 0.8, 0.25] },
  { form: square, colour: [0.25, 0.75, 0.3] },
  { form: ring, colour: [0.7, 0.3, 0.8] },
  { form: cross, colour: [0.9, 0.8, 0.25] },
  { form: triangle, colour: [0.7, 0.3, 0.8] },
];

export interface SyntheticColour {
  /** Images to learn from; default 2000. */
  readonly train?: number;
  /** Images to judge by; default 500. The same for every `train`. */
  readonly test?: number;
  /** Integer in 0..2^32-1. */
  readonly seed: number;
}

/**
 * Training and test images of the ten classes, 32 x 32 x 3, in random order with the classes as equal in number as the
 * counts allow. About 0.2 ms an image. Throws RangeError if a count is not a positive integer.
 */
export function syntheticColour({ train = 2000, test = 500, seed }: SyntheticColour): Dataset {
  return {
    name: 'synthetic-colour',
    train: drawObjects('synthetic-colour-train', train, new Random(seed, 3)),
    test: drawObjects('synthetic-colour-test', test, new Random(seed, 4)),
  };
}

function drawObjects(name: string, count: number, random: Random): ImageSet {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`syntheticColour: ${name} must have a positive integer of images, got ${count}`);
  }
  const labels = Uint8Array.from(random.permutation(count), (position) => position % CLASSES.length);
  const size = SIDE * SIDE * CHANNELS;
  const bytes = new Uint8Array(count * size);
  labels.forEach((label, image) => {
    drawObject(bytes.subarray(image * size, (image + 1) * size), label, random);
  });
  return imageSetFromBytes({ name, rows: SIDE, columns: SIDE, channels: CHANNELS, classes: 10, bytes, labels });
}

function drawObject(pixels: Uint8Array, label: number, random: Random): void {
  const { form, colour } = CLASSES[label];
  const middleX = 15.5 + between(random, -3, 3);
  const middleY = 15.5 + between(random, -3, 3);
  const reachX = between(random, 7, 11);
  const reachY = reachX * between(random, 0.8, 1.25);
  const light = between(random, 0.75, 1.1);
  const object = colour.map((level) => light * level + between(random, -0.1, 0.1));
  const ground = colour.map(() => between(random, 0.25, 0.75));
  const shadeX = between(random, -0.008, 0.008);
  const shadeY = between(random, -0.008, 0.008);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = (column - middleX) / reachX;
      const y = (row - middleY) / reachY;
      const isObject = x * x <= 1 && y * y <= 1 && form(x, y);
      const shade = shadeX * (column - 15.5) + shadeY * (row - 15.5);
      for (let channel = 0; channel < CHANNELS; channel++) {
        const level = (isObject ? object[channel] : ground[channel]) + shade + between(random, -0.08, 0.08);
        pixels[(row * SIDE + column) * CHANNELS + channel] = Math.round(255 * Math.min(1, Math.max(0, level)));
      }
    }
  }
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}
