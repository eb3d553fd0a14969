import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { KernelModel, KernelPlan, PlanTensor } from '../kernel-models/model/kernel-model.ts';
import { sizeOf } from '../kernel-models/model/kernel-model.ts';
import type { LoopOrder } from '../kernel-models/model/loop-order.ts';
import type { TraceRecorder } from '../recording/trace-recorder.ts';

/** One trace being recorded. `shapes`: kernels compute no values; `computed`: the stock cpu kernels run as well. */
export interface TraceSession {
  readonly recorder: TraceRecorder;
  readonly values: 'shapes' | 'computed';
  readonly loops: LoopOrder;
  /** By the name of the kernel. */
  readonly models: ReadonlyMap<string, KernelModel>;
}

/**
 * Where the model of a kernel puts what it executes, the inputs `given` by their names: calls and values of the session's
 * trace. What values are known the backend has.
 */
export function recordedPlan(
  kernel: string,
  { recorder, loops }: TraceSession,
  { blockSize, data }: Pick<MathBackendCPU, 'blockSize' | 'data'>,
  given: readonly (readonly [string, TensorInfo])[],
): KernelPlan {
  const inputOf = ({ value, offset, shape }: PlanTensor) => {
    const size = sizeOf(shape);
    const input = given.find(([, info]) => {
      const view = recorder.view(info);
      return view.value === value && view.offset === offset && sizeOf(view.shape) === size;
    });
    if (input === undefined) throw new InputError(`${kernel}: its model asks for values of none of its inputs`);
    return input;
  };
  return {
    kernel,
    loops,
    blockSize,
    make: (shape, dtype, zeroFilled) => recorder.computed(shape, dtype, zeroFilled !== undefined),
    constant: (shape, dtype) => recorder.constant(shape, dtype),
    call: (nest, ...tensors) => recorder.call(kernel, nest, tensors),
    isConstant: (tensor) => recorder.isConstant(tensor),
    table: (entries) => recorder.table(entries),
    indices: (tensor) => {
      const [name, info] = inputOf(tensor);
      const { values } = data.get(info.dataId);
      if (values !== null) return values as TypedArray;
      throw new InputError(
        `traced backend: ${kernel} takes addresses from the values of "${name}" (${info.dtype}[${info.shape}]), ` +
          'which a trace of shapes alone does not compute; make it from host numbers, or trace with traceComputed',
      );
    },
    known: (tensor) => data.get(inputOf(tensor)[1].dataId).values as TypedArray | null,
  };
}

/** The plan of a kernel of constants alone: it makes constants, and its calls are counted and not recorded. */
export function countedPlan(plan: KernelPlan, recorder: TraceRecorder): KernelPlan {
  return {
    ...plan,
    make: (shape, dtype) => recorder.constant(shape, dtype),
    call: (nest, ...tensors) => recorder.constantCall(plan.kernel, nest, tensors),
    table: () => 0,
  };
}
