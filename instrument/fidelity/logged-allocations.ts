import type { TypedArray } from '@tensorflow/tfjs-core';
import { nodeModule } from '../sources/node-module.ts';

type TensorMaker = (...given: never[]) => { values: TypedArray };
/** The parts of the library that its own cpu backend looks up on every call, and that may therefore be replaced. */
interface Library {
  util: Record<string, (...given: never[]) => unknown>;
  backend_util: Record<string, (...given: never[]) => unknown>;
  buffer: TensorMaker;
  TensorBuffer: new (...given: never[]) => { values: TypedArray };
}

/** The library as node loads it, an object whose functions can be replaced; those that a bundler has linked cannot. */
function replaceableLibrary(): Library {
  const modules = nodeModule('node:module');
  if (modules === null) throw new Error('kernels are held against their models in node alone');
  return modules.createRequire(import.meta.url)('@tensorflow/tfjs-core') as Library;
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

/** Those that split complex arrays and put them together. */
const COMPLEX_ALLOCATORS = [
  'mergeRealAndImagArrays',
  'splitRealAndImagArrays',
  'complexWithEvenIndex',
  'complexWithOddIndex',
];

/** Runs a kernel, every typed array that it allocates through the library put through `wrap`. */
export function withLoggedAllocations<T>(wrap: (array: TypedArray) => TypedArray, run: () => T): T {
  const library = replaceableLibrary();
  const { util, backend_util, buffer, TensorBuffer } = library;
  const originals = ALLOCATORS.map((name) => util[name]);
  ALLOCATORS.forEach((name, index) => {
    util[name] = (...given) => wrap(originals[index](...given) as TypedArray);
  });
  const complexOriginals = COMPLEX_ALLOCATORS.map((name) => backend_util[name]);
  COMPLEX_ALLOCATORS.forEach((name, index) => {
    backend_util[name] = (...given) => withLoggedFloats(wrap, () => complexOriginals[index](...given));
  });
  // Host numbers: what is written into them is no access.
  const { exponents } = backend_util;
  backend_util.exponents = (...given) => {
    const { real, imag } = exponents(...given) as { real: TypedArray; imag: TypedArray };
    return { real: wrap(real), imag: wrap(imag) };
  };
  const { toNestedArray, makeZerosNestedTypedArray } = util;
  util.toNestedArray = (shape: readonly number[], values: TypedArray) => {
    const copy = wrap(values instanceof Int32Array ? new Int32Array(values.length) : new Float32Array(values.length));
    copy.set(values);
    return rowsOf(shape, copy);
  };
  util.makeZerosNestedTypedArray = (shape: readonly number[], dtype: string) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return rowsOf(shape, wrap(dtype === 'int32' ? new Int32Array(size) : new Float32Array(size)));
  };
  library.buffer = (...given) => {
    const made = buffer(...given);
    made.values = wrap(made.values);
    return made;
  };
  library.TensorBuffer = class extends TensorBuffer {
    /** Those that the library makes itself are buffers, too. */
    static override [Symbol.hasInstance](made: unknown): boolean {
      return made instanceof TensorBuffer;
    }

    constructor(...given: never[]) {
      super(...given);
      this.values = wrap(this.values);
    }
  };
  try {
    return run();
  } finally {
    ALLOCATORS.forEach((name, index) => {
      util[name] = originals[index];
    });
    COMPLEX_ALLOCATORS.forEach((name, index) => {
      backend_util[name] = complexOriginals[index];
    });
    backend_util.exponents = exponents;
    Object.assign(util, { toNestedArray, makeZerosNestedTypedArray });
    library.buffer = buffer;
    library.TensorBuffer = TensorBuffer;
  }
}

/** The same for every `new Float32Array` meanwhile. */
function withLoggedFloats<T>(wrap: (array: TypedArray) => TypedArray, run: () => T): T {
  const plain = Float32Array;
  globalThis.Float32Array = new Proxy(plain, {
    construct: (target, given) => wrap(Reflect.construct(target, given) as Float32Array),
  });
  try {
    return run();
  } finally {
    globalThis.Float32Array = plain;
  }
}

type NestedRows = TypedArray | NestedRows[];

/** What the library makes a list of lists of, as parts of one array in place of an array for each row. */
function rowsOf([length, ...inner]: readonly number[], array: TypedArray): NestedRows {
  if (inner.length === 0) return array;
  const size = array.length / length;
  return Array.from({ length: size > 0 ? length : 0 }, (_, row) =>
    rowsOf(inner, array.subarray(row * size, (row + 1) * size)),
  );
}
