/**
 * What the wasm kernels of TensorFlow.js 4.22 are slow at, mended in one place, so that programs are written for what
 * they compute and not for this backend. The values are those of the stock kernels; only the traced backend's models
 * say what a program accesses, and they follow the cpu kernels.
 */
import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Replaces the slow kernels of the registered wasm backend. Call it once, before the first tensor is made. */
export function mendWasmKernels(): void {
  replaceKernel('BatchMatMul', transposeFirst());
  replaceKernel('GatherV2', gatherRows());
}

/**
 * A product of two matrices with a transpose flag transposes first: the stock kernel then takes its fast path (5 times
 * as fast at 128 x 784 x 500), which it has only for two matrices without flags.
 */
function transposeFirst(): (call: ProductCall) => TensorInfo {
  const product = stockKernel<ProductCall>('BatchMatMul');
  const transpose = stockKernel<TransposeCall>('Transpose');
  const swapped = (backend: WasmBackend, x: TensorInfo): TensorInfo =>
    transpose({ inputs: { x }, backend, attrs: { perm: [1, 0] } });
  return ({ inputs, backend, attrs }) => {
    const { a, b } = inputs;
    if (a.shape.length !== 2 || b.shape.length !== 2) return product({ inputs, backend, attrs });
    const left = attrs.transposeA ? swapped(backend, a) : a;
    const right = attrs.transposeB ? swapped(backend, b) : b;
    const attributes = { transposeA: false, transposeB: false };
    const result = product({ inputs: { a: left, b: right }, backend, attrs: attributes });
    if (left !== a) backend.disposeData(left.dataId);
    if (right !== b) backend.disposeData(right.dataId);
    return result;
  };
}

/**
 * A gather along the first axis goes through GatherNd, which copies whole slices where the stock kernel finds the place
 * of every element anew. Another axis is moved to the front and back. Throws RangeError on an index that is out of
 * range, as the stock kernel does, and Error on batch dimensions, with which the stock kernel gives wrong values.
 */
function gatherRows(): (call: GatherCall) => TensorInfo {
  const gather = stockKernel<GatherCall>('GatherV2');
  const gatherNd = stockKernel<GatherNdCall>('GatherNd');
  const transpose = stockKernel<TransposeCall>('Transpose');
  return ({ inputs, backend, attrs }) => {
    const { x, indices } = inputs;
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    if (attrs.batchDims !== 0) throw new Error('GatherV2: batch dimensions are not supported on wasm; use gatherND');
    if (tf.util.sizeFromShape(indices.shape) === 0 || tf.util.sizeFromShape(x.shape) === 0) {
      return gather({ inputs, backend, attrs });
    }
    const size = x.shape[axis];
    for (const index of backend.readSync(indices.dataId)) {
      if (index < 0 || index >= size) throw new RangeError(`GatherV2: index must be in 0..${size - 1}, got ${index}`);
    }
    const ends: TensorInfo = { ...indices, shape: [...indices.shape, 1] };
    if (axis === 0) return gatherNd({ inputs: { params: x, indices: ends }, backend });
    const others = x.shape.map((_, index) => index).filter((index) => index !== axis);
    const front = transpose({ inputs: { x }, backend, attrs: { perm: [axis, ...others] } });
    const rows = gatherNd({ inputs: { params: front, indices: ends }, backend });
    // rows: the axes of the indices, then the others of x; wanted: those before the axis, the indices', those after.
    const rank = indices.shape.length;
    const before = Array.from({ length: axis }, (_, index) => rank + index);
    const gathered = Array.from({ length: rank }, (_, index) => index);
    const after = Array.from({ length: others.length - axis }, (_, index) => rank + axis + index);
    const result = transpose({ inputs: { x: rows }, backend, attrs: { perm: [...before, ...gathered, ...after] } });
    backend.disposeData(front.dataId);
    backend.disposeData(rows.dataId);
    return result;
  };
}

interface WasmBackend {
  disposeData(dataId: object): void;
  readSync(dataId: object): Int32Array;
}

interface ProductCall {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo };
  readonly backend: WasmBackend;
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
}

interface TransposeCall {
  readonly inputs: { readonly x: TensorInfo };
  readonly backend: WasmBackend;
  readonly attrs: { readonly perm: number[] };
}

interface GatherCall {
  readonly inputs: { readonly x: TensorInfo; readonly indices: TensorInfo };
  readonly backend: WasmBackend;
  readonly attrs: { readonly axis: number; readonly batchDims: number };
}

interface GatherNdCall {
  readonly inputs: { readonly params: TensorInfo; readonly indices: TensorInfo };
  readonly backend: WasmBackend;
}

function stockKernel<Call>(name: string): (call: Call) => TensorInfo {
  return configOf(name).kernelFunc as unknown as (call: Call) => TensorInfo;
}

function replaceKernel<Call>(name: string, kernel: (call: Call) => TensorInfo): void {
  const config = configOf(name);
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...config, kernelFunc: kernel as unknown as KernelFunc });
}

function configOf(name: string): KernelConfig {
  const config = tf.getKernel(name, 'wasm');
  if (config === undefined) throw new Error(`internal: the wasm backend has no kernel ${name}`);
  return config;
}
