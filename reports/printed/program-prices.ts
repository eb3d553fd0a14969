/** Prices of scalar programs and of single reads, in the shapes that `odometer price --json` prints. */

import { createHash } from 'node:crypto';
import { costOf } from '../../core/cost/cost.ts';
import { byteSumBig, readCostBig } from '../../core/cost/pricing.ts';
import { InputError } from '../../core/input-error.ts';
import { type JsonCost, jsonCost } from '../../core/measurement/measurement-json.ts';
import type { ProgramEngine } from '../../core/measurement/program-pricing.ts';
import { isOfOneByte, priceReads } from '../../core/measurement/program-pricing.ts';
import { type JsonInteger, jsonInteger } from '../../core/numbers/exact-integer.ts';
import { type Program, requireProgram } from '../../core/programs/program.ts';
import type { PricingRow } from '../../core/programs/program-format.ts';
import type { Granularity, Semantics } from '../../core/trace/trace.ts';

export interface SemanticsPrice {
  readonly reads: number;
  /** `two-stack` only: how many of the reads, the last ones, are those of the returned cells. */
  readonly epilogueReads?: number;
  /** By bytes per element. The load-based semantics are defined for one byte alone. */
  readonly totals: JsonCost;
  /** SHA-256 of the depths of priced reads in read order, joined by commas. */
  readonly traceSha256?: string;
}

export interface ProgramPrice {
  readonly name: string;
  readonly semantics: Readonly<Partial<Record<Semantics, SemanticsPrice>>>;
}

/**
 * Prices one program under each of the semantics at each number of bytes per element. Throws InputError, naming the
 * choices, on other semantics, another engine or granularity, and where registers are asked for and the program does not
 * tell them.
 */
export function priceProgram(
  program: Program,
  semantics: readonly Semantics[],
  bytes: readonly number[],
  engine: ProgramEngine,
  granularity: Granularity = 'scalar',
): ProgramPrice {
  requireProgram('priceProgram', program);
  for (const [what, list] of Object.entries({ semantics, bytes })) {
    if (!Array.isArray(list) || list.length === 0) throw new InputError(`priceProgram: ${what} must be a list of some`);
  }
  return {
    name: program.name,
    semantics: Object.fromEntries(
      semantics.map((name) => [name, priceUnder(name, program, bytes, engine, granularity)]),
    ),
  };
}

function priceUnder(
  semantics: Semantics,
  program: Program,
  bytes: readonly number[],
  engine: ProgramEngine,
  granularity: Granularity,
): SemanticsPrice {
  const { depths, histogram, epilogueReads } = priceReads(program, semantics, engine, granularity);
  const { reads } = histogram;
  if (isOfOneByte(semantics)) return { reads, totals: jsonCost(costOf(histogram, [1])) };
  return {
    reads,
    ...(epilogueReads === undefined ? {} : { epilogueReads }),
    totals: jsonCost(costOf(histogram, bytes)),
    traceSha256: traceSha256(reads === depths.length ? depths : depths.filter((depth) => depth !== 0)),
  };
}

/** SHA-256, in hex, of depths joined by commas; of the empty string where there are none. */
export function traceSha256(depths: Int32Array): string {
  // In pieces, since the text of a long trace does not fit one string.
  const piece = 65536;
  const hash = createHash('sha256');
  for (let start = 0; start < depths.length; start += piece) {
    if (start > 0) hash.update(',');
    hash.update(depths.subarray(start, start + piece).join(','));
  }
  return hash.digest('hex');
}

/** The row with its answers computed and every other key as it is. */
export function answerPricingRow(row: PricingRow): PricingRow {
  const answered: PricingRow = { ...row };
  const depth = row.depth_str ?? row.depth;
  if (depth !== undefined) {
    const costOf = (bytes: string): bigint => readCostBig(BigInt(depth), BigInt(bytes));
    if (row.cost) answered.cost = mapKeys(row.cost, (bytes) => jsonInteger(costOf(bytes)));
    if (row.cost_str) answered.cost_str = mapKeys(row.cost_str, (bytes) => costOf(bytes).toString());
  }
  const bytes = row.S_of_str ?? row.S_of;
  if (bytes !== undefined) {
    const sum = byteSumBig(BigInt(bytes));
    if ('S' in row) answered.S = jsonInteger(sum);
    if ('S_str' in row) answered.S_str = sum.toString();
  }
  return answered;
}

function mapKeys(record: object, answer: (key: string) => JsonInteger): Record<string, JsonInteger> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, answer(key)]));
}
