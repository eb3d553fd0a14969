import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import type { CaseDraw, KernelLaw } from '../kernel-cases.ts';

/** Complex operands are put into arrays of their own, both parts in turn, and read whole before they are used. */
export const COMPLEX_OPERANDS = ['z = copy x', 'z = copy y', 's = copy x', 't = copy x', 'v = copy y', 'w = copy y'];
export const COMPLEX_PRODUCT = [
  ...['g = mul s v', 'h = mul t w', 'z = sub g h'],
  ...['g = mul s w', 'h = mul t v', 'u = add g h'],
];
const TRANSFORM = [
  // Into the result, and into even and odd elements.
  ...['s = copy x', 't = copy x', 'y = copy s', 'z = copy t', 'y = copy x', 'z = copy x', 'z = copy y'],
  ...[...COMPLEX_OPERANDS, ...COMPLEX_PRODUCT, 'z = add s v', 'u = add t w', 'z = sub s v', 'u = sub t w'],
  // By a matrix.
  ...['g = cos', 'h = sin', 'v = copy x', 'w = copy x', 'y = copy t'],
  ...['i = mul v g', 'j = mul w h', 'i = sub i j', 's = add s i'],
  ...['i = mul v h', 'j = mul w g', 'i = add i j', 't = add t i'],
];

export const complexLaws: Record<string, KernelLaw> = {
  Complex: {
    draw: (draw) => {
      const shape = draw.shape();
      const real = draw.tensor(shape, draw.dtype());
      // Now and then one tensor as both parts.
      return { inputs: { real, imag: draw.integer(0, 7) === 0 ? real : draw.tensor(shape, draw.dtype()) } };
    },
    instructions: [],
  },
  Real: { draw: taken, instructions: [] },
  Imag: { draw: taken, instructions: [] },
  ComplexAbs: {
    draw: (draw) => ({ inputs: { x: draw.tensor(draw.shape(), 'complex64') } }),
    hidden: ['output writes'],
    instructions: ['z = sqrt x y'],
  },
  FFT: {
    draw: transform,
    cases: 40,
    hidden: ['temporary reads', 'temporary writes'],
    instructions: [...new Set(TRANSFORM)],
  },
  IFFT: {
    draw: transform,
    cases: 40,
    hidden: ['temporary reads', 'temporary writes'],
    instructions: [...new Set([...TRANSFORM, 's = div s', 't = div t', 'z = div x y'])],
  },
};

/** Two tensors of which one at least is complex, of equal ranks: others the stock kernel computes wrong. */
export function complexOperands(draw: CaseDraw): KernelCase {
  const shape = draw.shape();
  const thin = shape.map((extent) => (draw.integer(0, 2) === 0 ? 1 : extent));
  const [left, right] = draw.flag() ? [shape, thin] : [thin, shape];
  const [one, other] = draw.pick([
    ['complex64', 'complex64'],
    ['complex64', draw.dtype()],
    [draw.dtype(), 'complex64'],
  ] as const);
  const a = draw.tensor(left, one);
  // Now and then one tensor under both operands.
  return { inputs: { a, b: one === other && draw.integer(0, 7) === 0 ? a : draw.tensor(right, other) } };
}

function taken(draw: CaseDraw): KernelCase {
  return { inputs: { input: draw.tensor(draw.shape(), 'complex64') } };
}

/** Rows of a power of two, which are halved, and others; no rows now and then. */
function transform(draw: CaseDraw): KernelCase {
  const size = draw.pick([1, 2, 4, 8, 3, 5, 6]);
  const rows = draw.pick([[], [1], [0], [2], [1, 2]]);
  return { inputs: { input: draw.tensor([...rows, size], 'complex64') } };
}
