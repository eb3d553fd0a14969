import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';

/** In debug mode TensorFlow.js reads the result of every kernel, later, when it is no more. Throws InputError in it. */
export function refuseDebugMode(): void {
  if (!tf.env().getBool('DEBUG')) return;
  throw new InputError(
    'traced backend: the debug mode of TensorFlow.js reads the values of every kernel; trace without enableDebugMode()',
  );
}
