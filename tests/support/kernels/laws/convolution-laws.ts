import { backend_util, type NamedAttrMap } from '@tensorflow/tfjs-core';
import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, Dtype, KernelLaw } from '../kernel-cases.ts';

/** Shapes of a convolution that fit together, and what it is called with. */
interface Convolution {
  readonly x: number[];
  readonly filter: number[];
  readonly y: number[];
  readonly attrs: NamedAttrMap;
}

type Kind = 'dense' | 'depthwise';
type Info2D = Parameters<typeof backend_util.computeConv2DInfo>;
type Info3D = Parameters<typeof backend_util.computeConv3DInfo>;

const FORWARD = ['s = copy x', 't = mul z s y', 'z = add t'];
const FUSED = [
  ...['z = add x y', 'y = compare x', 'y = exp x', 'y = sigmoid x', 's = compare x', 'y = compare s', 'y = select s x'],
  ...['s = mul x y', 'z = select s'],
];
const GRADIENT = ['t = mul x y', 's = add s t', 'z = copy s'];
const MAXIMUM = ['t = add x y', 's = compare t s'];
const DILATION_GRADIENT = {
  values: 'computed',
  hidden: ['output writes'],
  cases: 100,
  instructions: ['y = copy x', ...MAXIMUM, 'copy s', 'u = add u z'],
} as const;

export const convolutionLaws: Record<string, KernelLaw> = {
  Conv2D: { draw: (draw) => forward(draw, convolution2D(draw, 'dense', 3)), cases: 150, instructions: FORWARD },
  Conv2DBackpropFilter: {
    draw: (draw) => filterGradient(draw, convolution2D(draw, 'dense', 1)),
    cases: 150,
    instructions: GRADIENT,
  },
  Conv2DBackpropInput: {
    draw: (draw) => imageGradient(draw, convolution2D(draw, 'dense', 1)),
    cases: 150,
    instructions: GRADIENT,
  },
  DepthwiseConv2dNative: {
    draw: (draw) => forward(draw, convolution2D(draw, 'depthwise', 3)),
    cases: 150,
    instructions: FORWARD,
  },
  DepthwiseConv2dNativeBackpropFilter: {
    draw: (draw) => filterGradient(draw, convolution2D(draw, 'depthwise', 1)),
    cases: 150,
    instructions: GRADIENT,
  },
  DepthwiseConv2dNativeBackpropInput: {
    draw: (draw) => imageGradient(draw, convolution2D(draw, 'depthwise', 1)),
    cases: 150,
    instructions: GRADIENT,
  },
  FusedConv2D: {
    draw: (draw) => fused(draw, convolution2D(draw, 'dense', 2)),
    cases: 150,
    instructions: [...FORWARD, ...FUSED],
  },
  FusedDepthwiseConv2D: {
    draw: (draw) => fused(draw, convolution2D(draw, 'depthwise', 2)),
    cases: 150,
    instructions: [...FORWARD, ...FUSED],
  },
  Conv3D: { draw: (draw) => forward(draw, convolution3D(draw, 3)), cases: 100, instructions: FORWARD },
  Conv3DBackpropFilterV2: {
    draw: (draw) => filterGradient(draw, convolution3D(draw, 1)),
    cases: 100,
    instructions: GRADIENT,
  },
  Conv3DBackpropInputV2: {
    draw: (draw) => imageGradient(draw, convolution3D(draw, 1)),
    cases: 100,
    instructions: GRADIENT,
  },
  Dilation2D: {
    draw: (draw) => {
      const { inputs, attrs = {} } = dilation(draw);
      return { inputs: { x: inputs.x, filter: inputs.filter }, attrs };
    },
    cases: 100,
    instructions: [...MAXIMUM, 'z = copy s'],
  },
  Dilation2DBackpropFilter: { draw: dilation, ...DILATION_GRADIENT },
  Dilation2DBackpropInput: { draw: dilation, ...DILATION_GRADIENT },
};

function forward(draw: CaseDraw, { x, filter, attrs }: Convolution): KernelCase {
  const dtype = draw.pick<Dtype>(['float32', 'float32', 'int32', 'bool']);
  return { inputs: { x: draw.tensor(x, dtype), filter: draw.tensor(filter) }, attrs };
}

function filterGradient(draw: CaseDraw, { x, filter, y, attrs }: Convolution): KernelCase {
  return { inputs: { x: draw.tensor(x), dy: draw.tensor(y) }, attrs: { ...attrs, filterShape: filter } };
}

function imageGradient(draw: CaseDraw, { x, filter, y, attrs }: Convolution): KernelCase {
  return { inputs: { dy: draw.tensor(y), filter: draw.tensor(filter) }, attrs: { ...attrs, inputShape: x } };
}

/** Bias and slopes of one number, one a channel, or of the shape of a whole result. */
function fused(draw: CaseDraw, { x, filter, y, attrs }: Convolution): KernelCase {
  const channels = attrs.dataFormat === 'NCHW' ? y[1] : y[3];
  const added = () => draw.tensor(draw.pick([[], [1], [channels], y.slice(1)]));
  const activation = draw.pick([undefined, 'linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']);
  const inputs: Record<string, GivenTensor> = { x: draw.tensor(x), filter: draw.tensor(filter) };
  if (draw.flag()) inputs.bias = added();
  if (activation === 'prelu') inputs.preluActivationWeights = added();
  return { inputs, attrs: { ...attrs, activation, leakyreluAlpha: 0.2 } as NamedAttrMap };
}

