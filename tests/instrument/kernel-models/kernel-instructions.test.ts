import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Instruction, Operand } from '../../../core/trace/nest.ts';
import { instructionsOf, isLocal } from '../../../core/trace/nest.ts';
import type { KernelCase } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { computeTraced, traceKernel } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { KERNEL_MODELS } from '../../../instrument/kernel-models/all-models.ts';
import { CaseDraw, typedArray } from '../../support/kernels/kernel-cases.ts';
import { kernelLaws } from '../../support/kernels/kernel-laws.ts';
import { COMPLEX_OPERANDS, COMPLEX_PRODUCT } from '../../support/kernels/laws/complex-laws.ts';

/**
 * What each kernel executes, over all of the drawn cases: the operation, which compute energy counts, and its operands
 * in read order, which the cost depends on. The values of a call are x, y, z, u, a to f in the order of its slots, inputs first;
 * its locals s, t, v, w and g to m. The host takes a result that is not named.
 */
const INSTRUCTIONS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(kernelLaws).flatMap(([kernel, { instructions }]) =>
      instructions === undefined ? [] : [[kernel, instructions]],
    ),
  ),
  BatchMatMul: ['t = mul x y', 's = add s t', 'z = add z s'],
  _FusedMatMul: [
    ...['t = mul x y', 's = add s t', 'z = add z s', 'z = add x y'],
    ...['y = compare x', 'y = exp x', 'y = sigmoid x', 's = compare x', 'y = compare s', 'y = select s x'],
    ...['s = mul x y', 'z = select s'],
  ],
  Neg: ['z = mul x y'],
  Prelu: ['s = mul x y', 'z = select s'],
  LeakyRelu: ['s = compare x', 'y = select s x'],
  Square: ['y = mul x'],
  Abs: ['y = abs x'],
  Softmax: [
    ...['s = copy x', 's = compare s x', 'y = copy s', 'z = sub x y', 'y = exp x', 's = add s x'],
    'z = div x y',
  ],
  ArgMax: ['y = copy x', 's = copy x', 's = compare s x', 'y = copy s'],
  ArgMin: ['y = copy x', 's = copy x', 's = compare s x', 'y = copy s'],
  Max: ['y = copy x', 's = copy x', 's = compare s x', 'y = copy s'],
  Min: ['y = copy x', 's = copy x', 's = compare s x', 'y = copy s'],
  All: ['y = copy x', 's = copy x', 's = logic s x', 'y = copy s'],
  Any: ['y = copy x', 's = copy x', 's = logic s x', 'y = copy s'],
  Sum: ['y = copy x', 's = add s x', 'y = copy s'],
  Prod: ['y = copy x', 's = mul s x', 'y = copy s'],
  Mean: ['z = div x y', 'y = copy x', 's = add s x', 'y = copy s'],
  AddN: ['y = add y x', 'z = add z x', 'z = add z y', 'u = add u x', 'u = add u y', 'u = add u z'],
  Concat: ['z = copy x', 'z = copy y', 'u = copy x', 'u = copy y', 'u = copy z'],
  Pack: ['z = copy x', 'z = copy y', 'u = copy x', 'u = copy y', 'u = copy z'],
  Unpack: ['y = copy x'],
  SplitV: ['y = copy x'],
  Slice: ['y = copy x'],
  StridedSlice: ['y = copy x'],
  PadV2: ['y = copy x'],
  Tile: ['y = copy x'],
  Reverse: ['y = copy x'],
  GatherV2: ['compare x', 'y = copy x', 'copy x', 'z = copy y'],
  GatherNd: ['y = copy x', 'copy x', 'z = copy y'],
  ScatterNd: ['y = copy x', 'copy x', 'z = add z y'],
  Cast: ['z = compare x y', 'y = round x'],
  Identity: [],
  Reshape: [],
  ExpandDims: [],
  ZerosLike: [],
  OnesLike: [],
  Transpose: ['y = copy x'],
  Add: [...COMPLEX_OPERANDS, 'z = add x y', 'z = add s v', 'u = add t w'],
  Sub: [...COMPLEX_OPERANDS, 'z = sub x y', 'z = sub s v', 'u = sub t w'],
  Multiply: [...COMPLEX_OPERANDS, 'z = mul x y', ...COMPLEX_PRODUCT],
  RealDiv: ['z = div x y'],
  FloorDiv: ['s = div x y', 'z = round s'],
  Mod: ['z = mod x y'],
  Atan2: ['z = sin x y'],
  Pow: ['z = pow x y'],
  Maximum: ['z = compare x y'],
  Minimum: ['z = compare x y'],
  SquaredDifference: ['s = sub x y', 'z = mul s'],
  BitwiseAnd: ['z = logic x y'],
  Equal: ['z = compare x y'],
  NotEqual: ['z = compare x y'],
  Greater: ['z = compare x y'],
  GreaterEqual: ['z = compare x y'],
  Less: ['z = compare x y'],
  LessEqual: ['z = compare x y'],
  LogicalAnd: ['z = logic x y'],
  LogicalOr: ['z = logic x y'],
  LogicalNot: ['y = logic x'],
  Acos: ['y = cos x'],
  Acosh: ['y = log x'],
  Asin: ['y = sin x'],
  Asinh: ['y = log x'],
  Atan: ['y = sin x'],
  Atanh: ['y = log x'],
  Ceil: ['y = round x'],
  ClipByValue: ['s = compare x', 'y = compare s'],
  Cos: ['y = cos x'],
  Cosh: ['y = exp x'],
  Elu: ['y = exp x'],
  Erf: ['y = exp x'],
  Exp: ['y = exp x'],
  Expm1: ['y = exp x'],
  Floor: ['y = round x'],
  IsFinite: ['y = compare x'],
  IsInf: ['y = compare x'],
  IsNan: ['y = compare x'],
  Log: ['y = log x'],
  Log1p: ['y = log x'],
  Reciprocal: ['y = div x'],
  Relu: ['y = compare x'],
  Relu6: ['s = compare x', 'y = compare s'],
  Round: ['y = round x'],
  Rsqrt: ['y = rsqrt x'],
  Selu: ['y = exp x'],
  Sigmoid: ['y = sigmoid x'],
  Sign: ['y = compare x'],
  Sin: ['y = sin x'],
  Sinh: ['y = exp x'],
  Softplus: ['y = softplus x'],
  Sqrt: ['y = sqrt x'],
  Step: ['y = compare x'],
  Tan: ['y = sin x'],
  Tanh: ['y = tanh x'],
  Select: ['u = select x y z'],
  OneHot: ['s = compare x', 't = copy x', 'y = compare t'],
};

