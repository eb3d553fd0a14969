import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import type { CapturedTensors } from '../captured/captured-tensors.ts';
import { WatchedProgram } from '../captured/watched-program.ts';
import { withListener } from '../labels/labels.ts';
import { refuseDebugMode } from './debug-mode.ts';
import { EngineState } from './engine-state.ts';
import type { TraceSession } from './session-plans.ts';
import type { Capturing } from './trace-options.ts';
import { TracedBackend } from './traced-backend.ts';

const TRACED_BACKEND = 'traced';

/**
 * Runs `run` on the traced backend, listening to its labels, and disposes of every tensor and variable that it leaves;
 * variables, layers and optimisers that were there before are as they were. What was the backend before is so again afterwards, also
 * when `run` throws. Throws InputError where a trace is running already, in debug mode, and where `run` takes values
 * that are not computed or goes to another backend.
 */
export function withTracedBackend<T>(
  session: TraceSession,
  captured: Capturing,
  run: (backend: TracedBackend, captured: CapturedTensors | null) => T,
): T {
  const previous: string | undefined | null = tf.getBackend();
  if (previous === TRACED_BACKEND) {
    throw new InputError('traced backend: a trace is running already, traces do not nest');
  }
  refuseDebugMode();
  registerKernels();
  switchTo(TRACED_BACKEND);
  const backend = tf.backend() as TracedBackend;
  const state = new EngineState(backend, captured === 'arguments');
  const program = new WatchedProgram(session.recorder, captured === 'arguments', state.variables);
  backend.session = session;
  backend.failure = null;
  try {
    // Kept out of tidy's result: it looks for tensors in all that it returns.
    const results: T[] = [];
    tf.tidy(() => {
      results.push(withListener(session.recorder, () => run(backend, program.captured)));
      if (backend.failure !== null) throw backend.failure;
      const elsewhere = wentOver();
      if (elsewhere !== null) throw elsewhere;
    });
    return results[0];
  } catch (error) {
    // On another backend, what is refused is the reading of what has been traced.
    const elsewhere = error instanceof InputError ? wentOver() : null;
    throw program.refusal ?? elsewhere ?? error;
  } finally {
    program.restore();
    state.restore();
    backend.giveBack();
    backend.session = null;
    if (previous) switchTo(previous);
    else forgetBackend();
  }
}

function wentOver(): InputError | null {
  const name = tf.getBackend();
  if (name === TRACED_BACKEND) return null;
  return new InputError(
    `traced backend: the program went over to the backend ${name}, where nothing is traced; set the backend before the trace`,
  );
}

/** Takes effect at once: a backend that has been made, or is made without waiting, is set before the first await. */
function switchTo(name: string): void {
  void tf.setBackend(name);
  if (tf.getBackend() !== name) throw new Error(`internal: the TensorFlow.js backend ${name} did not start at once`);
}

/** Back to the state in which no backend has been chosen yet. */
function forgetBackend(): void {
  const engine = tf.engine() as unknown as { backendName: string | undefined; backendInstance: unknown };
  engine.backendName = undefined;
  engine.backendInstance = null;
}

/** Registers the backend, and, at each trace, what kernels the cpu backend has got since the last one. */
function registerKernels(): void {
  const factory: unknown = tf.findBackendFactory(TRACED_BACKEND);
  if (factory === undefined || factory === null) tf.registerBackend(TRACED_BACKEND, () => new TracedBackend(), 0);
  for (const { kernelName } of tf.getKernelsForBackend('cpu')) {
    if (tf.getKernel(kernelName, TRACED_BACKEND) !== undefined) continue;
    tf.registerKernel({
      kernelName,
      backendName: TRACED_BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) => (backend as TracedBackend).runKernel(kernelName, inputs, attrs ?? {}),
    });
  }
}