/**
 * Filters up to 3 by 3, or larger than the image, over images up to 5 by 5 of either format, in strides up to 3, dilated up
 * to `mostDilated`, padded in every way. What the stock kernel refuses or computes wrong is drawn again.
 */
function convolution2D(draw: CaseDraw, kind: Kind, mostDilated: number): Convolution {
  const [rows, columns] = [draw.integer(0, 5), draw.integer(1, 5)];
  const [batch, channels, filters] = [draw.integer(0, 2), filled(draw), filled(draw)];
  const filter = [draw.integer(1, 3), draw.integer(1, 3), channels, filters];
  const strides = oneOrTwo(draw, 3);
  const unstrided = `${strides}` === '1' || `${strides}` === '1,1';
  const dilations = kind === 'dense' || unstrided ? oneOrTwo(draw, mostDilated) : 1;
  const format = kind === 'depthwise' || draw.flag() ? 'NHWC' : 'NCHW';
  const pairs = [
    [draw.integer(0, 2), draw.integer(0, 2)],
    [draw.integer(0, 2), draw.integer(0, 2)],
  ];
  const explicit = format === 'NHWC' ? [[0, 0], ...pairs, [0, 0]] : [[0, 0], [0, 0], ...pairs];
  const pad = draw.pick(['same', 'valid', draw.integer(0, 2), explicit]);
  const dimRoundingMode = typeof pad === 'string' ? undefined : draw.pick([undefined, 'floor', 'round', 'ceil']);
  const x = format === 'NHWC' ? [batch, rows, columns, channels] : [batch, channels, rows, columns];
  const info = (padding: typeof pad) =>
    backend_util.computeConv2DInfo(
      x as Info2D[0],
      filter as Info2D[1],
      strides as Info2D[2],
      dilations as Info2D[3],
      padding as Info2D[4],
      dimRoundingMode as Info2D[5],
      kind === 'depthwise',
      backend_util.convertConv2DDataFormat(format),
    ).outShape;
  const y = info(pad);
  const numbered = typeof pad === 'number' ? [pad, pad] : [0, 0];
  const byAxis = format === 'NHWC' ? [[0, 0], numbered, numbered, [0, 0]] : [[0, 0], [0, 0], numbered, numbered];
  const fits = y.every((extent) => extent >= 0) && (typeof pad !== 'number' || `${info(byAxis)}` === `${y}`);
  const attrs = { strides, dilations, pad, dataFormat: format, dimRoundingMode } as NamedAttrMap;
  return fits ? { x, filter, y, attrs } : convolution2D(draw, kind, mostDilated);
}

/** A filter for every channel, of which the values are few, so that many maxima are not the only ones. */
function dilation(draw: CaseDraw): KernelCase {
  const { x, filter, y, attrs } = convolution2D(draw, 'depthwise', 3);
  const dtype = draw.pick<Dtype>(['float32', 'int32']);
  const inputs = {
    x: draw.tensor(x, dtype),
    filter: draw.tensor(filter.slice(0, 3), dtype),
    dy: draw.tensor(y.with(3, x[3]), dtype),
  };
  const { strides, dilations, pad } = attrs;
  return attrs.dimRoundingMode === undefined && !Array.isArray(pad)
    ? { inputs, attrs: { strides, dilations, pad } as NamedAttrMap }
    : dilation(draw);
}

/** Filters up to 3 by 3 by 3, or larger than the volume, over volumes up to 3 by 3 by 4, in strides up to 3, or dilated. */
function convolution3D(draw: CaseDraw, mostDilated: number): Convolution {
  const x = [draw.integer(0, 2), draw.integer(1, 3), draw.integer(1, 3), draw.integer(0, 4), filled(draw)];
  const filter = [draw.integer(1, 2), draw.integer(1, 3), draw.integer(1, 3), x[4], filled(draw)];
  const oneOrThree = (most: number) =>
    draw.flag() ? draw.integer(1, most) : [draw.integer(1, most), draw.integer(1, most), draw.integer(1, most)];
  const attrs = {
    strides: oneOrThree(3),
    dilations: oneOrThree(mostDilated),
    pad: draw.pick(['same', 'same', 'valid', draw.integer(0, 2)]),
  };
  const y = backend_util.computeConv3DInfo(
    x as Info3D[0],
    filter as Info3D[1],
    attrs.strides as Info3D[2],
    attrs.dilations as Info3D[3],
    attrs.pad as Info3D[4],
  ).outShape;
  return { x, filter, y, attrs };
}

/** Mostly 1 .. 3, now and then 0. */
function filled(draw: CaseDraw): number {
  return draw.integer(0, 12) === 0 ? 0 : draw.integer(1, 3);
}

/** One number for both axes, or one for each. */
function oneOrTwo(draw: CaseDraw, most: number): number | number[] {
  return draw.flag() ? draw.integer(1, most) : [draw.integer(1, most), draw.integer(1, most)];
}
