import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { pathOfAddress } from '../sources/file-path.ts';
import { mendWasmKernels } from './wasm-kernels.ts';

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

/** Points TensorFlow.js at the wasm files of its package, and mends its slow kernels. */
function prepareWasm(): void {
  const file = pathOfAddress(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(file.slice(0, file.lastIndexOf('/') + 1));
  mendWasmKernels();
  wasmPrepared = true;
}
