import { constant, Scalar } from './scalar.ts';
import { elementsOf, TensorProxy } from './tensor-proxy.ts';

/**
 * Copies of a program's arguments, for one run without a trace: each number a constant, so that no operation on it is taken
 * down. The same array or tensor in two places stays one, as `traceScalars` has it, which also says what is wrong with others.
 */
export function untracedArguments(args: readonly unknown[]): unknown[] {
  const copies = new Map<object, unknown>();
  const copyOf = (value: unknown): unknown => {
    if (typeof value === 'number') return constant(value);
    if (!(Array.isArray(value) || value instanceof TensorProxy)) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (value instanceof TensorProxy) {
      const tensor = new TensorProxy(value.dtype, value.shape, elementsOf(value).map(Scalar.contentOf));
      copies.set(value, tensor);
      return tensor;
    }
    const array: unknown[] = [];
    // Before its items: one that contains itself ends here.
    copies.set(value, array);
    for (const item of value) array.push(copyOf(item));
    return array;
  };
  return args.map(copyOf);
}
