import { createRequire } from 'node:module';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { DataId, DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import { getKernel } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { asTaken } from './listed-inputs.ts';

/** A tensor given to a kernel. The typed array may be another than the dtype's: a cast to a wider type keeps it. */
export interface GivenTensor {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
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
  /** The array of each input. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly outputs: readonly { shape: number[]; dtype: string; array: number; values: number[] }[];
}

type TensorMaker = (...given: never[]) => { values: TypedArray };
/** The parts of the library that its own cpu backend looks up on every call, and that may therefore be replaced. */
interface Library {
  util: Record<string, (...given: never[]) => unknown>;
  buffer: TensorMaker;
  TensorBuffer: new (...given: never[]) => { values: TypedArray };
}
const library = createRequire(import.meta.url)('@tensorflow/tfjs-core') as Library;

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
  const inputArrays: Record<string, number> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    const info = known.get(tensor) ?? backend.makeTensorInfo([...tensor.shape], tensor.dtype, tensor.values);
    known.set(tensor, info);
    infos[name] = info;
    inputArrays[name] = log.idOf(backend.data.get(info.dataId).values);
  }
  const list = asTaken(infos) as NamedTensorInfoMap;
  const stock = getKernel(kernel, 'cpu');
  const made = withLoggedAllocations(log, () => stock.kernelFunc({ inputs: list, attrs, backend }));
  const accesses = [...log.accesses];
  const outputs = (Array.isArray(made) ? made : [made]).map(({ dataId, shape, dtype }) => {
    const values = backend.data.get(dataId).values;
    return { shape, dtype, array: log.idOf(values), values: [...log.raw(values)] };
  });
  return { accesses, inputs: inputArrays, outputs };
}

class LoggedBackend extends MathBackendCPU {
  private readonly log: AccessLog;

  constructor(log: AccessLog) {
    super();
    this.log = log;
  }

  override write(values: unknown, _shape: number[], dtype: DataType): DataId {
    const dataId = {};
    // A kernel stores an empty plain array for an empty result.
    const array = Array.isArray(values) ? new Float32Array(values) : (values as TypedArray);
    this.data.set(dataId, { values: this.log.wrap(array), dtype, refCount: 1 });
    return dataId;
  }
}

class AccessLog {
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

function elementIndex(key: PropertyKey): number | null {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : null;
}

/** The functions of the library's `util` that make arrays for kernels. */
const ALLOCATORS = [
  'getArrayFromDType',
  'getTypedArrayFromDType',
  'makeOnesTypedArray',
  'makeZerosTypedArray',
  'createScalarValue',
  'toTypedArray',
];

function withLoggedAllocations<T>(log: AccessLog, run: () => T): T {
  const { util, buffer, TensorBuffer } = library;
  const originals = ALLOCATORS.map((name) => util[name]);
  ALLOCATORS.forEach((name, index) => {
    util[name] = (...given) => log.wrap(originals[index](...given) as TypedArray);
  });
  library.buffer = (...given) => {
    const made = buffer(...given);
    made.values = log.wrap(made.values);
    return made;
  };
  library.TensorBuffer = class extends TensorBuffer {
    /** Those that the library makes itself are buffers, too. */
    static override [Symbol.hasInstance](made: unknown): boolean {
      return made instanceof TensorBuffer;
    }

    constructor(...given: never[]) {
      super(...given);
      this.values = log.wrap(this.values);
    }
  };
  try {
    return run();
  } finally {
    ALLOCATORS.forEach((name, index) => {
      util[name] = originals[index];
    });
    library.buffer = buffer;
    library.TensorBuffer = TensorBuffer;
  }
}
