import { describe, expect, test } from 'vitest';
import { InputError } from '../../../core/input-error.ts';
import { LabelScores } from '../../../scenarios/batches/label-scores.ts';

describe('the best labels', () => {
  // Two examples, three candidate labels, scores of two layers.
  const scores = new LabelScores(2, 3, 2);
  scores.put(0, 0, [1, 1]);
  scores.put(0, 1, [5, 1]);
  scores.put(1, 0, [4, 1]);
  scores.put(1, 1, [3, 1]);
  scores.put(2, 0, [2, 0]);
  scores.put(2, 1, [1], 0);
  scores.put(2, 1, [0], 1);

  test('scores are kept by example, label and layer', () => {
    expect([...scores.values]).toEqual([1, 5, 4, 3, 2, 1, /* next example */ 1, 1, 1, 1, 0, 0]);
  });

  test.each([
    ['all layers', [1, 0]],
    ['all but the first', [0, 0]],
    [0, [1, 0]],
    [1, [0, 0]],
  ] as const)('of %s', (scored, wanted) => {
    expect([...scores.best(scored)]).toEqual(wanted);
  });

  test('a label that is excluded is passed over, however low the others are', () => {
    expect([...scores.best('all layers', Uint8Array.of(1, 0))]).toEqual([0, 1]);
    const low = new LabelScores(1, 2, 1);
    low.put(1, 0, [Number.NEGATIVE_INFINITY]);
    expect([...low.best('all layers', Uint8Array.of(0))]).toEqual([1]);
  });

  test.each([2, -1, 0.5])('layer %d is refused', (scored) => {
    expect(() => scores.best(scored)).toThrow(InputError);
  });
});
