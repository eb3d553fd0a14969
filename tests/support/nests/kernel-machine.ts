import type { IndexOperand } from '../../../instrument/nests/recording/loop-index.ts';
import { blocks, range } from '../../../instrument/nests/recording/loop-ranges.ts';
import { local, type NestLocal } from '../../../instrument/nests/recording/nest-local.ts';
import type { NestTensor, ReadTensor } from '../../../instrument/nests/recording/nest-tensor.ts';
import type { NestValue } from '../../../instrument/nests/recording/nest-value.ts';
import { constant, type Scalar } from '../../../instrument/scalars/scalar.ts';
import type { TensorProxy } from '../../../instrument/scalars/tensor-proxy.ts';

/** `base + sum(strides[k] * i[k])` of the indices of the loops around. */
export interface Index {
  readonly base: number;
  readonly strides: readonly number[];
}

export type Operation = 'add' | 'sub' | 'mul';

/** A number of a kernel: an element, what is in a local, or something computed of these. */
export type Term =
  | { readonly tensor: number; readonly index: readonly Index[] }
  | { readonly local: number }
  | { readonly constant: number }
  | { readonly operation: Operation; readonly left: Term; readonly right: Term };

/** What a kernel does: a loop over a range or through blocks, or a number put somewhere. */
export type Step =
  | {
      readonly start: Index;
      readonly stop: Index;
      readonly step: number;
      readonly locals: number[];
      readonly body: Step[];
    }
  | { readonly size: number; readonly width: number; readonly locals: number[]; readonly body: Step[] }
  | {
      readonly to: { readonly tensor: number; readonly index: readonly Index[] } | { readonly local: number };
      readonly term: Term;
    };

/** Runs steps as the body of a nest. */
export function recordSteps(steps: readonly Step[], tensors: readonly (ReadTensor | NestTensor)[]): void {
  const locals = new Map<number, NestLocal>();
  const run = (body: readonly Step[], around: readonly IndexOperand[]): void => {
    for (const each of body) {
      if ('to' in each) {
        const value = termOf(each.term, around);
        if ('local' in each.to) locals.get(each.to.local)?.set(value);
        else {
          const tensor = tensors[each.to.tensor];
          if (!('set' in tensor)) throw new RangeError('recordSteps: an input is set');
          tensor.set(...each.to.index.map((index) => indexOf(index, around)), value);
        }
      } else if ('width' in each) {
        for (const block of blocks(each.size, each.width)) {
          for (const i of block) enter(each.locals, each.body, [...around, i]);
        }
      } else {
        for (const i of range(indexOf(each.start, around), indexOf(each.stop, around), each.step)) {
          enter(each.locals, each.body, [...around, i]);
        }
      }
    }
  };
  const enter = (made: readonly number[], body: readonly Step[], around: readonly IndexOperand[]): void => {
    for (const name of made) locals.set(name, local());
    run(body, around);
  };
  const termOf = (term: Term, around: readonly IndexOperand[]): NestValue | number => {
    if ('constant' in term) return term.constant;
    if ('local' in term) return (locals.get(term.local) as NestLocal).get();
    if ('tensor' in term) return tensors[term.tensor].get(...term.index.map((index) => indexOf(index, around)));
    const [left, right] = [termOf(term.left, around), termOf(term.right, around)];
    if (typeof left === 'number') throw new RangeError('recordSteps: a term begins with a constant');
    return left[term.operation](right);
  };
  run(steps, []);
}

function indexOf({ base, strides }: Index, around: readonly IndexOperand[]): IndexOperand {
  let index: IndexOperand = base;
  strides.forEach((stride, k) => {
    const loop = around[k];
    if (stride === 0 || typeof loop === 'number') return;
    const moved = loop.times(stride);
    index = typeof index === 'number' ? moved.plus(index) : index.plus(moved);
  });
  return index;
}

/** What a kernel's numbers are made of, so that steps run on plain numbers and on traced scalars alike. */
export interface Arithmetic<Value> {
  get(tensor: number, index: readonly number[]): Value;
  set(tensor: number, index: readonly number[], value: Value): void;
  compute(operation: Operation, left: Value, right: Value): Value;
  constant(value: number): Value;
  copy(value: Value): Value;
}

/** Runs steps as the plain loops that they stand for. */
export function executeSteps<Value>(steps: readonly Step[], of: Arithmetic<Value>): void {
  const locals = new Map<number, Value>();
  const run = (body: readonly Step[], around: readonly number[]): void => {
    for (const each of body) {
      if ('to' in each) {
        const value = termOf(each.term, around);
        // What lies somewhere already is copied.
        const put = 'operation' in each.term ? value : of.copy(value);
        if ('local' in each.to) locals.set(each.to.local, put);
        else
          of.set(
            each.to.tensor,
            each.to.index.map((index) => at(index, around)),
            put,
          );
        continue;
      }
      const isBlocked = 'width' in each;
      const start = isBlocked ? 0 : at(each.start, around);
      const stop = isBlocked ? each.size : at(each.stop, around);
      const step = isBlocked ? 1 : each.step;
      for (let i = start; step > 0 ? i < stop : i > stop; i += step) {
        for (const name of each.locals) locals.set(name, of.constant(0));
        run(each.body, [...around, i]);
      }
    }
  };
  const termOf = (term: Term, around: readonly number[]): Value => {
    if ('constant' in term) return of.constant(term.constant);
    if ('local' in term) return locals.get(term.local) as Value;
    if ('tensor' in term)
      return of.get(
        term.tensor,
        term.index.map((index) => at(index, around)),
      );
    const left = termOf(term.left, around);
    return of.compute(term.operation, left, termOf(term.right, around));
  };
  run(steps, []);
}

export function at({ base, strides }: Index, around: readonly number[]): number {
  return strides.reduce((sum, stride, k) => sum + stride * (around[k] ?? 0), base);
}

/** Plain numbers in arrays of row-major elements, rounded as these do. */
export function plainNumbers(
  shapes: readonly (readonly number[])[],
  arrays: readonly (Float32Array | number[])[],
): Arithmetic<number> {
  const place = (tensor: number, index: readonly number[]): number =>
    index.reduce((element, i, axis) => element * shapes[tensor][axis] + i, 0);
  return {
    get: (tensor, index) => arrays[tensor][place(tensor, index)],
    set: (tensor, index, value) => {
      arrays[tensor][place(tensor, index)] = value;
    },
    compute: (operation, a, b) => (operation === 'add' ? a + b : operation === 'sub' ? a - b : a * b),
    constant: (value) => value,
    copy: (value) => value,
  };
}

/** Traced scalars in tensor proxies. */
export function tracedScalars(tensors: readonly TensorProxy[]): Arithmetic<Scalar> {
  return {
    get: (tensor, index) => tensors[tensor].get(...index),
    set: (tensor, index, value) => {
      tensors[tensor].set(...index, value);
    },
    compute: (operation, a, b) => a[operation](b),
    constant,
    copy: (value) => value.copy(),
  };
}
