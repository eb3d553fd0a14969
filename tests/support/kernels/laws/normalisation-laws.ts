import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { GivenTensor } from '../../../../instrument/fidelity/stock-kernel.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** Normalisation by given statistics, and by the channels around an element. */
export const normalisationLaws: Record<string, KernelLaw> = {
  FusedBatchNorm: {
    draw: batchNorm,
    hidden: ['constant reads', 'output writes'],
    instructions: [
      ...['s = copy y', 't = sub x z', 't = mul t u', 'v = add a', 'v = sqrt v', 't = div t v', 'b = add s t'],
    ],
  },
  LRN: {
    draw: (draw) => ({ inputs: { x: floats(draw, image(draw)) }, attrs: response(draw) }),
    hidden: ['output writes'],
    instructions: [...['t = mul x', 's = add s t', 'v = copy x', 's = mul s', 's = add s', 's = pow s', 'y = mul v s']],
  },
  LRNGrad: {
    draw: (draw) => {
      const shape = image(draw);
      const inputs = { x: floats(draw, shape), y: floats(draw, shape), dy: floats(draw, shape) };
      return { inputs, attrs: response(draw) };
    },
    hidden: ['output reads', 'output writes'],
    instructions: [
      ...['t = pow x', 's = add s t', 's = mul s', 's = add s', 't = mul x', 't = mul t y', 't = div t s'],
      ...['v = pow s', 't = add t v', 't = mul t z', 'u = add u t'],
    ],
  },
};

/** Statistics of one element, of the last axes of x, or of all of x; scale and offset are missing now and then. */
function batchNorm(draw: CaseDraw): KernelCase {
  const x = floats(draw, draw.shape(1));
  const rank = draw.pick([1, x.shape.length]);
  const statistic = () => {
    const own = x.shape.slice(x.shape.length - draw.integer(0, rank));
    return draw.tensor([...Array.from({ length: rank - own.length }, () => 1), ...own]);
  };
  return {
    inputs: {
      ...{ x, mean: statistic(), variance: statistic() },
      ...(draw.flag() && { offset: statistic() }),
      ...(draw.flag() && { scale: statistic() }),
    },
    attrs: draw.flag() ? { varianceEpsilon: 0.01 } : {},
  };
}

/** In an array of any type: of other dtypes the stock kernels make floats. */
function floats(draw: CaseDraw, shape: readonly number[]): GivenTensor {
  return draw.tensor(shape, 'float32', draw.dtype());
}

function image(draw: CaseDraw): number[] {
  return [draw.extent(), draw.extent(), draw.extent(), draw.pick([0, 1, 2, 3, 5, 7])];
}

function response(draw: CaseDraw) {
  return { depthRadius: draw.integer(0, 4), bias: 1, alpha: 0.5, beta: 0.5 };
}
