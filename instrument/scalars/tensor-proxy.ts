import { choiceOf, describe, InputError, requireList } from '../../core/input-error.ts';
import { IN_TENSOR } from '../../core/programs/program.ts';
import { constant, type Operand, Scalar, scalarOf } from './scalar.ts';

export const DTYPES = ['float32', 'int32'] as const;
export type Dtype = (typeof DTYPES)[number];

/** Told of every element that is read or written, by row-major position. */
export type AccessListener = (element: number, kind: 'read' | 'write') => void;

export interface SetOptions {
  /** Whether a scalar is copied into a cell of its own, which reads it, in place of being moved. Default: false. */
  readonly copy?: boolean;
}

type SetArgument = Operand | SetOptions | undefined;

/** In place of an element: the indices are to be looked at one by one. */
const NOWHERE = -1;

let elementsIn: (tensor: TensorProxy) => readonly Scalar[];
let isListenedTo: (tensor: TensorProxy) => boolean;
let listen: (tensor: TensorProxy, listener: AccessListener | null) => void;
let settle: (tensor: TensorProxy, home: number) => void;

/**
 * A typed tensor of any rank whose elements are read and written one by one, so that plain loops over it are traced.
 *
 * It is a container, and containers are free in ByteDMD: `get` hands out the element's scalar, the operation that uses
 * it is what reads; `set` puts a scalar's cell into the element, by reference, as a list assignment does. Rounding to
 * the element type changes the number, not the cell. After `set` of a plain number the element is a constant: it has no
 * cell, so it is never priced. An element that nothing has set is the constant 0, so the first accumulation into it is
 * an operation of one operand.
 *
 * So moving elements costs nothing unless they are copied: `set(i, s, { copy: true })` or `s.copy()`. And bins and
 * accumulators that are made inside the traced function are constants until something traced is added to them: pass
 * them in as arguments to have their first reads priced.
 */
export class TensorProxy {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  readonly #elements: Scalar[];
  /** Rank and first extents, in fields of their own: what every access reads. An extent beyond the rank takes no index. */
  readonly #rank: number;
  readonly #rows: number;
  readonly #columns: number;
  readonly #planes: number;
  /** What programs know the tensor as. */
  #home = IN_TENSOR;
  #listener: AccessListener | null = null;

  static {
    elementsIn = (tensor) => tensor.#elements;
    isListenedTo = (tensor) => tensor.#listener !== null;
    listen = (tensor, listener) => {
      tensor.#listener = listener;
    };
    settle = (tensor, home) => {
      tensor.#home = home;
    };
  }

