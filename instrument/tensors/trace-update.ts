import type { Tensor } from '@tensorflow/tfjs-core';
import { choiceOf, describe, InputError, requireFunction, requireList } from '../../core/input-error.ts';
import { ROLES, type Trace } from '../../core/trace/trace.ts';
import { type PlanTensor, sizeOf } from '../kernel-models/model/kernel-model.ts';
import { hostRead, phase } from '../labels/labels.ts';
import { requireTensor } from '../recording/constant-tensors.ts';
import { TraceRecorder } from '../recording/trace-recorder.ts';
import { refusePromise } from '../scalars/abandoned-promise.ts';
import { checkedModels, sessionOptions, type TraceOptions } from './trace-options.ts';
import { withTracedBackend } from './traced-run.ts';
import type { TensorSpec, UpdateProgram, UpdateResult } from './update-program.ts';

export interface TraceUpdateOptions extends TraceOptions {
  /** Counts updates from 1. Default: 1. */
  readonly step?: number;
}

/**
 * The trace of one update, from shapes alone: no values are computed, unless the program has an example. The batch and
 * then the state are its arguments, the new state is returned; tensors that the option `captured` makes arguments are
 * state behind it. What the host reads and the program has not labelled so itself is read at the end, as part of
 * "goodness and loss".
 *
 * Throws InputError on a kernel without a model, on a read outside every phase, where addresses depend on computed
 * values, on an update that is asynchronous or does not return what it has to, and on an option that it does not have.
 */
export function traceUpdate(program: UpdateProgram, options: TraceUpdateOptions = {}): Trace {
  const { loops, models, lines, captured } = sessionOptions('traceUpdate', options, ['step']);
  const { step = 1 } = options;
  if (!(Number.isSafeInteger(step) && step >= 1)) {
    throw new InputError(`traceUpdate: option step must be a whole number from 1, got ${describe(step)}`);
  }
  requireUpdate(program);
  const recorder = new TraceRecorder(null, lines);
  const numbers = exampleOf(program);
  const values = numbers === null ? 'shapes' : 'computed';
  return withTracedBackend({ recorder, values, loops, models }, captured, (backend, tensorsBefore) => {
    const specs = [...program.batch, ...program.state];
    const views = specs.map(({ shape, dtype, role, name }) => recorder.argument(shape, dtype, role, name));
    const tensors = views.map((view, index) => backend.tensorOf(view, numbers?.[index] ?? null));
    const batch = program.batch.length;
    const result = program.update(tensors.slice(0, batch), tensors.slice(batch), step);
    requireResult(program, result);
    phase('goodness and loss', () => {
      for (const [name, tensor] of Object.entries(result.read)) requireTensor(`${program.name}: read.${name}`, tensor);
      for (const tensor of Object.values(result.read)) if (!recorder.wasReadByHost(tensor)) hostRead(tensor);
    });
    const state = newState(program, result.state, recorder);
    const before = tensorsBefore?.atTheEnd();
    const args = [...views, ...(tensorsBefore?.views ?? [])];
    const returned = { results: before?.results ?? [], state: [...state, ...(before?.state ?? [])] };
    const trace = recorder.finish(program.name, { ...program.about, loops }, args, batch, returned);
    return checkedModels('traceUpdate', trace, options);
  });
}

/** The numbers of all specs; null where nothing is computed. Throws InputError where they do not fit. */
function exampleOf(program: UpdateProgram): Float32Array[] | null {
  const example = program.example?.();
  if (example === undefined) return null;
  const numbers = [...example.batch, ...example.state];
  const specs = [...program.batch, ...program.state];
  specs.forEach(({ name, shape, dtype }, index) => {
    const size = sizeOf(shape);
    if (dtype !== 'float32' || numbers.length !== specs.length || numbers[index]?.length !== size) {
      throw new InputError(
        `${program.name}: example: must have ${size} float32 numbers for ${name}, got ${numbers[index]?.length ?? 'none'}`,
      );
    }
  });
  return numbers;
}

/** What an update program in plain JavaScript may get wrong before it runs. */
function requireUpdate(program: UpdateProgram): void {
  if (typeof program !== 'object' || program === null) {
    throw new InputError(`traceUpdate: must be given an UpdateProgram, got ${describe(program)}`);
  }
  const { name } = program;
  if (typeof name !== 'string') throw new InputError(`traceUpdate: name must be a text, got ${describe(name)}`);
  requireFunction(`${name}: update`, program.update);
  for (const list of ['batch', 'state'] as const) {
    requireList(`${name}: ${list}`, program[list]);
    program[list].forEach((spec, index) => {
      const place = `${name}: ${list}[${index}]`;
      choiceOf(`${place}: dtype`, spec?.dtype, ['float32', 'int32']);
      choiceOf(`${place}: role`, spec.role, ROLES);
      requireList(`${place}: shape`, spec.shape);
      for (const extent of spec.shape) {
        if (Number.isSafeInteger(extent) && extent >= 0) continue;
        throw new InputError(`${place}: shape must be of whole numbers, got ${describe(extent)}`);
      }
    });
  }
}

/** What an update in plain JavaScript may get wrong. */
function requireResult({ name }: UpdateProgram, result: Partial<UpdateResult> | undefined): void {
  refusePromise(name, result);
  if (Array.isArray(result?.state) && typeof result.read === 'object' && result.read !== null) return;
  throw new InputError(`${name}: the update must return { state: a list of tensors, read: tensors by name }`);
}

function newState(program: UpdateProgram, state: readonly Tensor[], recorder: TraceRecorder): PlanTensor[] {
  if (state.length !== program.state.length) throw otherTensors(program, state);
  return program.state.map((spec, index) => {
    const tensor = state[index];
    requireTensor(`${program.name}: new ${spec.name}`, tensor);
    if (described(tensor) !== described(spec)) {
      throw new InputError(`${program.name}: new ${spec.name} must be ${described(spec)}, got ${described(tensor)}`);
    }
    const same = state.indexOf(tensor);
    if (same < index) {
      throw new InputError(
        `${program.name}: new ${spec.name} is the tensor that is new ${program.state[same].name}, too; return one for each`,
      );
    }
    const view = recorder.view(tensor);
    if (recorder.isConstant(view)) {
      throw new InputError(
        `${program.name}: new ${spec.name} is made of host numbers alone, which live nowhere; compute it from the old`,
      );
    }
    return view;
  });
}

/** The first tensor of the state at whose place there is none, or one of another shape, is likely the one that was left out. */
function otherTensors({ name, state: specs }: UpdateProgram, state: readonly Tensor[]): InputError {
  const missing = specs.find((spec, index) => !state[index] || described(state[index]) !== described(spec));
  const names = specs.map((spec) => spec.name).join(', ');
  const got = state.length === 1 ? '1 tensor' : `${state.length} tensors`;
  const what = missing === undefined ? 'leave out the others' : `${missing.name} is missing, or not at its place`;
  return new InputError(`${name}: the update must return the state (${names}), got ${got}; ${what}`);
}

function described({ dtype, shape }: Pick<TensorSpec, 'dtype' | 'shape'> | Tensor): string {
  return `${dtype}[${shape}]`;
}
