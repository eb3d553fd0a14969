import type { Access, Node } from '../../../core/trace/nest.ts';
import { loop } from '../model/element-loops.ts';
import { at, type PlanTensor } from '../model/kernel-model.ts';

/**
 * Where the operands of a nest are, while its loops are being written: of each the element that it is at before them, and
 * its step along every loop, outermost first.
 */
export interface Places {
  readonly bases: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** Before any loop, at these elements. */
export function placesAt(...bases: readonly number[]): Places {
  return { bases, strides: bases.map(() => []) };
}

/** The same loops, begun so many elements further. */
export function moved(places: Places, offsets: readonly number[]): Places {
  return { ...places, bases: places.bases.map((base, operand) => base + offsets[operand]) };
}

/**
 * A loop in which each operand takes steps. None where it would run never; its body alone where it would run once, unless
 * locals are `fresh` in it.
 */
export function along(
  places: Places,
  trip: number,
  steps: readonly number[],
  body: (inside: Places) => readonly Node[],
  fresh?: readonly number[],
): readonly Node[] {
  if (trip === 0) return [];
  if (trip === 1 && fresh === undefined) return body(places);
  const strides = places.strides.map((before, operand) => [...before, steps[operand]]);
  return [loop(trip, body({ ...places, strides }), fresh)];
}

/** A loop, and the steps of the operands along it. */
export interface CountedLoop {
  readonly trip: number;
  readonly steps: readonly number[];
}

/** Such loops within one another, outermost first. */
export function nested(
  places: Places,
  loops: readonly CountedLoop[],
  body: (inside: Places) => readonly Node[],
): readonly Node[] {
  if (loops.length === 0) return body(places);
  const [{ trip, steps }, ...inner] = loops;
  return along(places, trip, steps, (inside) => nested(inside, inner, body));
}

/** The element that an operand is at. */
export function accessAt(places: Places, slot: number, tensor: PlanTensor): Access {
  return at(slot, tensor, places.bases[slot], places.strides[slot]);
}