  /**
   * `values` in row-major order, numbers or scalars, each rounded as by `set`; without them all elements are 0.
   * Throws RangeError where the type is unknown, an extent is not a non-negative integer, or the count is wrong.
   */
  constructor(dtype: Dtype, shape: readonly number[], values?: ArrayLike<Operand>) {
    if (!DTYPES.includes(dtype)) {
      throw new RangeError(`TensorProxy: dtype must be ${DTYPES.join(' or ')}, got ${describe(dtype)}`);
    }
    requireList('TensorProxy: shape', shape);
    for (const extent of shape) {
      if (!(Number.isSafeInteger(extent) && extent >= 0)) {
        throw new RangeError(`TensorProxy: extents must be non-negative integers, got ${describe(extent)}`);
      }
    }
    this.dtype = dtype;
    this.shape = Object.freeze([...shape]);
    this.size = shape.reduce((product, extent) => product * extent, 1);
    this.#rank = shape.length;
    [this.#rows = 0, this.#columns = 0, this.#planes = 0] = shape;
    if (values !== undefined && values.length !== this.size) {
      throw new RangeError(`TensorProxy: ${this} must be given ${this.size} values, got ${values.length}`);
    }
    const zero = constant(0);
    this.#elements = Array.from({ length: this.size }, (_, i) => {
      if (values === undefined) return zero;
      const scalar = this.#rounded(values[i], 'values');
      Scalar.putIn(IN_TENSOR, scalar);
      return scalar;
    });
  }

  /** The element at one index per axis. Throws RangeError for a wrong count, a fraction, NaN, or out of bounds. */
  get(...indices: number[]): Scalar {
    let element = NOWHERE;
    if (indices.length === this.#rank) {
      if (this.#rank === 2) element = this.#place2(indices[0], indices[1]);
      else if (this.#rank === 1) element = this.#place1(indices[0]);
      else if (this.#rank === 3) element = this.#place3(indices[0], indices[1], indices[2]);
    }
    if (element === NOWHERE) element = this.#elementAt('get', ...indices);
    if (this.#listener !== null) this.#listener(element, 'read');
    return this.#elements[element];
  }

  /**
   * Puts a scalar or a number into the element at one index per axis: `set(i, j, value)`. float32 rounds to the
   * nearest; int32 drops the fraction and wraps modulo 2^32. A scalar is moved by reference, which is free; with
   * `{ copy: true }` at the end it is read and copied into a cell of its own, as a store of it would be. Throws RangeError
   * for a wrong count of indices, a fraction, NaN, or out of bounds, and where NaN or an infinity is put into an int32;
   * TypeError where the value is neither; InputError on another option.
   */
  set(...indicesAndValue: [...indices: number[], value: Operand]): void;
  set(...indicesValueAndOptions: [...indices: number[], value: Operand, options: SetOptions]): void;
  set(...given: readonly SetArgument[]): void {
    if (given.length === this.#rank + 1) {
      let element = NOWHERE;
      let value: SetArgument;
      if (this.#rank === 2) {
        element = this.#place2(given[0], given[1]);
        value = given[2];
      } else if (this.#rank === 1) {
        element = this.#place1(given[0]);
        value = given[1];
      } else if (this.#rank === 3) {
        element = this.#place3(given[0], given[1], given[2]);
        value = given[3];
      }
      if (element !== NOWHERE && (typeof value === 'number' || value instanceof Scalar)) {
        const rounded = this.#rounded(value, 'set');
        if (this.#listener !== null) this.#listener(element, 'write');
        Scalar.putIn(this.#home, rounded);
        this.#elements[element] = rounded;
        return;
      }
    }
    this.#setListed(...given);
  }

  /** All elements in row-major order as plain numbers. They leave the trace: one read each. */
  toArray(): Float32Array | Int32Array {
    const numbers = this.#elements.map((scalar, element) => {
      this.#listener?.(element, 'read');
      return scalar.value();
    });
    return this.dtype === 'float32' ? Float32Array.from(numbers) : Int32Array.from(numbers);
  }

  /** `float32[8,784]` */
  toString(): string {
    return `${this.dtype}[${this.shape.join(',')}]`;
  }

  /** `set` of anything: of any rank, with options, or wrong. */
  #setListed(...given: readonly SetArgument[]): void {
    const last = given.at(-1);
    const isCopied = isOptions(last) && copyOption(last);
    const indicesAndValue = (isOptions(last) ? given.slice(0, -1) : given) as readonly Operand[];
    const element = this.#elementAt('set', ...indicesAndValue.slice(0, -1));
    const rounded = this.#rounded(indicesAndValue.at(-1) as Operand, 'set');
    this.#listener?.(element, 'write');
    const put = isCopied ? rounded.copy() : rounded;
    Scalar.putIn(this.#home, put);
    this.#elements[element] = put;
  }

  /** The element at one index, or NOWHERE where it is not right; so the next two. */
  #place1(i: unknown): number {
    return isIndex(i, this.#rows) ? i : NOWHERE;
  }

  #place2(i: unknown, j: unknown): number {
    return isIndex(i, this.#rows) && isIndex(j, this.#columns) ? i * this.#columns + j : NOWHERE;
  }

  #place3(i: unknown, j: unknown, k: unknown): number {
    const row = this.#place2(i, j);
    return row !== NOWHERE && isIndex(k, this.#planes) ? row * this.#planes + k : NOWHERE;
  }

  #elementAt(method: string, ...indices: readonly Operand[]): number {
    const { shape } = this;
    if (indices.length !== shape.length) {
      throw new RangeError(`TensorProxy.${method}: ${this} takes ${shape.length} indices, got ${indices.length}`);
    }
    let element = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const index = indices[axis];
      if (typeof index !== 'number') {
        throw new TypeError(
          `TensorProxy.${method}: ${this}: index ${axis} must be a plain number (of a scalar, its .value()), got ${describe(index)}`,
        );
      }
      if (!(Number.isInteger(index) && index >= 0 && index < shape[axis])) {
        throw new RangeError(
          `TensorProxy.${method}: ${this}: index ${axis} must be an integer from 0 up to, but not including, ${shape[axis]}, got ${index}`,
        );
      }
      element = element * shape[axis] + index;
    }
    return element;
  }

  #rounded(value: Operand, method: string): Scalar {
    const scalar = scalarOf(`TensorProxy.${method}`, value);
    const content = Scalar.contentOf(scalar);
    if (this.dtype === 'float32') return Scalar.withContent(scalar, Math.fround(content));
    if (!Number.isFinite(content)) {
      throw new RangeError(`TensorProxy.${method}: ${this}: an int32 must be a finite number, got ${content}`);
    }
    return Scalar.withContent(scalar, content | 0);
  }
}

function isIndex(value: unknown, extent: number): value is number {
  return typeof value === 'number' && value >>> 0 === value && value < extent;
}

function isOptions(value: SetArgument): value is SetOptions {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function copyOption(options: SetOptions): boolean {
  for (const name of Object.keys(options)) choiceOf('option of TensorProxy.set', name, ['copy']);
  const { copy = false } = options;
  if (typeof copy === 'boolean') return copy;
  throw new InputError(`TensorProxy.set: option copy must be true or false, got ${describe(copy)}`);
}

/** The elements in row-major order, without a read. For the tracer; a traced program has `get` and `toArray`. */
export function elementsOf(tensor: TensorProxy): readonly Scalar[] {
  return elementsIn(tensor);
}

/** Has every read and write of a tensor told to `listener`, or to nobody. Throws Error where somebody listens already. */
export function setListener(tensor: TensorProxy, listener: AccessListener | null): void {
  if (listener !== null && isListenedTo(tensor)) {
    throw new Error(`TensorProxy: accesses to ${tensor} are being logged already`);
  }
  listen(tensor, listener);
}

/** Tells a tensor as what programs know it from now on. */
export function setHome(tensor: TensorProxy, home: number): void {
  settle(tensor, home);
}
