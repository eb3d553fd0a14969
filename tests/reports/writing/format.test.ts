import { expect, test } from 'vitest';
import { bytes, energy, exactDigits, inWords, percent, significant } from '../../../reports/writing/format.ts';

test.each([
  [exactDigits(95452956549), '95,452,956,549'],
  [exactDigits(9007199254740993n), '9,007,199,254,740,993'],
  [significant(0), '0'],
  [significant(1.12549), '1.125'],
  [significant(0.0052), '0.005200'],
  [significant(79.0302), '79.03'],
  [significant(12390.05), '12,390'],
  [inWords(95452956549), '95.45 billion'],
  [inWords(12_345_678_901_234_567_890n), '12,346 quadrillion'],
  [inWords(999_999), '999,999'],
  [inWords(12), '12'],
  [bytes(0), '0 B'],
  [bytes(428), '428 B'],
  [bytes(1023), '1,023 B'],
  [bytes(1024), '1 KB'],
  [bytes(2 ** 20 - 4), '1 MB'],
  [bytes(10872548), '10.37 MB'],
  [energy(0.5), '0.5000 pJ'],
  [energy(11104128), '11.10 µJ'],
  [energy(8275599980), '8.276 mJ'],
  [energy(3e12), '3.000 J'],
  [percent(0.7749), '77 %'],
  [percent(0.068), '6.8 %'],
  [percent(0.0001), '< 0.1 %'],
  [percent(0), '0 %'],
  [percent(1), '100 %'],
])('%s is %s', (written, expected) => {
  expect(written).toBe(expected);
});
