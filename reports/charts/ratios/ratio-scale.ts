/** A logarithmic scale of ratios. */
export interface RatioScale {
  /** Powers of two, from the least of the scale to the most. */
  readonly ticks: readonly number[];
  /** Where a ratio lies, in per cent of the scale, to two digits. */
  readonly place: (ratio: number) => number;
}

const MOST_TICKS = 8;

/** The scale that has all of these positive ratios, and 1, between powers of two. */
export function ratioScale(ratios: readonly number[]): RatioScale {
  const logs = ratios.map(Math.log2);
  const least = Math.floor(Math.min(0, ...logs) + 1e-9);
  const most = Math.max(least + 1, Math.ceil(Math.max(0, ...logs) - 1e-9));
  const step = Math.ceil((most - least) / MOST_TICKS);
  const ticks: number[] = [];
  for (let power = Math.ceil(least / step) * step; power <= most; power += step) ticks.push(2 ** power);
  return {
    ticks,
    place: (ratio) => Number(((100 * (Math.log2(ratio) - least)) / (most - least)).toFixed(2)),
  };
}
