import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** The backends that compute values: `cpu` is plain JavaScript, `wasm` some twenty times as fast. */
export const COMPUTING_BACKENDS = ['cpu', 'wasm'] as const;
export type ComputingBackend = (typeof COMPUTING_BACKENDS)[number];

let wasmPrepared = false;

/**
 * Makes `name` the backend of every TensorFlow.js operation from now on. Call it before the first tensor is made:
 * tensors stay on the backend they were made on. Throws Error if the backend does not start.
 */
export async function useBackend(name: ComputingBackend): Promise<void> {
  tf.enableProdMode();
  if (name === 'wasm' && !wasmPrepared) prepareWasm();
  if (!(await tf.setBackend(name))) throw new Error(`useBackend: the TensorFlow.js backend ${name} did not start`);
  await tf.ready();
}

/**
 * Points TensorFlow.js at the wasm files of its package, and lets a matrix product with a transpose flag transpose
 * first: the stock kernel then takes its fast path (5 times as fast at 128 x 784 x 500), which it has only for two
 * matrices without flags.
 */
function prepareWasm(): void {
  setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
  const product = stockWasmKernel('BatchMatMul');
  const transpose = stockWasmKernel('Transpose');

  const transposed = (backend: WasmBackend, x: TensorInfo): TensorInfo =>
    transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm: [1, 0] } }) as TensorInfo;
  const transposeFirst = ({ inputs, backend, attrs }: ProductCall): TensorInfo | TensorInfo[] => {
    const { a, b } = inputs;
    if (a.shape.length !== 2 || b.shape.length !== 2) return product.kernelFunc({ inputs: { a, b }, backend, attrs });
    const left = attrs.transposeA ? transposed(backend, a) : a;
    const right = attrs.transposeB ? transposed(backend, b) : b;
    const flags = { transposeA: false, transposeB: false };
    const result = product.kernelFunc({ inputs: { a: left, b: right }, backend, attrs: flags });
    if (left !== a) backend.disposeData(left.dataId);
    if (right !== b) backend.disposeData(right.dataId);
    return result;
  };
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...product, kernelFunc: transposeFirst as unknown as KernelFunc });
  wasmPrepared = true;
}

interface WasmBackend {
  disposeData(dataId: object): void;
}

interface ProductCall {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo };
  readonly backend: WasmBackend;
  readonly attrs: { transposeA: boolean; transposeB: boolean };
}

function stockWasmKernel(name: string): KernelConfig {
  const kernel = tf.getKernel(name, 'wasm');
  if (kernel === undefined) throw new Error(`internal: the wasm backend has no kernel ${name}`);
  return kernel;
}
