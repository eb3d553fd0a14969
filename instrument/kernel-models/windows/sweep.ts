import type { Access, Node } from '../../../core/trace/nest.ts';
import { loop, rowMajor } from '../model/element-loops.ts';
import type { PlanTensor } from '../model/kernel-model.ts';
import { at } from '../model/kernel-model.ts';
import { type WindowAxis, windowRuns } from './window-runs.ts';

/** Where the taps of the first place of a sweep begin on the other axis, and how many they are at each of its places. */
interface TapStart {
  readonly place: number;
  readonly first: number;
  readonly taps: number;
}

/** A loop over places along one axis, each with taps along another: loops inside it, or, innermost, where they begin. */
export interface Sweep {
  readonly trip: number;
  /** From one iteration to the next, of the place and of its first tap. */
  readonly placeStep: number;
  readonly firstStep: number;
  readonly inside: readonly Sweep[] | TapStart;
}

/** The windows of an axis in order; taps are positions. O(windows). */
export function windowSweep(axis: WindowAxis): Sweep[] {
  return windowRuns(axis).map(({ start, length, position, taps }) => ({
    trip: length,
    placeStep: 1,
    firstStep: axis.stride,
    inside: { place: start, first: position, taps },
  }));
}

/**
 * The positions of an axis in order; taps are the windows that cover each. In blocks of one stride: blocks that are alike
 * are a loop, and so are neighbours in a block that the same windows cover. The axis is not dilated. O(positions).
 */
export function coveringSweep(axis: WindowAxis): Sweep[] {
  const { stride, extent } = axis;
  const sweeps: Sweep[] = [];
  let shape = '';
  for (let start = 0; start < extent; start += stride) {
    const inside = coveredTogether(axis, start, Math.min(extent, start + stride));
    const block = start / stride;
    const ownShape = inside
      .map(({ trip, inside: { first, taps } }) => `${trip} ${taps && first - block} ${taps}`)
      .join();
    const last = sweeps.length - 1;
    if (ownShape === shape) sweeps[last] = { ...sweeps[last], trip: sweeps[last].trip + 1 };
    else sweeps.push({ trip: 1, placeStep: stride, firstStep: 1, inside });
    shape = ownShape;
  }
  return sweeps;
}

/** The windows that cover a position: the first, and how many, one after the other. */
export function windowsOver({ windows, taps, stride, before }: WindowAxis, position: number): [number, number] {
  const first = Math.max(0, Math.ceil((position + before - taps + 1) / stride));
  const last = Math.min(windows - 1, Math.floor((position + before) / stride));
  return [first, Math.max(0, last - first + 1)];
}

function coveredTogether(axis: WindowAxis, start: number, end: number): (Sweep & { readonly inside: TapStart })[] {
  const groups: (Sweep & { readonly inside: TapStart })[] = [];
  for (let place = start; place < end; place++) {
    const [first, taps] = windowsOver(axis, place);
    const last = groups.at(-1);
    if (last !== undefined && last.inside.taps === taps && (taps === 0 || last.inside.first === first)) {
      groups[groups.length - 1] = { ...last, trip: last.trip + 1 };
    } else {
      groups.push({ trip: 1, placeStep: 1, firstStep: 0, inside: { place, first, taps } });
    }
  }
  return groups;
}

/** What happens at one place: once for each of its taps, and at the end. `locals` hold nothing when it begins. */
export interface PlaceBody {
  readonly locals: readonly number[];
  readonly tap: (tapped: Access) => readonly Node[];
  readonly end: (place: Access) => readonly Node[];
}

/**
 * Loops over batches, then channels, then the places of all axes, the last one innermost, then their taps: the order of
 * the stock pooling kernels, on tensors of [batch, axes, channels]. `tapped` is bound to slot 0, `places` to slot 1.
 */
export function sweptLoops(
  sweeps: readonly (readonly Sweep[])[],
  tapped: PlanTensor,
  places: PlanTensor,
  { locals, tap, end }: PlaceBody,
): Node[] {
  const tappedSteps = rowMajor(tapped.shape).slice(1);
  const placeSteps = rowMajor(places.shape).slice(1);

  const nodesOf = (axis: number, within: readonly Sweep[], from: Access, to: Access, taps: number[]): Node[] =>
    within.map(({ trip, placeStep, firstStep, inside }) => {
      const reads = { ...from, strides: [...from.strides, firstStep * tappedSteps[axis]] };
      const writes = { ...to, strides: [...to.strides, placeStep * placeSteps[axis]] };
      if (!('taps' in inside)) return loop(trip, nodesOf(axis, inside, reads, writes, taps));
      const first = { ...reads, base: reads.base + inside.first * tappedSteps[axis] };
      const place = { ...writes, base: writes.base + inside.place * placeSteps[axis] };
      const counts = [...taps, inside.taps];
      if (axis + 1 < sweeps.length) return loop(trip, nodesOf(axis + 1, sweeps[axis + 1], first, place, counts));
      return loop(trip, [...tapNodes(first, counts), ...end(place)], locals);
    });
  const tapNodes = (first: Access, counts: readonly number[]): readonly Node[] => {
    if (counts.includes(0)) return [];
    const element = { ...first, strides: [...first.strides, ...tappedSteps.slice(0, counts.length)] };
    return counts.reduceRight<readonly Node[]>((nodes, trip) => [loop(trip, nodes)], tap(element));
  };

  const outer = (slot: number, tensor: PlanTensor) => at(slot, tensor, 0, [rowMajor(tensor.shape)[0], 1]);
  const [batches, channels] = [places.shape[0], places.shape[places.shape.length - 1]];
  const nodes = nodesOf(0, sweeps[0], outer(0, tapped), outer(1, places), []);
  return [loop(batches, [loop(channels, nodes)])];
}
