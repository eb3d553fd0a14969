/** A bar of this share of the room that it stands in, 0 .. 1. */
export function bar(share: number): string {
  return `<svg class="bar" aria-hidden="true"><rect width="${(100 * share).toFixed(1)}%" height="100%"/></svg>`;
}
