import { describe, expect, test } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';
import { wrongLabels } from '../../../scenarios/batches/negatives.ts';

describe('wrongLabels', () => {
  test.each([2, 3, 10])('with %d classes never gives the true label, and every other about as often', (classes) => {
    const labels = Uint8Array.from({ length: 30_000 }, (_, index) => index % classes);
    const wrong = wrongLabels(labels, classes, new Random(7));
    const shifts = new Array<number>(classes).fill(0);
    wrong.forEach((label, index) => {
      shifts[(label - labels[index] + classes) % classes]++;
    });
    const expected = labels.length / (classes - 1);
    expect(shifts[0]).toBe(0);
    for (const count of shifts.slice(1)) expect(Math.abs(count - expected)).toBeLessThan(0.06 * expected);
    expect(wrong.every((label) => label < classes)).toBe(true);
  });

  test('draws once a label', () => {
    const random = new Random(7);
    wrongLabels(new Uint8Array(5), 4, random);
    const other = new Random(7);
    for (let draw = 0; draw < 5; draw++) other.integer(3);
    expect(random.state()).toEqual(other.state());
  });

  test.each([1, 0, 2.5])('%d classes are refused', (classes) => {
    expect(() => wrongLabels(Uint8Array.of(0), classes, new Random(0))).toThrow(
      `wrongLabels: classes must be an integer of at least 2, got ${classes}`,
    );
  });
});
