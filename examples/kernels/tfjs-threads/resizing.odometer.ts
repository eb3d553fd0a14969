/** Images enlarged, and their gradients, which took seconds (tfjs-core #1299, #1316, #1333). */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { cases, tensorProgram } from 'tensor-odometer';

const sizes = [{ n: 12, to: 48 }];
const nearest = (x: Tensor4D, to: number): Tensor4D => tf.image.resizeNearestNeighbor(x, [to, to]);
const bilinear = (x: Tensor4D, to: number): Tensor4D => tf.image.resizeBilinear(x, [to, to]);

/** Enlarges an image and takes the gradient by it of what was enlarged, given `dy`. */
function gradient(resize: typeof nearest, to: number): (x: Tensor, dy: Tensor) => Tensor {
  return (x, dy) => tf.grad((image) => resize(image as Tensor4D, to))(x, dy);
}

function image(n: number): Tensor4D {
  return tf.zeros([1, n, n, 3]);
}

export default cases(
  { name: 'nearest forward', sizes, body: ({ n, to }) => tensorProgram((x: Tensor4D) => nearest(x, to), [image(n)]) },
  {
    name: 'nearest with gradient',
    sizes,
    body: ({ n, to }) => tensorProgram(gradient(nearest, to), [image(n), image(to)]),
  },
  { name: 'bilinear forward', sizes, body: ({ n, to }) => tensorProgram((x: Tensor4D) => bilinear(x, to), [image(n)]) },
  {
    name: 'bilinear with gradient',
    sizes,
    body: ({ n, to }) => tensorProgram(gradient(bilinear, to), [image(n), image(to)]),
  },
);
