import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendValues, DataId, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { PlanTensor } from '../kernel-models/model/kernel-model.ts';

/** What the stock cpu backend has under each data id: an array, or the two tensors that are the parts of a complex one. */
type StoredData = MathBackendCPU['data'];

/** Puts a tensor there. Its values as dataSync gives them, complex ones as both parts in turn; null: they are unknown. */
export function storeTensor(
  data: StoredData,
  dataId: DataId,
  values: BackendValues | null,
  { dtype, shape }: { readonly dtype: DataType; readonly shape: readonly number[] },
): void {
  if (dtype !== 'complex64') {
    data.set(dataId, { values: values as BackendValues, dtype, refCount: 1 });
    return;
  }
  const parts = values && backend_util.splitRealAndImagArrays(values as Float32Array);
  const part = (array: Float32Array | null): TensorInfo => {
    const partId = {};
    storeTensor(data, partId, array, { dtype: 'float32', shape });
    return { dataId: partId, shape: [...shape], dtype: 'float32' };
  };
  const complexTensorInfos = { real: part(parts?.real ?? null), imag: part(parts?.imag ?? null) };
  // As the stock backend makes them: without values of their own.
  data.set(dataId, { values: undefined as unknown as BackendValues, dtype, refCount: 1, complexTensorInfos });
}

/** The arrays that hold a tensor, two where it is complex; null where the values are unknown. */
export function storedArrays(data: StoredData, dataId: DataId): (BackendValues | null | undefined)[] {
  const { values, complexTensorInfos } = data.get(dataId);
  if (complexTensorInfos === undefined) return [values];
  return [complexTensorInfos.real, complexTensorInfos.imag].map((part) => data.get(part.dataId).values);
}

/** Gives the parts of a complex tensor the shape that they have in the trace, where stock kernels may not have run (D51). */
export function shapeParts(data: StoredData, dataId: DataId, { imaginary }: PlanTensor): void {
  const parts = data.get(dataId).complexTensorInfos;
  if (parts === undefined || imaginary === undefined) return;
  parts.real.shape = [...imaginary.shape];
  parts.imag.shape = [...imaginary.shape];
}

/** Why a kernel takes no complex tensors, in the words of the stock kernel where that refuses them. */
export function notComplex(kernel: string, runStock: () => unknown): InputError {
  try {
    runStock();
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not support complex64')) {
      return new InputError(`traced backend: ${error.message}`);
    }
  }
  return new InputError(
    `traced backend: ${kernel} takes no complex64 tensors, tfjs-backend-cpu 4.22.0 computes them wrong; ` +
      'give it their parts, by tf.real and tf.imag',
  );
}
