import type { Stream } from '../../../core/run-engine/plan/planned-nodes.ts';

/** A stream of an argument of so many elements that the loop at depth 0 moves. */
export function movingStream(step: number, addresses: number): Stream {
  const group = { id: 0, value: 0, base: 0, strides: [step], low: 0, high: addresses - 1, signature: '' };
  return {
    group,
    value: 0,
    base: 0,
    stride: 0,
    depths: [0],
    steps: [step],
    isReadFirst: true,
    startsAnew: false,
    offStack: 'argument',
    livesOn: true,
    overlaps: false,
    revisits: [],
    after: 1,
  };
}
