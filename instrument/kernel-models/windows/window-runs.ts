/** Windows along one axis: window `w` has its tap `k` at `w * stride - before + k * dilation` of `extent` positions. */
export interface WindowAxis {
  readonly windows: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Positions of padding before the first one. */
  readonly before: number;
  readonly extent: number;
}

/** Consecutive windows of which the same taps lie inside the axis: in the middle of an image all of them. */
export interface WindowRun {
  readonly start: number;
  readonly length: number;
  readonly firstTap: number;
  /** How many, one after the other; 0 where the whole window is padding. */
  readonly taps: number;
  /** Where the first tap of the first window lies. */
  readonly position: number;
}

/**
 * The windows of an axis in order, as runs: a nest has loops for each, so that what the stock kernels skip at a border is
 * not read. O(windows); as many runs as windows that are cut at a border in different ways, and one.
 */
export function windowRuns({ windows, taps, stride, dilation, before, extent }: WindowAxis): WindowRun[] {
  const runs: WindowRun[] = [];
  for (let window = 0; window < windows; window++) {
    const corner = window * stride - before;
    const firstTap = Math.min(taps, Math.max(0, Math.ceil(-corner / dilation)));
    const end = Math.min(taps, Math.max(firstTap, Math.ceil((extent - corner) / dilation)));
    const last = runs.at(-1);
    if (last !== undefined && last.firstTap === firstTap && last.taps === end - firstTap) {
      runs[runs.length - 1] = { ...last, length: last.length + 1 };
    } else {
      runs.push({ start: window, length: 1, firstTap, taps: end - firstTap, position: corner + firstTap * dilation });
    }
  }
  return runs;
}
