import { expect, test } from 'vitest';
import type { Node } from '../../../../core/trace/nest.ts';
import { isLoop } from '../../../../core/trace/nest.ts';
import {
  type AxisStep,
  type AxisWalk,
  axisLoops,
  axisSegments,
  bodiesOf,
} from '../../../../instrument/kernel-models/images/axis-segments.ts';
import { CaseDraw } from '../../../support/kernels/kernel-cases.ts';

/** What the loops over an axis do, iteration by iteration: position, kind and taps. */
function executed(steps: readonly AxisStep[]): number[][] {
  const walks: AxisWalk[] = [];
  const nodes = axisLoops(axisSegments(steps), (walk) => {
    walks.push(walk);
    return [{ op: 'copy', reads: [], write: null }];
  });
  const found: number[][] = [];
  let next = 0;
  const run = (inside: readonly Node[], variables: readonly number[], first: number): number => {
    let body = first;
    for (const node of inside) {
      if (isLoop(node)) {
        let end = body;
        for (let v = 0; v < (node.trip as number); v++) end = run(node.body, [...variables, v], body);
        body = end;
        continue;
      }
      const { position, kind, taps, positionSteps, tapSteps } = walks[body++];
      const moved = (by: readonly number[]) => variables.reduce((sum, v, depth) => sum + v * by[depth], 0);
      found.push([position + moved(positionSteps), kind, ...taps.map((tap) => tap + moved(tapSteps))]);
      next = Math.max(next, body);
    }
    return body;
  };
  run(nodes, [], 0);
  expect(next).toBe(walks.length);
  return found;
}

const asList = (steps: readonly AxisStep[]) => steps.map(({ taps, kind }, position) => [position, kind, ...taps]);

test('the loops of an axis are its positions in order, whatever these take their pixels from', () => {
  for (let seed = 0; seed < 1500; seed++) {
    const draw = new CaseDraw(seed);
    const block = Array.from({ length: draw.integer(1, 4) }, () => ({
      taps: [draw.integer(0, 2), draw.integer(0, 2)],
      kind: draw.integer(0, 1),
    }));
    const advance = draw.integer(0, 3);
    const repeated = Array.from({ length: draw.integer(0, 5) }, (_, repeat) =>
      block.map(({ taps, kind }) => ({ taps: taps.map((tap) => tap + repeat * advance), kind })),
    ).flat();
    const steps = draw.flag() ? repeated : [...repeated, ...block.slice(1), ...repeated];
    expect(executed(steps), `seed ${seed}`).toEqual(asList(steps));
  }
});

test('an image made eight times as large is two loops in another, and a border', () => {
  const steps = Array.from({ length: 512 }, (_, position) => ({
    taps: [Math.floor(position / 8), Math.min(63, Math.ceil(position / 8))],
    kind: 0,
  }));
  const segments = axisSegments(steps);
  expect(segments.map(({ repeats, period, advance }) => [repeats, period, advance])).toEqual([
    [63, 8, 1],
    [1, 0, 0],
  ]);
  expect(bodiesOf(segments)).toBe(3);
  expect(executed(steps)).toEqual(asList(steps));
});
