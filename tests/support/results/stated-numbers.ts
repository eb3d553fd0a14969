import { expect } from 'vitest';

/** A number as a sentence states it: per cents as shares, sizes in bytes. */
export interface StatedNumber {
  readonly text: string;
  readonly value: number;
  /** Half of the last digit's worth: what it was rounded from is no farther away. */
  readonly rounding: number;
  /** Said to be no more than the figure, or no less; `null`: the figure itself. Sizes are always themselves. */
  readonly bound: 'at least' | 'at most' | null;
}

const SCALES: Readonly<Record<string, number>> = {
  '%': 0.01,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  quadrillion: 1e15,
};

/** Not what stands in a name, such as `cifar10` or `784-500-500`. */
const NUMBER =
  /(at least |at most |< )?(?<![\w.,-])(\d[\d,]*(?:\.\d+)?)(?: (%|B|KB|MB|GB|million|billion|trillion|quadrillion)(?!\w))?(?![\w-])/g;

/** The numbers of a text, in order. */
export function statedNumbers(text: string): StatedNumber[] {
  return [...text.matchAll(NUMBER)].map(([whole, before, digits, unit]) => {
    const scale = unit === undefined ? 1 : SCALES[unit];
    const decimals = digits.split('.')[1]?.length ?? 0;
    const isSize = unit?.endsWith('B') ?? false;
    return {
      text: whole,
      value: Number(digits.replaceAll(',', '')) * scale,
      rounding: (scale * 10 ** -decimals) / 2,
      bound: isSize || before === undefined ? null : before === 'at least ' ? 'at least' : 'at most',
    };
  });
}

/** Holds every number of a text, in order, to what it has to be; a bound has to be one, and no farther than its last digit. */
export function expectNumbers(text: string, exact: readonly number[]): void {
  const stated = statedNumbers(text);
  expect(
    stated.map((one) => one.text),
    text,
  ).toHaveLength(exact.length);
  stated.forEach(({ text: number, value, rounding, bound }, place) => {
    const over = (value - exact[place]) / rounding;
    const [least, most] = bound === null ? [-1, 1] : bound === 'at least' ? [-2, 0] : [0, 2];
    const message = `${number} for ${exact[place]} in: ${text}`;
    expect(over, message).toBeGreaterThanOrEqual(least - 1e-6);
    expect(over, message).toBeLessThanOrEqual(most + 1e-6);
  });
}
