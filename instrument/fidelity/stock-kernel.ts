import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { DataId, DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import { backend_util, getKernel, tidy } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { asTaken } from './listed-inputs.ts';
import { withLoggedAllocations } from './logged-allocations.ts';

/**
 * A tensor given to a kernel. The typed array may be another than the dtype's: a cast to a wider type keeps it. That of a
 * complex one holds both parts of every element in turn.
 */
export interface GivenTensor {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64';
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** One touch of an element of a typed array that a kernel can see. */
export interface StockAccess {
  readonly kind: 'read' | 'write';
  readonly array: number;
  readonly element: number;
}

export interface StockRun {
  readonly accesses: readonly StockAccess[];
  /** The array of each input; those of both parts of a complex one. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** The values of a complex one as dataSync gives them. */
  readonly outputs: readonly { shape: number[]; dtype: string; arrays: number[]; values: number[] }[];
}

/**
 * Runs a stock cpu kernel with proxies in place of every typed array that can be intercepted: its inputs, what it
 * allocates through the library, and what it stores in the backend. Returns every access, in order.
 */
export function runStockKernel(
  kernel: string,
  inputs: Readonly<Record<string, GivenTensor>>,
  attrs: NamedAttrMap,
  blockSize: number,
): StockRun {
  const log = new AccessLog();
  const backend = new LoggedBackend(log);
  backend.blockSize = blockSize;
  const known = new Map<GivenTensor, TensorInfo>();
  const infos: Record<string, TensorInfo> = {};
  const inputArrays: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    // What is only called with whole tensors may ask them for their rank.
    const info = known.get(tensor) ?? { ...backend.given(tensor), rank: tensor.shape.length };
    known.set(tensor, info);
    infos[name] = info;
    inputArrays[name] = backend.arraysOf(info).map((array) => log.idOf(array));
  }
  const list = asTaken(infos) as NamedTensorInfoMap;
  const stock = getKernel(kernel, 'cpu');
  // Some kernels make tensors that the engine has to forget.
  const runs: StockRun[] = [];
  const wrap = (array: TypedArray) => log.wrap(array);
  tidy(() => {
    const made = withLoggedAllocations(wrap, () => stock.kernelFunc({ inputs: list, attrs, backend }));
    const accesses = [...log.accesses];
    const outputs = (Array.isArray(made) ? made : [made]).map(({ dataId, shape, dtype }) => {
      const arrays = backend.arraysOf({ dataId });
      const parts = arrays.map((array) => [...log.raw(array)]);
      const values = parts[0].flatMap((_, index) => parts.map((part) => part[index]));
      return { shape, dtype, arrays: arrays.map((array) => log.idOf(array)), values };
    });
    runs.push({ accesses, inputs: inputArrays, outputs });
  });
  return runs[0];
}

/** A cpu backend that stores proxies of its arrays, which tell the log of every access. */
export class LoggedBackend extends MathBackendCPU {
  private readonly log: AccessLog;

  constructor(log: AccessLog) {
    super();
    this.log = log;
  }

  override write(values: unknown, _shape: number[], dtype: DataType): DataId {
    const dataId = {};
    // The parts of a complex tensor, which have its values, are put there afterwards.
    if (dtype === 'complex64') {
      this.data.set(dataId, { values: undefined as unknown as TypedArray, dtype, refCount: 1 });
      return dataId;
    }
    // A kernel stores an empty plain array for an empty result.
    const array = Array.isArray(values) ? new Float32Array(values) : (values as TypedArray);
    this.data.set(dataId, { values: this.log.wrap(array), dtype, refCount: 1 });
    return dataId;
  }

  given({ shape, dtype, values }: GivenTensor): TensorInfo {
    // What is cast to a wider type keeps its array, and the backend what it took it for.
    if (dtype !== 'complex64') return { ...this.makeTensorInfo([...shape], storedDtype(values), values), dtype };
    const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
    const info = this.makeTensorInfo([...shape], dtype);
    const [realInfo, imagInfo] = [real, imag].map((part) => this.makeTensorInfo([...shape], 'float32', part));
    this.data.get(info.dataId).complexTensorInfos = { real: realInfo, imag: imagInfo };
    return info;
  }

  arraysOf({ dataId }: Pick<TensorInfo, 'dataId'>): unknown[] {
    const { values, complexTensorInfos } = this.data.get(dataId);
    if (complexTensorInfos === undefined) return [values];
    return [complexTensorInfos.real, complexTensorInfos.imag].map((part) => this.data.get(part.dataId).values);
  }
}

/** Accesses of elements of arrays, in order. */
export class AccessLog {
  readonly accesses: StockAccess[] = [];
  private readonly arrays = new WeakMap<object, { id: number; target: TypedArray }>();
  private made = 0;

  idOf(values: unknown): number {
    return this.known(values).id;
  }

  raw(values: unknown): TypedArray {
    return this.known(values).target;
  }

  wrap(array: TypedArray): TypedArray {
    return this.arrays.has(array) ? array : this.proxy(array, this.made++, 0);
  }

  private known(values: unknown): { id: number; target: TypedArray } {
    const known = this.arrays.get(values as object);
    if (known === undefined) throw new Error('internal: an array that is not logged');
    return known;
  }

  private proxy(target: TypedArray, id: number, offset: number): TypedArray {
    const note = (kind: 'read' | 'write', index: number) => {
      if (index < target.length) this.accesses.push({ kind, array: id, element: offset + index });
    };
    function* elements() {
      for (let index = 0; index < target.length; index++) {
        note('read', index);
        yield target[index];
      }
    }
    const methods: Record<PropertyKey, unknown> = {
      [Symbol.iterator]: elements,
      values: elements,
      fill: (value: number, from?: number, to?: number) => target.fill(value, from, to),
      forEach: (visit: (value: number, index: number) => void) => {
        let index = 0;
        for (const value of elements()) visit(value, index++);
      },
      slice: (from?: number, to?: number) => {
        const copy = this.wrap(target.slice(from, to));
        copy.set(this.proxy(target.subarray(from, to), id, offset + (from ?? 0)));
        return copy;
      },
      subarray: (begin: number, end: number) => this.proxy(target.subarray(begin, end), id, offset + begin),
      set: (source: ArrayLike<number>, at = 0) => {
        for (let index = 0; index < source.length; index++) {
          target[at + index] = source[index];
          note('write', at + index);
        }
      },
    };
    const proxied = new Proxy(target, {
      get: (_, key) => {
        const index = elementIndex(key);
        if (index !== null) {
          note('read', index);
          return target[index];
        }
        if (key in methods) return methods[key];
        const value = Reflect.get(target, key, target);
        if (typeof value === 'function' && key !== 'constructor') {
          throw new InputError(`reads through ${String(key)} of a typed array are not seen; read its elements`);
        }
        return value;
      },
      set: (_, key, value) => {
        const index = elementIndex(key);
        if (index === null) throw new InputError(`${String(key)} of a typed array is set; write its elements alone`);
        note('write', index);
        target[index] = value;
        return true;
      },
    });
    this.arrays.set(proxied, { id, target });
    return proxied;
  }
}

/** The dtype that a tensor of this array has until it is cast. */
export function storedDtype(values: GivenTensor['values']): 'float32' | 'int32' | 'bool' {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Int32Array ? 'int32' : 'bool';
}

function elementIndex(key: PropertyKey): number | null {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : null;
}
