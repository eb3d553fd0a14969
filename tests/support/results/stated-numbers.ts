import { expect } from 'vitest';

/** A number as a sentence states it: per cents as shares, sizes in bytes. */
export interface StatedNumber {
  readonly text: string;
  readonly value: number;
  /** Half of the last digit's worth: what it was rounded from is no farther away. */
  readonly rounding: number;
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
  /(?<![\w.,-])(\d[\d,]*(?:\.\d+)?)(?: (%|B|KB|MB|GB|million|billion|trillion|quadrillion)(?!\w))?(?![\w-])/g;

/** The numbers of a text, in order. */
export function statedNumbers(text: string): StatedNumber[] {
  return [...text.matchAll(NUMBER)].map(([whole, digits, unit]) => {
    const scale = unit === undefined ? 1 : SCALES[unit];
    const decimals = digits.split('.')[1]?.length ?? 0;
    return { text: whole, value: Number(digits.replaceAll(',', '')) * scale, rounding: (scale * 10 ** -decimals) / 2 };
  });
}

/** Holds every number of a text, in order, to what it has to be. */
export function expectNumbers(text: string, exact: readonly number[]): void {
  const stated = statedNumbers(text);
  expect(
    stated.map((one) => one.text),
    text,
  ).toHaveLength(exact.length);
  stated.forEach(({ text: number, value, rounding }, place) => {
    const difference = Math.abs(value - exact[place]);
    expect(difference, `${number} for ${exact[place]} in: ${text}`).toBeLessThanOrEqual(rounding + 1e-9 * value);
  });
}
