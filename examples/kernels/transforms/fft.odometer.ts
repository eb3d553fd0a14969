/**
 * The fast Fourier transform of radix 2, and a circular convolution by three of them.
 *
 * What is argued: in place or not. In place, each of log2 N sweeps passes over all elements before an element is met again;
 * the recursion copies every element once a level, but finishes one half before it begins the other, and is cheaper for
 * it. The order of reversed bits is not affine: plain loops.
 */
import { cases, scalarProgram } from 'tensor-odometer';
import { iterativeFft, recursiveFft } from './radix-2.ts';

const ones = (N: number): number[] => new Array(N).fill(1);

export default cases(
  {
    name: 'fft iterative',
    sizes: [{ N: 256 }],
    body: ({ N }) => scalarProgram((x) => iterativeFft(x), [ones(N)]),
  },
  {
    name: 'fft recursive',
    sizes: [{ N: 256 }],
    body: ({ N }) => scalarProgram((x) => recursiveFft(x), [ones(N)]),
  },
  {
    name: 'fft conv',
    sizes: [{ N: 256 }],
    body: ({ N }) =>
      scalarProgram(
        (x, y) => {
          const [ofX, ofY] = [iterativeFft(x), iterativeFft(y)];
          return iterativeFft(ofX.map((value, i) => value.mul(ofY[i])));
        },
        [ones(N), ones(N)],
      ),
  },
);
