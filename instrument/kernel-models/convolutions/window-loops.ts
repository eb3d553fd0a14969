import type { Node } from '../../../core/trace/nest.ts';
import { along, type CountedLoop, moved, type Places } from '../windows/places.ts';
import { windowRuns } from '../windows/window-runs.ts';
import type { SpatialAxis } from './geometry.ts';

/**
 * The windows of all axes, in runs of which the same taps lie in the image, and the loops over these taps, one an axis.
 * Operands are the image, the filter and what has a place for every window.
 */
export function windowLoops(
  axes: readonly SpatialAxis[],
  places: Places,
  body: (window: Places, taps: readonly CountedLoop[]) => readonly Node[],
  taps: readonly CountedLoop[] = [],
): readonly Node[] {
  const axis = axes[taps.length];
  if (axis === undefined) return body(places, taps);
  const { x, y, w, stride, dilation } = axis;
  return windowRuns(axis).flatMap((run) =>
    along(
      moved(places, [run.position * x, run.firstTap * w, run.start * y]),
      run.length,
      [stride * x, 0, y],
      (window) => windowLoops(axes, window, body, [...taps, { trip: run.taps, steps: [dilation * x, w, 0] }]),
    ),
  );
}
