import { getKernel, type NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import {
  choiceOf,
  describe,
  InputError,
  requireFunction,
  requireList,
  requireOptions,
  withPlace,
} from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import type { KernelModel } from '../kernel-models/model/kernel-model.ts';
import type { TraceOptions } from '../tensors/trace-options.ts';
import { type AccessAlignment, type AlignedAccesses, UNSEEN, type Unseen } from './access-alignment.ts';
import { alignmentOf, bothAccesses, type KernelCase, requireAlignment, traceKernel } from './kernel-fidelity.ts';
import type { GivenTensor } from './stock-kernel.ts';

/** A call of a kernel, on which its model is held against it. */
export interface KernelModelCase {
  /** Tensors of float32, int32 or bool, by the kernel's names for them; a list where the kernel takes one. */
  readonly inputs: Readonly<Record<string, Tensor>> | readonly Tensor[];
  /** Default: none. */
  readonly attrs?: NamedAttrMap;
}

export interface KernelModelCheckOptions {
  /**
   * What of the model need not show in the kernel, because the kernel makes an array itself (`new Float32Array`): writes
   * of its output, say. Default: nothing.
   */
  readonly hidden?: readonly Unseen[];
}

/** What was compared. */
export interface KernelModelCheck {
  /** How many reads and writes of elements, in all cases, the model and the kernel have in common. */
  readonly accesses: number;
  /** Which of the hidden kinds the kernel did not show. */
  readonly hidden: readonly Unseen[];
  /**
   * What a trace of shapes alone has of the kernel: the `same` accesses in all cases, `others` (the model goes without
   * the values that `plan.known` did not know), or `none`, where the model needs values.
   */
  readonly fromShapes: 'same' | 'others' | 'none';
}

/**
 * Holds an access model against the kernel of this name that is registered for the cpu backend: runs both on each case,
 * the kernel on arrays that note every access, and compares access by access. The kernel may be one of TensorFlow.js.
 *
 * Throws InputError, led by the kernel and the case, that names the first access in which they differ, or what of the model
 * cannot be seen in the kernel; where a tensor of the model has another shape or dtype; and where there is no such kernel
 * or no case. O(accesses).
 */
export function checkKernelModel(
  kernel: string,
  model: KernelModel,
  cases: readonly KernelModelCase[],
  options: KernelModelCheckOptions = {},
): KernelModelCheck {
  requireFunction(`checkKernelModel: the model of ${kernel}`, model);
  requireList('checkKernelModel: cases', cases);
  if (cases.length === 0) throw new InputError('checkKernelModel: has no case; give one like { inputs: { x } }');
  requireOptions('checkKernelModel', options, ['hidden']);
  const { hidden = [] } = options;
  requireList('checkKernelModel: option hidden', hidden);
  for (const kind of hidden) choiceOf('checkKernelModel: option hidden', kind, UNSEEN);
  if (getKernel(kernel, 'cpu') === undefined) {
    throw new InputError(`checkKernelModel: the cpu backend has no kernel ${kernel}; register it by tf.registerKernel`);
  }
  const checks = cases.map((one, index) =>
    withPlace(`${kernel}: case ${index + 1}`, () => checkedCase(kernel, model, one, hidden)),
  );
  const all = checks.map(({ fromShapes }) => fromShapes);
  const unseen = new Set(checks.flatMap((check) => check.hidden));
  return {
    accesses: checks.reduce((sum, { accesses }) => sum + accesses, 0),
    hidden: UNSEEN.filter((kind) => unseen.has(kind)),
    fromShapes: all.find((each) => each === 'none') ?? all.find((each) => each === 'others') ?? 'same',
  };
}

function checkedCase(
  kernel: string,
  model: KernelModel,
  one: KernelModelCase,
  hidden: readonly Unseen[],
): KernelModelCheck {
  const given = givenCase(one);
  const options = { models: { [kernel]: model } };
  const { trace, stock } = bothAccesses(kernel, given, 'computed', options);
  const alignment = alignmentOf(given, trace, stock);
  const { compared, unseen } = seenAlignment(alignment, hidden, () =>
    requireAlignment(alignment, trace, stock, hidden),
  );
  return { accesses: compared, hidden: [...unseen], fromShapes: fromShapes(kernel, given, options, trace) };
}

/** Where all that differs is of kinds that a kernel may hide, the error says which. */
function seenAlignment(
  alignment: AccessAlignment,
  hidden: readonly Unseen[],
  align: () => AlignedAccesses,
): AlignedAccesses {
  try {
    return align();
  } catch (error) {
    const others = UNSEEN.filter((kind) => !hidden.includes(kind));
    const aligned = others.length === 0 ? '' : alignment.find(UNSEEN);
    if (!(error instanceof InputError) || typeof aligned === 'string') throw error;
    const unseen = UNSEEN.filter((kind) => aligned.unseen.has(kind) && !hidden.includes(kind));
    if (unseen.length === 0) throw error;
    throw new InputError(
      `${error.message}; they agree but for ${unseen.join(' and ')}, which are not seen where the kernel makes the array ` +
        `itself: have it made by tf.util.getTypedArrayFromDType, or give the option hidden: ${JSON.stringify(unseen)}`,
    );
  }
}

function fromShapes(
  kernel: string,
  given: KernelCase,
  options: TraceOptions,
  computed: Trace,
): KernelModelCheck['fromShapes'] {
  try {
    return JSON.stringify(traceKernel(kernel, given, options)) === JSON.stringify(computed) ? 'same' : 'others';
  } catch (error) {
    // With values it was traced: what is missing are these.
    if (error instanceof InputError) return 'none';
    throw error;
  }
}

function givenCase(one: KernelModelCase): KernelCase {
  if (typeof one !== 'object' || one === null || typeof one.inputs !== 'object' || one.inputs === null) {
    throw new InputError(`got ${describe(one)}; give { inputs: { x }, attrs: { alpha: 1 } }`);
  }
  const known = new Map<Tensor, GivenTensor>();
  const inputs: Record<string, GivenTensor> = {};
  for (const [name, tensor] of Object.entries<Tensor>({ ...one.inputs })) {
    const given = known.get(tensor) ?? givenTensor(name, tensor);
    known.set(tensor, given);
    inputs[name] = given;
  }
  if (known.size === 0) throw new InputError('has no input: a kernel of no tensor needs no model');
  return one.attrs === undefined ? { inputs } : { inputs, attrs: one.attrs };
}

function givenTensor(name: string, tensor: unknown): GivenTensor {
  if (!(tensor instanceof Tensor)) throw new InputError(`input ${name} must be a tensor, got ${describe(tensor)}`);
  if (tensor.isDisposed) throw new InputError(`input ${name} was disposed of; check the model before that`);
  const dtype = choiceOf(`dtype of input ${name}`, tensor.dtype, ['float32', 'int32', 'bool', 'complex64']);
  return { shape: tensor.shape, dtype, values: tensor.dataSync().slice() };
}
