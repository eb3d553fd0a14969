import { choiceOf, InputError } from '../../core/input-error.ts';
import { KERNEL_MODELS } from '../kernel-models/all-models.ts';
import type { KernelModel } from '../kernel-models/model/kernel-model.ts';
import { type LoopOrder, parseLoopOrder } from '../kernel-models/model/loop-order.ts';
import type { TraceSession } from './traced-backend.ts';

/** What every tracing of a TensorFlow.js program can be told. */
export interface TraceOptions {
  /** Order of the loops of matrix products. Default `tfjs`: as executed. */
  readonly loops?: LoopOrder;
  /** Access models by the name of the kernel, for kernels that have none or in place of those that they have. */
  readonly models?: Readonly<Record<string, KernelModel>>;
}

/**
 * The options as a session takes them. Throws InputError, beginning with `owner`, on one that is neither common to all
 * tracing nor in `own`, and on a value that it cannot have.
 */
export function sessionOptions(
  owner: string,
  options: TraceOptions,
  own: readonly string[],
): Pick<TraceSession, 'loops' | 'models'> {
  const names = [...own, 'loops', 'models'];
  for (const name of Object.keys(options)) choiceOf(`option of ${owner}`, name, names);
  const { loops = 'tfjs', models = {} } = options;
  for (const [kernel, model] of Object.entries(models)) {
    if (typeof model !== 'function') {
      throw new InputError(`${owner}: option models: the model of ${kernel} is no function; give a KernelModel`);
    }
  }
  return { loops: parseLoopOrder(loops), models: new Map([...KERNEL_MODELS, ...Object.entries(models)]) };
}

/** The text of an option. Throws InputError, beginning with `owner`, where it is none or empty. */
export function textOption(owner: string, name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new InputError(`${owner}: option ${name} must be a text, got ${value === '' ? 'an empty one' : typeof value}`);
}
