import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Access, Nest } from '../../../core/trace/nest.ts';
import type { LoopOrder } from './loop-order.ts';

const TRACED_DTYPES = ['float32', 'int32', 'bool', 'complex64'] as const;
export type TracedDtype = (typeof TRACED_DTYPES)[number];
/** What one typed array holds: a complex tensor is two of float32 (D51). */
export type ArrayDtype = Exclude<TracedDtype, 'complex64'>;

/** The dtype by its name. Throws RangeError, beginning with `owner`, for one that cannot be traced. */
export function tracedDtype(owner: string, name: string | undefined): TracedDtype {
  const dtype = TRACED_DTYPES.find((each) => each === name);
  if (dtype === undefined) {
    throw new RangeError(`${owner}: tensors of ${name} cannot be traced, use ${TRACED_DTYPES.join(', ')}`);
  }
  return dtype;
}

/** Where elements are kept. */
export interface Storage {
  readonly value: number;
  /** First element of the view in the storage: stock slices of leading rows are views, they copy nothing. */
  readonly offset: number;
  /** The typed array that holds it. A cast to a wider type changes the dtype and leaves the array as it is. */
  readonly stored: ArrayDtype;
  /** What the backend takes the array for: the dtype that the tensor had when it was made, and a slice of it then. */
  readonly declared: TracedDtype;
}

/** A tensor as a kernel model sees it: a row-major view of (part of) a value's storage. */
export interface PlanTensor extends Storage {
  readonly shape: readonly number[];
  readonly dtype: TracedDtype;
  /** Of complex64 alone, whose own storage holds the real part of every element. */
  readonly imaginary?: ImaginaryPart;
}

/** Where the imaginary part of every element is kept: one object for all tensors over the same two parts. */
export interface ImaginaryPart extends Storage {
  /** The shape of both parts, when they are taken apart: the stock Reshape changes it for every tensor over them (D51). */
  shape: readonly number[];
}

/** Where a kernel model puts what it executes: the calls of one kernel, in order, and the values they make. */
export interface KernelPlan {
  readonly kernel: string;
  readonly loops: LoopOrder;
  readonly blockSize: number;
  /** A new value. `zeroFilled`: the kernel fills it with a constant before it writes any element. */
  make(shape: readonly number[], dtype: TracedDtype, zeroFilled?: 'zero-filled' | undefined): PlanTensor;
  /** A value that the kernel itself makes from host numbers. */
  constant(shape: readonly number[], dtype: TracedDtype): PlanTensor;
  /** Executes a nest; slot s is bound to the s-th tensor. */
  call(nest: Nest, ...tensors: readonly PlanTensor[]): void;
  /** The elements of a tensor that addresses are computed from. Throws Error where they are not known. */
  indices(tensor: PlanTensor): ArrayLike<number>;
  /** The elements of a tensor that a branch depends on; null where they are not known. */
  known(tensor: PlanTensor): ArrayLike<number> | null;
  /** Whether a tensor holds host numbers, which nothing writes. */
  isConstant(tensor: PlanTensor): boolean;
  /** The number of a static index table with these entries. */
  table(entries: readonly number[]): number;
}

/**
 * Inputs by their name in the stock kernel; those of a kernel that takes a list are named 0, 1, ..., those of a list under
 * a name `name.0`, `name.1`, ...
 */
export type PlanInputs = Readonly<Record<string, PlanTensor>>;

/** The inputs that the stock kernel takes as a list under `name`, in order. */
export function listUnder(inputs: PlanInputs, name: string): PlanTensor[] {
  return Object.entries(inputs).flatMap(([key, tensor]) => (key.startsWith(`${name}.`) ? [tensor] : []));
}

/** What one stock kernel of tfjs-backend-cpu 4.22.0 accesses. Returns its outputs, a list where the kernel does. */
export type KernelModel = (plan: KernelPlan, inputs: PlanInputs, attrs: Attributes) => PlanTensor | PlanTensor[];
export type KernelModels = Readonly<Record<string, KernelModel>>;

/** A kernel's attributes: parameters that are no tensors. Every reader throws TypeError where the type is another. */
export class Attributes {
  private readonly kernel: string;
  private readonly byName: Readonly<Record<string, unknown>>;

  constructor(kernel: string, byName: Readonly<Record<string, unknown>>) {
    this.kernel = kernel;
    this.byName = byName;
  }

  number(name: string): number {
    const value = this.byName[name];
    if (typeof value !== 'number') throw this.wrong(name, 'a number');
    return value;
  }

  numbers(name: string): number[] {
    const value = this.byName[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) {
      throw this.wrong(name, 'a list of numbers');
    }
    return value;
  }

  pairs(name: string): number[][] {
    const value = this.byName[name];
    if (!Array.isArray(value)) throw this.wrong(name, 'a list of pairs');
    return value;
  }

  /** One number, several, or none: an axis or all of them, where a slice begins. */
  oneOrMore(name: string): number | number[] | undefined {
    const value = this.byName[name];
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? this.numbers(name) : this.number(name);
  }

  /** Padding of windows: a rule, one number for all sides, or a pair for each axis. */
  padding(name: string): 'same' | 'valid' | number | number[][] {
    const value = this.byName[name];
    if (value === 'same' || value === 'valid') return value;
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    if (Array.isArray(value)) return this.pairs(name);
    throw this.wrong(name, 'same, valid, a whole number or a list of pairs');
  }

  flag(name: string): boolean {
    const value = this.byName[name];
    if (value !== undefined && typeof value !== 'boolean') throw this.wrong(name, 'true or false');
    return value ?? false;
  }

  text(name: string): string | undefined {
    const value = this.byName[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw this.wrong(name, 'a text');
    return value;
  }

  texts(name: string): string[] {
    const value = this.byName[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw this.wrong(name, 'a list of texts');
    }
    return value;
  }

  private wrong(name: string, rule: string): TypeError {
    return new TypeError(`${this.kernel}: attribute ${name} must be ${rule}, got ${String(this.byName[name])}`);
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** How long the rows of a value are that is made as a tensor of this shape; nothing where it has no elements. */
export function rowsOf(shape: readonly number[]): { readonly row?: number } {
  return sizeOf(shape) === 0 ? {} : { row: shape.at(-1) ?? 1 };
}

/** The same elements under another shape of the same size. */
export function reshaped(tensor: PlanTensor, shape: readonly number[]): PlanTensor {
  return { ...tensor, shape };
}

/** Element `base + sum(strides[k] * v[k])` of the tensor bound to `slot`. */
export function at(slot: number, tensor: PlanTensor, base: number, strides: readonly number[]): Access {
  return { slot, base: tensor.offset + base, strides };
}

/** What the shape functions of TensorFlow.js take in place of a tensor. */
export function infoOf({ shape, dtype }: PlanTensor): TensorInfo {
  return { dataId: {}, shape: [...shape], dtype };
}
