import { backend_util } from '@tensorflow/tfjs-core';
import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** Pooling of images and volumes, and its gradients. */
export const poolingLaws: Record<string, KernelLaw> = {
  AvgPool: { draw: (draw) => forward(draw, 2), cases: 150, instructions: ['s = add s x', 'y = div s'] },
  AvgPoolGrad: {
    draw: (draw) => gradient(draw, { ...pool(draw, 2), dimRoundingMode: undefined }),
    cases: 150,
    instructions: ['s = add s x', 'y = mul s'],
  },
  AvgPool3D: { draw: (draw) => forward(draw, 3), cases: 100, instructions: ['s = add s x', 'y = div s'] },
  AvgPool3DGrad: {
    draw: (draw) => gradient(draw, pool(draw, 3)),
    cases: 100,
    instructions: ['s = add s x', 'y = mul s'],
  },
  MaxPool: { draw: (draw) => forward(draw, 2), cases: 150, instructions: ['s = compare s x', 'y = copy s'] },
  MaxPoolGrad: {
    draw: (draw) => gradient(draw, pool(draw, 2)),
    cases: 150,
    values: 'computed',
    instructions: ['s = compare s x', 'y = copy s', 'v = compare x', 't = mul y v', 's = add s t', 'z = copy s'],
  },
  MaxPool3D: { draw: (draw) => forward(draw, 3), cases: 100, instructions: ['s = compare s x', 'y = copy s'] },
  MaxPool3DGrad: {
    draw: (draw) => {
      const given = pool(draw, 3);
      const [depth, side] = given.filterSize;
      return gradient(draw, {
        ...given,
        filterSize: [depth, side, side],
        shape: [...given.shape.slice(0, 3), 4, given.shape[4]],
      });
    },
    cases: 100,
    values: 'computed',
    instructions: [...['s = compare s x', 'y = copy s', 'v = compare x', 't = mul y v', 's = add s t'], 'z = copy s'],
  },
  MaxPoolWithArgmax: {
    draw: (draw) => {
      const given = { ...pool(draw, 2), dimRoundingMode: undefined };
      const x = draw.tensor(given.shape, draw.pick(['float32', 'int32']));
      return { inputs: { x }, attrs: { ...attrsOf(draw, given), includeBatchInIndex: draw.flag() } };
    },
    cases: 100,
    instructions: ['s = compare s x', 'y = copy s'],
  },
};

interface Pool {
  readonly shape: readonly number[];
  readonly filterSize: readonly number[];
  readonly strides: readonly number[];
  readonly pad: number | 'same' | 'valid' | number[][];
  readonly dimRoundingMode: 'floor' | 'round' | 'ceil' | undefined;
}

/** Windows that fit into `rank` axes, with any padding; now and then windows of nothing but padding, and empty axes. */
function pool(draw: CaseDraw, rank: number): Pool {
  const axes = Array.from({ length: rank });
  const side = draw.integer(1, 3);
  const stride = draw.integer(1, 3);
  const pad = draw.pick(['same', 'same', 'valid', 0, 1, 'pairs'] as const);
  // One number for the padding of an image goes with square windows and equal strides.
  const isSquare = typeof pad === 'number' && rank === 2;
  const filterSize = axes.map(() => (isSquare ? side : draw.integer(1, 3)));
  const strides = axes.map(() => (isSquare ? stride : draw.integer(1, 3)));
  const pairs = [[0, 0], ...axes.map(() => [draw.integer(0, 3), draw.integer(0, 2)]), [0, 0]];
  const isNamed = pad === 'same' || pad === 'valid';
  return {
    shape: [draw.pick([0, 1, 1, 2]), ...axes.map(() => draw.integer(isNamed ? 3 : 2, 5)), draw.pick([0, 1, 2, 2])],
    filterSize,
    strides,
    pad: pad === 'pairs' ? (rank === 2 ? pairs : 1) : pad,
    dimRoundingMode: isNamed ? undefined : draw.pick(['floor', 'round', 'ceil', undefined]),
  };
}

/** One number where all are equal, now and then. */
function attrsOf(draw: CaseDraw, { filterSize, strides, pad, dimRoundingMode }: Pool) {
  const short = (sizes: readonly number[]) =>
    sizes.every((size) => size === sizes[0]) && draw.flag() ? sizes[0] : [...sizes];
  return { filterSize: short(filterSize), strides: short(strides), pad, ...(dimRoundingMode && { dimRoundingMode }) };
}

function forward(draw: CaseDraw, rank: number): KernelCase {
  const given = pool(draw, rank);
  return { inputs: { x: draw.tensor(given.shape, draw.dtype()) }, attrs: attrsOf(draw, given) };
}

/** The gradient of what the windows give. */
function gradient(draw: CaseDraw, given: Pool): KernelCase {
  const stored = draw.pick([
    ['float32', 'float32'],
    ['float32', 'int32'],
    ['int32', 'int32'],
  ] as const);
  const tensor = (shape: readonly number[]): GivenTensor => draw.tensor(shape, ...stored);
  return {
    inputs: { dy: tensor(outShape(given)), input: tensor(given.shape) },
    attrs: attrsOf(draw, given),
  };
}

function outShape({ shape, filterSize, strides, pad, dimRoundingMode }: Pool): number[] {
  const compute = shape.length === 4 ? backend_util.computePool2DInfo : backend_util.computePool3DInfo;
  return compute(shape as never, filterSize as never, strides as never, 1, pad as never, dimRoundingMode).outShape;
}
