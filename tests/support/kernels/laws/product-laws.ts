import type { KernelCase } from '../../../../instrument/fidelity/kernel-fidelity.ts';
import { type CaseDraw, type KernelLaw, listed } from '../kernel-cases.ts';

/** The products that are made of other kernels. */
export const productLaws: Record<string, KernelLaw> = {
  Einsum: {
    draw: einsum,
    cases: 80,
    instructions: ['y = copy x', 'z = mul x y', 's = add s x', 'y = copy s'],
  },
};

/** One tensor or two with a summed axis in common, if any is summed; the axes of the result in any order. */
function einsum(draw: CaseDraw): KernelCase {
  const extents = Object.fromEntries([...'abcdef'].map((name) => [name, draw.extent()]));
  const kept = [...'abc'].slice(0, draw.integer(0, 3));
  const summed = [...'def'].slice(0, draw.integer(0, 3));
  const count = draw.integer(1, 2);
  const terms = Array.from({ length: count }, () => term(draw, kept, summed));
  const inSome = draw.permutation(kept.length).flatMap((axis) => (terms.flat().includes(kept[axis]) ? kept[axis] : []));
  const shapeOf = (names: readonly string[]) => names.map((name) => extents[name]);
  const tensors = terms.map((names) => draw.tensor(shapeOf(names), draw.dtype()));
  const equation = `${terms.map((names) => names.join('')).join(draw.pick([',', ' , ']))}->${inSome.join('')}`;
  return { inputs: listed(tensors), attrs: { equation } };
}

/** Some axes in any order: the first summed one with them, and before the others that are summed. */
function term(draw: CaseDraw, kept: readonly string[], summed: readonly string[]): string[] {
  const names = [...kept.filter(() => draw.flag()), ...summed.filter((_, axis) => axis === 0 || draw.flag())];
  const mixed = draw.permutation(names.length).map((axis) => names[axis]);
  const first = mixed.findIndex((name) => summed.includes(name));
  const common = mixed.indexOf(summed[0]);
  if (common > first) [mixed[first], mixed[common]] = [mixed[common], mixed[first]];
  return mixed;
}
