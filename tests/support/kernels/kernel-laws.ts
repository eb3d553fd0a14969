import type { KernelCase } from '../../../instrument/fidelity/kernel-fidelity.ts';
import { type CaseDraw, type KernelLaw, listed } from './kernel-cases.ts';
import { complexLaws, complexOperands } from './laws/complex-laws.ts';
import { convolutionLaws } from './laws/convolution-laws.ts';
import { imageLaws } from './laws/image-laws.ts';
import { movementLaws } from './laws/movement-laws.ts';
import { normalisationLaws } from './laws/normalisation-laws.ts';
import { poolingLaws } from './laws/pooling-laws.ts';
import { productLaws } from './laws/product-laws.ts';
import { raggedLaws } from './laws/ragged-laws.ts';
import { scanLaws } from './laws/scan-laws.ts';
import { searchLaws } from './laws/search-laws.ts';
import { sparseLaws } from './laws/sparse-laws.ts';

/** Every kernel whose model the stock kernel can be held against. */
export const kernelLaws: Record<string, KernelLaw> = {
  BatchMatMul: { draw: product, cases: 120 },
  _FusedMatMul: { draw: fusedProduct },
  Neg: { draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape(), draw.pick(['float32', 'int32'])) } }) },
  Prelu: {
    draw: (draw) => {
      const [x, alpha] = draw.broadcastShapes();
      return { inputs: { x: draw.tensor(x), alpha: draw.tensor(alpha) } };
    },
  },
  LeakyRelu: { draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape()) }, attrs: { alpha: 0.2 } }) },
  EluGrad: {
    draw: (draw) => {
      const shape = draw.shape();
      return { inputs: { dy: draw.tensor(shape), y: draw.tensor(shape) } };
    },
    hidden: ['output writes'],
    instructions: ['s = add y', 's = mul x s', 'z = select s'],
  },
  Square: { draw: unary, hidden: ['output writes'] },
  Abs: { draw: unary, hidden: ['output writes'] },
  Softmax: {
    draw: (draw) => ({ inputs: { logits: draw.tensor(draw.shape(1)) }, attrs: { dim: -1 } }),
  },
  ArgMax: { draw: argReduction },
  ArgMin: { draw: argReduction },
  Max: {
    draw: (draw) => {
      const { inputs, attrs } = reduction(draw);
      return { inputs, attrs: { reductionIndices: attrs.axis, keepDims: attrs.keepDims } };
    },
  },
  All: { draw: (draw) => reduction(draw, 'bool') },
  Any: { draw: (draw) => reduction(draw, 'bool') },
  Min: { draw: reduction },
  Sum: { draw: (draw) => reduction(draw, draw.dtype()) },
  Prod: { draw: (draw) => reduction(draw, draw.dtype()) },
  Mean: { draw: (draw) => reduction(draw, draw.dtype()) },
  AddN: {
    draw: (draw) => {
      const shape = draw.shape();
      const count = draw.integer(1, 3);
      return { inputs: listed(Array.from({ length: count }, () => draw.tensor(shape))) };
    },
  },
  Select: { draw: select, values: 'computed', cases: 120 },
  OneHot: { draw: oneHot, values: 'computed', hidden: ['output writes'] },
  ...movementLaws,
  ...productLaws,
  ...convolutionLaws,
  ...poolingLaws,
  ...normalisationLaws,
  ...imageLaws,
  ...searchLaws,
  ...raggedLaws,
  ...sparseLaws,
  ...complexLaws,
  ...scanLaws,
};

for (const kernel of ['Add', 'Sub', 'Multiply']) {
  kernelLaws[kernel] = { draw: (draw) => (draw.flag() ? binary(draw) : complexOperands(draw)), cases: 120 };
}
for (const kernel of ['RealDiv', 'Maximum', 'Minimum', 'Mod', 'Pow', 'SquaredDifference', 'Atan2']) {
  kernelLaws[kernel] = { draw: binary };
}
for (const kernel of ['FloorDiv', 'BitwiseAnd']) kernelLaws[kernel] = { draw: (draw) => binary(draw, 'int32') };
for (const kernel of ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']) {
  kernelLaws[kernel] = { draw: (draw) => binary(draw, draw.dtype()) };
}
for (const kernel of ['LogicalAnd', 'LogicalOr']) kernelLaws[kernel] = { draw: (draw) => binary(draw, 'bool') };
for (const kernel of unaryKernels()) kernelLaws[kernel] ??= { draw: unary };

