import { InputError } from '../../core/input-error.ts';
import type { ExactInteger } from '../../core/numbers/exact-integer.ts';
import { METRICS, type Metric } from './baseline.ts';
import { isCaseLike } from './case-name.ts';

/** A change that is allowed: of so many, or of a part of the old figure. */
export interface Bound {
  /** `+1%`, `-100`. */
  readonly text: string;
  /** The number of it, times `scale`. */
  readonly amount: bigint;
  readonly scale: bigint;
  readonly isPercent: boolean;
}

/** What the cases that a pattern is of may change by. */
export interface Limit {
  readonly text: string;
  readonly pattern: string;
  readonly metric: Metric;
  /** null: says nothing of changes in this direction. */
  readonly up: Bound | null;
  readonly down: Bound | null;
}

const UNCHANGED_UP: Bound = { text: '+0', amount: 0n, scale: 1n, isPercent: false };
const UNCHANGED_DOWN: Bound = { ...UNCHANGED_UP, text: '-0' };

/** The limit that `PATTERN METRIC +UP -DOWN` states, either of the bounds or both. Throws InputError on any other text. */
export function parseLimit(text: string): Limit {
  const [, pattern, metric, ...bounds] = /^(.+) (\w+) ([+-]\S+)(?: ([+-]\S+))?$/.exec(text.trim()) ?? [];
  const known = METRICS.find((one) => one === metric);
  const parsed = bounds.filter((bound) => bound !== undefined).map((bound) => parseBound(bound));
  const up = parsed.filter((bound) => bound?.text.startsWith('+'));
  const down = parsed.filter((bound) => bound?.text.startsWith('-'));
  if (known === undefined || parsed.includes(null) || up.length > 1 || down.length > 1) {
    throw new InputError(
      `limit "${text}": is no limit; give a case or pattern, one of ${METRICS.join(', ')}, and what it may ` +
        'change by, as in "matmul* cost +1%" or "* peak +1024 -50%"',
    );
  }
  return { text, pattern, metric: known, up: up[0] ?? null, down: down[0] ?? null };
}

/** `+100`, `-0.5%`; null: is no bound. */
function parseBound(text: string): Bound | null {
  const [, whole, fraction = '', percent] = /^[+-](\d{1,30})(?:\.(\d{1,30}))?(%?)$/.exec(text) ?? [];
  if (whole === undefined || (percent === '' && fraction !== '')) return null;
  return {
    text,
    amount: BigInt(whole + fraction),
    scale: 10n ** BigInt(fraction.length),
    isPercent: percent === '%',
  };
}

/** The bound that a flag gives without a sign: an integer or a percentage. Throws InputError on any other text. */
export function parseUnsignedBound(flag: string, text: string): Bound {
  const bound = parseBound(`+${text}`);
  if (bound !== null) return bound;
  throw new InputError(`${flag}: "${text}" is neither an integer nor a percentage; give one like 100 or 1%`);
}

/** Whether a figure changed by no more than the bound. In integers: a percentage of 0 is 0. */
export function isWithin(bound: Bound, old: ExactInteger, now: ExactInteger): boolean {
  const change = BigInt(now) - BigInt(old);
  const size = (change < 0n ? -change : change) * bound.scale;
  return bound.isPercent ? size * 100n <= bound.amount * BigInt(old) : size <= bound.amount;
}

/** What a figure of a case may change by: nothing up and anything down, unless limits say otherwise; the last one counts. */
export function boundsOf(
  id: string,
  metric: Metric,
  { limits, isExact }: { readonly limits: readonly Limit[]; readonly isExact: boolean },
): { readonly up: Bound; readonly down: Bound | null } {
  if (isExact) return { up: UNCHANGED_UP, down: UNCHANGED_DOWN };
  const own = limits.filter((limit) => limit.metric === metric && isCaseLike(limit.pattern, id));
  return {
    up: own.findLast(({ up }) => up !== null)?.up ?? UNCHANGED_UP,
    down: own.findLast(({ down }) => down !== null)?.down ?? null,
  };
}

/** Throws InputError naming the first limit that is of no case: a mistyped one would limit nothing. */
export function requireUsedLimits(limits: readonly Limit[], ids: readonly string[]): void {
  const unused = limits.find(({ pattern }) => !ids.some((id) => isCaseLike(pattern, id)));
  if (unused === undefined) return;
  throw new InputError(`limit "${unused.text}": no case is like "${unused.pattern}"; odometer bench --list names them`);
}
