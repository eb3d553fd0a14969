/** Below this width a chart is for a phone. */
const NARROW = 500;

/** Whether a drawing of this width is for a phone: shorter names, less height. */
export function isNarrow(width: number): boolean {
  return width < NARROW;
}

/** Ticks of a quantitative axis along the width. */
export function ticksAlong(width: number): number {
  return isNarrow(width) ? 4 : 8;
}

/**
 * The size of a drawing `width` pixels wide around a plot `height` pixels high, with `left` pixels for the labels of
 * the y axis and a title above where `hasTitle`. Fixed, since without a browser text cannot be measured well.
 */
export function frame(width: number, height: number, left: number, hasTitle: boolean) {
  const right = 16;
  return {
    width: width - left - right,
    height,
    autosize: { type: 'none' as const },
    padding: { left, right, top: hasTitle ? 26 : 6, bottom: 42 },
  };
}
