import type { Tensor } from '@tensorflow/tfjs-core';
import type { Trace } from '../../core/trace/trace.ts';
import type { PlanTensor } from '../kernel-models/model/kernel-model.ts';
import type { LoopOrder } from '../kernel-models/model/loop-order.ts';
import { hostRead, phase } from './labels.ts';
import { TraceRecorder } from './trace-recorder.ts';
import { withTracedBackend } from './traced-backend.ts';
import type { TensorSpec, UpdateProgram } from './update-program.ts';

/**
 * The trace of one update, from shapes alone: no values are computed. The batch and then the state are its arguments,
 * the new state is returned; what the host reads and the program has not labelled so itself is read at the end, as
 * part of "goodness and loss". `step` counts updates from 1.
 * Throws Error on a kernel without a model, on a read outside every phase, and where addresses depend on computed values.
 */
export function traceUpdate(program: UpdateProgram, options: { loops?: LoopOrder; step?: number } = {}): Trace {
  const { loops = 'tfjs', step = 1 } = options;
  const recorder = new TraceRecorder(null);
  return withTracedBackend({ recorder, values: 'shapes', loops }, (backend) => {
    const specs = [...program.batch, ...program.state];
    const views = specs.map(({ shape, dtype, role, name }) => recorder.argument(shape, dtype, role, name));
    const tensors = views.map((view) => backend.tensorOf(view, null));
    const batch = program.batch.length;
    const result = program.update(tensors.slice(0, batch), tensors.slice(batch), step);
    phase('goodness and loss', () => {
      for (const tensor of Object.values(result.read)) if (!recorder.wasReadByHost(tensor)) hostRead(tensor);
    });
    const returned = newState(program, result.state, recorder);
    return recorder.finish(program.name, { ...program.about, loops }, views, batch, returned);
  });
}

function newState(program: UpdateProgram, state: readonly Tensor[], recorder: TraceRecorder): PlanTensor[] {
  if (state.length !== program.state.length) {
    throw new RangeError(
      `${program.name}: the update must return ${program.state.length} tensors, got ${state.length}`,
    );
  }
  return program.state.map((spec, index) => {
    const tensor = state[index];
    if (described(tensor) !== described(spec)) {
      throw new RangeError(`${program.name}: new ${spec.name} must be ${described(spec)}, got ${described(tensor)}`);
    }
    return recorder.view(tensor);
  });
}

function described({ dtype, shape }: Pick<TensorSpec, 'dtype' | 'shape'> | Tensor): string {
  return `${dtype}[${shape}]`;
}