function unaryKernels(): string[] {
  return (
    'Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf IsNan Log ' +
    'Log1p LogicalNot Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Step Tan Tanh'
  ).split(' ');
}

function unary(draw: CaseDraw): KernelCase {
  return {
    inputs: { x: draw.tensor(draw.shape()) },
    attrs: { alpha: 0, clipValueMin: -1, clipValueMax: 1 },
  };
}

function binary(draw: CaseDraw, dtype: 'float32' | 'int32' | 'bool' = 'float32'): KernelCase {
  const [aShape, bShape] = draw.broadcastShapes();
  const a = draw.tensor(aShape, dtype);
  // Now and then one tensor under both operands.
  const b = draw.integer(0, 7) === 0 ? a : draw.tensor(bShape, dtype);
  return { inputs: { a, b } };
}

function reduction(draw: CaseDraw, dtype: 'float32' | 'int32' | 'bool' = 'float32') {
  const x = draw.tensor(draw.shape(), dtype);
  return { inputs: { x }, attrs: { axis: draw.axes(x.shape.length), keepDims: draw.flag() } };
}

function argReduction(draw: CaseDraw): KernelCase {
  const x = draw.tensor(draw.shape(1));
  return { inputs: { x }, attrs: { axis: draw.integer(0, x.shape.length - 1) } };
}

function product(draw: CaseDraw): KernelCase {
  const extent = () => (draw.integer(0, 12) === 0 ? 0 : draw.integer(1, 7));
  const [left, shared, right] = [extent(), extent(), extent()];
  const transposeA = draw.flag();
  const transposeB = draw.flag();
  const batch = draw.shape(0, 2);
  const [batchA, batchB] = draw.pick([
    [batch, batch],
    [batch, batch.map(() => 1)],
    [[1], batch],
    [[3], [2, 3]],
    [[], []],
  ]);
  const fits = !batchA.includes(0) && !batchB.includes(0);
  const a = draw.tensor([...(fits ? batchA : []), ...(transposeA ? [shared, left] : [left, shared])]);
  const b = draw.tensor([...(fits ? batchB : []), ...(transposeB ? [right, shared] : [shared, right])]);
  return { inputs: { a, b }, attrs: { transposeA, transposeB }, blockSize: draw.pick([1, 2, 3, 48]) };
}

function fusedProduct(draw: CaseDraw): KernelCase {
  const [left, shared, right] = [draw.integer(1, 5), draw.integer(1, 5), draw.integer(1, 5)];
  const activation = draw.pick(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']);
  const inputs: Record<string, KernelCase['inputs'][string]> = {
    a: draw.tensor([1, left, shared]),
    b: draw.tensor([1, shared, right]),
  };
  if (draw.flag()) inputs.bias = draw.tensor([right]);
  if (activation === 'prelu') inputs.preluActivationWeights = draw.tensor([1, right]);
  return {
    inputs,
    attrs: { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.2 },
    blockSize: draw.pick([2, 48]),
  };
}

/** A condition of the alternatives' shape, of the rows alone, or a single one. */
function select(draw: CaseDraw): KernelCase {
  const shape = draw.shape();
  const single = shape.includes(0) ? shape : [];
  const condition = draw.tensor(draw.pick([shape, shape, shape.slice(0, 1), single]), 'bool');
  const dtype = draw.dtype();
  const t = draw.tensor(shape, dtype);
  // Now and then one tensor under both alternatives.
  const e = draw.integer(0, 7) === 0 ? t : draw.tensor(shape, draw.dtype());
  return { inputs: { condition, t, e } };
}

/** Indices of which some are below 0 or not below the depth. */
function oneHot(draw: CaseDraw): KernelCase {
  const indices = draw.tensor(draw.shape(0, 3), 'int32');
  return { inputs: { indices }, attrs: { depth: draw.integer(1, 4), onValue: 1, offValue: 0, dtype: draw.dtype() } };
}
