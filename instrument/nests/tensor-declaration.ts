import { choiceOf, describe, requireOptions } from '../../core/input-error.ts';
import { ROLES, type Role } from '../../core/trace/trace.ts';
import { faultHere, withUserLine } from './recording/nest-fault.ts';

/** What a nest does with a tensor: reads it, makes it, changes it, or needs it on the way. */
export type TensorUse = 'input' | 'output' | 'inout' | 'scratch';

export interface TensorOptions {
  /** Bytes of an element, 1 .. 8. Default: 4. */
  readonly bytes?: number;
  /** What the tensor is for. Default: `inputs`; of outputs `activations`, of scratch `temporaries`. */
  readonly role?: Role;
}

export interface TensorDeclaration<Use extends TensorUse = TensorUse> {
  readonly use: Use;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly role: Role;
}

const DEFAULT_ROLES: Readonly<Record<TensorUse, Role>> = {
  input: 'inputs',
  inout: 'inputs',
  output: 'activations',
  scratch: 'temporaries',
};

/** A tensor that is there before the nest and is only read. Throws InputError on a bad extent or option. */
export function input(shape: readonly number[], options: TensorOptions = {}): TensorDeclaration<'input'> {
  return declared('input', shape, options);
}

/**
 * A tensor that the nest makes and hands on. An element that nothing has set is the constant 0. Throws InputError on a bad
 * extent or option.
 */
export function output(shape: readonly number[], options: TensorOptions = {}): TensorDeclaration<'output'> {
  return declared('output', shape, options);
}

/** A tensor that is there before the nest, is changed in place and handed on. Throws InputError on a bad extent or option. */
export function inout(shape: readonly number[], options: TensorOptions = {}): TensorDeclaration<'inout'> {
  return declared('inout', shape, options);
}

/**
 * A tensor that the nest makes and nobody needs afterwards. An element that nothing has set is the constant 0. Throws
 * InputError on a bad extent or option.
 */
export function scratch(shape: readonly number[], options: TensorOptions = {}): TensorDeclaration<'scratch'> {
  return declared('scratch', shape, options);
}

/** Whether something was made by one of these. */
export function isDeclaration(declaration: unknown): declaration is TensorDeclaration {
  return typeof declaration === 'object' && declaration !== null && 'use' in declaration && 'shape' in declaration;
}

function declared<Use extends TensorUse>(
  use: Use,
  shape: readonly number[],
  options: TensorOptions,
): TensorDeclaration<Use> {
  if (!Array.isArray(shape)) {
    throw faultHere(`${use}: must be given a list of extents as [8, 16], got ${describe(shape)}`);
  }
  for (const extent of shape) {
    if (!(Number.isSafeInteger(extent) && extent >= 1)) {
      throw faultHere(
        `${use}[${shape.map(describe)}]: extents must be whole numbers, at least 1, got ${describe(extent)}`,
      );
    }
  }
  withUserLine(() => requireOptions(use, options, ['bytes', 'role']));
  const { bytes = 4, role = DEFAULT_ROLES[use] } = options;
  if (!(Number.isInteger(bytes) && bytes >= 1 && bytes <= 8)) {
    throw faultHere(`${use}[${shape}]: option bytes must be a whole number in 1 .. 8, got ${describe(bytes)}`);
  }
  return {
    use,
    shape: Object.freeze([...shape]),
    bytes,
    role: withUserLine(() => choiceOf(`${use}[${shape}]: role`, role, ROLES)),
  };
}
