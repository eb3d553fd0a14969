/** A kernel of one's own, the largest number of a row so far, and its access model: what it reads and writes, as loops. */

import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { engine, registerKernel, type Tensor, type Tensor2D, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { at, instruction, type KernelModel, loop, planLocal, registerKernelModel } from 'tensor-odometer';

const NAME = 'RunningMaximum';

registerKernel({
  kernelName: NAME,
  backendName: 'cpu',
  kernelFunc: ({ inputs, backend }) => {
    const { x } = inputs as { x: TensorInfo };
    const [rows, columns] = x.shape;
    const xs = (backend as MathBackendCPU).data.get(x.dataId).values as Float32Array;
    // Made by the library, so that checkKernelModel sees what is written into it.
    const ys = util.getTypedArrayFromDType('float32', rows * columns);
    for (let row = 0; row < rows; row++) {
      let best = Number.NEGATIVE_INFINITY;
      for (let column = 0; column < columns; column++) {
        best = Math.max(best, xs[row * columns + column]);
        ys[row * columns + column] = best;
      }
    }
    return (backend as MathBackendCPU).makeTensorInfo([rows, columns], 'float32', ys);
  },
});

const [X, Y] = [0, 1];
const BEST = planLocal(0);

export const runningMaximumModel: KernelModel = (plan, { x }) => {
  const [rows, columns] = x.shape;
  const y = plan.make(x.shape, 'float32');
  // Loop variables from the outside: the row, the column.
  const strides = [columns, 1];
  const element = [
    instruction('compare', [BEST, at(X, x, 0, strides)], BEST),
    instruction('copy', [BEST], at(Y, y, 0, strides)),
  ];
  // `fresh`: each row begins with a local that holds nothing yet, so that its first read is of a constant, and free.
  const body = [loop(rows, [loop(columns, element)], [0])];
  plan.call({ slots: 2, locals: 1, body }, x, y);
  return y;
};

registerKernelModel(NAME, runningMaximumModel);

/** The running maximum of each row of a matrix of float32. */
export function runningMaximum(x: Tensor2D): Tensor2D {
  return engine().runKernel<Tensor2D>(NAME, { x: x as Tensor });
}
