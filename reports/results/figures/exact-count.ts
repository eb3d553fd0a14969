import { z } from 'zod';
import { jsonInteger } from '../../../core/numbers/exact-integer.ts';
import { visibleLines } from '../../writing/visible-text.ts';

/** A count that a double holds exactly. */
export const count = z.int().nonnegative();

/** An exact count of any size: in JSON a number up to 2^53 - 1, a decimal string above. */
export const exactCount = z.union([
  count,
  z.bigint().nonnegative(),
  z
    .string()
    .regex(/^[1-9]\d{15,99}$/, 'must be a decimal integer above 2^53')
    .transform((digits) => BigInt(digits)),
]);

/** Cost at each of these bytes per element. */
export function costAt<const Bytes extends readonly number[]>(widths: Bytes) {
  return z.strictObject(
    Object.fromEntries(widths.map((bytes) => [bytes, exactCount])) as Record<Bytes[number], typeof exactCount>,
  );
}

/** A value as JSON text whose exact counts are as these schemas read them. `indent` as JSON has it. */
export function exactJson(value: unknown, indent?: number): string {
  const exact = (_: string, part: unknown): unknown => (typeof part === 'bigint' ? jsonInteger(part) : part);
  return visibleLines(JSON.stringify(value, exact, indent));
}