/** Kernels that the stock kernel is not held against. */
const UNDRAWN: Readonly<Record<string, KernelCase>> = {
  Select: {
    inputs: Object.fromEntries(
      (['condition', 't', 'e'] as const).map((name) => {
        const dtype = name === 'condition' ? 'bool' : 'float32';
        return [name, { shape: [2], dtype, values: typedArray(dtype, [0, 1]) }];
      }),
    ),
  },
  OneHot: {
    inputs: { indices: { shape: [2], dtype: 'int32', values: typedArray('int32', [0, 1]) } },
    attrs: { depth: 2, onValue: 1, offValue: 0, dtype: 'float32' },
  },
};

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

test('the table names every kernel that has a model', () => {
  expect(Object.keys(INSTRUCTIONS).toSorted()).toEqual([...KERNEL_MODELS.keys()].toSorted());
});

test.each(Object.entries(INSTRUCTIONS))(
  '%s executes its own operations on operands in their order',
  (kernel, wanted) => {
    expect(instructionsIn(casesOf(kernel), kernel)).toEqual(wanted.toSorted());
  },
);

function casesOf(kernel: string): KernelCase[] {
  const undrawn = UNDRAWN[kernel];
  if (undrawn !== undefined) return [undrawn];
  return Array.from({ length: 40 }, (_, seed) => kernelLaws[kernel].draw(new CaseDraw(seed)));
}

/** Every instruction that the model executes in one of the cases, once. */
function instructionsIn(cases: readonly KernelCase[], kernel: string): string[] {
  const found = new Set<string>();
  for (const given of cases) {
    // Kernels of UNDRAWN are traced from shapes, whatever their law draws.
    const isComputed = kernelLaws[kernel].values === 'computed' && !(kernel in UNDRAWN);
    const trace = isComputed ? computeTraced(kernel, given).trace : traceKernel(kernel, given);
    for (const nest of trace.nests) for (const instruction of instructionsOf(nest)) found.add(textOf(instruction));
  }
  return [...found].toSorted();
}

function textOf({ op, reads, write }: Instruction): string {
  const right = [op, ...reads.map(nameOf)].join(' ');
  return write === null ? right : `${nameOf(write)} = ${right}`;
}

function nameOf(operand: Operand): string {
  return isLocal(operand) ? 'stvwghijklm'[operand.local] : 'xyzuabcdef'[operand.slot];
}
