/** A whole number with every digit: `95,452,956,549`. */
export function exactDigits(value: number | bigint): string {
  return value.toLocaleString('en-US');
}

/** So many of what has this name, with every digit: `1 update`, `2,700 updates`. */
export function counted(count: number | bigint, name: string): string {
  return `${exactDigits(count)} ${name}${Number(count) === 1 ? '' : 's'}`;
}

/** What a figure is: what was found, or a bound of what could be found. */
export type Bound = 'exact' | 'at least' | 'at most';

/** A bound stays one when it is rounded. */
const ROUNDING = { exact: 'halfExpand', 'at least': 'floor', 'at most': 'ceil' } as const;
const MARKS: Readonly<Record<Bound, string>> = { exact: '', 'at least': '≥ ', 'at most': '≤ ' };

/** A figure for a table, marked where it is a bound: `≥ 12.19`. */
export function marked(bound: Bound, figure: string): string {
  return `${MARKS[bound]}${figure}`;
}

/** A figure for a sentence: `at least 12.19`. */
export function worded(bound: Bound, figure: string): string {
  return bound === 'exact' ? figure : `${bound} ${figure}`;
}

/**
 * Four significant digits, more where the whole part has more, without an exponent: `1.126`, `12,390`, `0.005200`.
 * A bound is rounded to its own side.
 */
export function significant(value: number, bound: Bound = 'exact'): string {
  return ofDigits(4, value, bound);
}

/** Two significant digits, more where the whole part has more: how much a figure moved, in per cent: `24`, `0.083`, `182`. */
export function twoDigits(value: number): string {
  return ofDigits(2, value, 'exact');
}

/** Three significant digits for a sentence, more where the whole part has more: `43.1`, `0.797`, `4.00`. A bound is rounded to its own side. */
export function threeDigits(value: number, bound: Bound = 'exact'): string {
  return ofDigits(3, value, bound);
}

function ofDigits(count: number, value: number, bound: Bound): string {
  if (value === 0) return '0';
  const digits = Math.max(0, count - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.min(digits, 8),
    maximumFractionDigits: digits,
    roundingMode: ROUNDING[bound],
  });
}

/** From here on a drawing has no room for every digit of a ratio. */
const LARGE_RATIO = 1e5;

/** A ratio as drawings have it, no more digits than tell: `0.80`, `8.8`, `43`, `2.1M`. A bound is rounded to its own side. */
export function shortRatio(value: number, bound: Bound = 'exact'): string {
  if (value >= LARGE_RATIO) {
    const options = { notation: 'compact', maximumSignificantDigits: 2, roundingMode: ROUNDING[bound] } as const;
    return value.toLocaleString('en-US', options);
  }
  const text = (digits: number): string =>
    value.toLocaleString('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      roundingMode: ROUNDING[bound],
    });
  if (value < 1 && Number(text(2)) < 1) return text(2);
  return value < 10 && Number(text(1)) < 10 ? text(1) : text(0);
}

const WORDS: readonly (readonly [number, string])[] = [
  [1e15, 'quadrillion'],
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
];

/** A large number for a sentence: `95.5 billion`. Below a million every digit. A bound is rounded to its own side. */
export function inWords(value: number | bigint, bound: Bound = 'exact'): string {
  const number = Number(value);
  const [scale, word] = WORDS.find(([size]) => number >= size) ?? [1, ''];
  return word === '' ? exactDigits(value) : `${threeDigits(number / scale, bound)} ${word}`;
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the largest unit of 1024 below them: `10.4 MB`, `832 B`. A bound is rounded to its own side. */
export function bytes(value: number, bound: Bound = 'exact'): string {
  let unit = 0;
  let scaled = value;
  // From here on a whole number would be 1,024.
  while (scaled >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${threeDigits(scaled, bound).replace(/\.0+$/, '')} ${BYTE_UNITS[unit]}`;
}

/** Bytes that are not passed, in the unit below 990 of which they are: two digits, rounded up: `4.0 MB`, `370 KB`, `28 B`. */
export function bytesAtMost(value: number): string {
  let unit = 0;
  let scaled = value;
  while (scaled > 990 && unit < BYTE_UNITS.length - 1) {
    scaled /= 1024;
    unit++;
  }
  if (scaled < 100 && unit === 0) return `${Math.ceil(scaled)} B`;
  const exponent = Math.floor(Math.log10(scaled));
  const up = Math.ceil(scaled * 10 ** (1 - exponent)) * 10 ** (exponent - 1);
  return `${up.toFixed(Math.max(0, 1 - exponent))} ${BYTE_UNITS[unit]}`;
}

const ENERGY_UNITS: readonly (readonly [number, string])[] = [
  [1e12, 'J'],
  [1e9, 'mJ'],
  [1e6, 'µJ'],
  [1e3, 'nJ'],
];

/** An energy given in picojoules: `11.1 µJ`. */
export function energy(valuePj: number): string {
  const [scale, unit] = ENERGY_UNITS.find(([size]) => valuePj >= size) ?? [1, 'pJ'];
  return `${threeDigits(valuePj / scale)} ${unit}`;
}

/** A share as a whole per cent, and below 10 % with one more digit: `77 %`, `3.2 %`. What it is at least is rounded down. */
export function percent(share: number, bound: Exclude<Bound, 'at most'> = 'exact'): string {
  if (bound === 'at least') {
    const digits = share < 0.1 && share > 0 ? 1 : 0;
    const form = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
    return share.toLocaleString('en-US', { ...form, roundingMode: ROUNDING[bound] }).replace('%', ' %');
  }
  const value = 100 * share;
  return `${value >= 9.95 || value === 0 ? Math.round(value) : value < 0.05 ? '< 0.1' : value.toFixed(1)} %`;
}

/** An accuracy as a percentage with up to two digits after the point: `95 %`, `96.4 %`, `95.14 %`. */
export function accuracyPercent(share: number): string {
  return `${(100 * share).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}

/** Text that begins a sentence, or stands alone: its first letter is a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names in a sentence: `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
