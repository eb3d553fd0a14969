import { choiceOf, describe, InputError, requireFunction, requireOptions } from '../../core/input-error.ts';
import { KERNEL_MODELS } from './all-models.ts';
import type { KernelModel, PlanTensor } from './model/kernel-model.ts';

export interface KernelModelOptions {
  /**
   * `computed`: the addresses depend on values (`plan.indices`), so that only traces that compute them have the kernel;
   * `odometer kernels` says so. Default: `shapes`.
   */
  readonly values?: 'shapes' | 'computed';
}

/** A model that was registered, and whether it needs values. */
export interface RegisteredModel {
  readonly model: KernelModel;
  readonly values: 'shapes' | 'computed';
}

const registered = new Map<string, RegisteredModel>();

/**
 * Gives the kernel of this name an access model, in every trace of this process from now on; the option `models` of a trace
 * goes before it. The same model may be registered again. Throws InputError where the model is no function, and where the
 * kernel has another one, of this package or registered before.
 */
export function registerKernelModel(name: string, model: KernelModel, options: KernelModelOptions = {}): void {
  if (typeof name !== 'string' || name === '') {
    throw new InputError(`registerKernelModel: needs the name of a kernel, got ${describe(name)}`);
  }
  requireFunction(`registerKernelModel: the model of ${name}`, model);
  requireOptions('registerKernelModel', options, ['values']);
  const { values = 'shapes' } = options;
  choiceOf('registerKernelModel: option values', values, ['shapes', 'computed']);
  const known = registered.get(name)?.model ?? KERNEL_MODELS.get(name);
  if (known !== undefined && known !== model) {
    throw new InputError(
      `registerKernelModel: ${name} has a model already; give another one in the option models of a trace`,
    );
  }
  if (known === undefined) registered.set(name, { model, values });
}

/** What was registered, by the name of the kernel. */
export function registeredModels(): ReadonlyMap<string, RegisteredModel> {
  return registered;
}

/** The model, after whose every call it is sure that it returned tensors. It throws InputError where it did not. */
export function requiredTensors(kernel: string, model: KernelModel): KernelModel {
  return (plan, inputs, attrs) => {
    const returned = model(plan, inputs, attrs);
    const made: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
    for (const tensor of made) {
      if (isPlanTensor(tensor)) continue;
      throw new InputError(
        `${kernel}: its model returned ${describe(tensor)}; return what plan.make gave, or a list where the kernel does`,
      );
    }
    return returned;
  };
}

function isPlanTensor(tensor: unknown): tensor is PlanTensor {
  return typeof tensor === 'object' && tensor !== null && 'value' in tensor && 'shape' in tensor;
}
