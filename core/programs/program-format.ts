/** Reads the two ByteDMD file formats, from JSON that nobody has checked yet, and writes programs in that of programs. */

import * as z from 'zod';
import { InputError, quoted } from '../input-error.ts';
import type { Program } from './program.ts';
import { createProgram, type ProgramSource, sourceOf } from './program-source.ts';

export const VECTORS_FORMAT = 'bytedmd-vectors/1';
export const PRICING_FORMAT = 'bytedmd-pricing/1';

const cell = z.int();
const vectorsSchema = z.object({
  format: z.literal(VECTORS_FORMAT),
  programs: z
    .array(
      z.object({
        name: z.string(),
        args: z.array(cell),
        arg_groups: z.array(z.array(cell)),
        events: z.array(
          z.object({ op: z.string(), in: z.array(cell).min(1), out: z.array(cell), source: z.int().optional() }),
        ),
        returns: z.array(cell),
        arg_names: z.array(z.string()).optional(),
        stored: z.array(z.object({ arg: z.int().nullable(), cells: z.array(cell) })).optional(),
        sources: z.array(z.string()).optional(),
      }),
    )
    .min(1, 'names no program'),
});

/** A `bytedmd-vectors/1` file of programs. */
export interface VectorsJson {
  readonly format: typeof VECTORS_FORMAT;
  readonly programs: readonly ProgramJson[];
}

/** A program in such a file: `ProgramSource` under the format's names. What may be missing is this project's own. */
export interface ProgramJson
  extends Pick<ProgramSource, 'name' | 'args' | 'events' | 'returns' | 'stored' | 'sources'> {
  readonly arg_groups: ProgramSource['argGroups'];
  readonly arg_names?: ProgramSource['argNames'];
}

const decimal = z.string().regex(/^\d{1,100}$/, 'must be a decimal integer');
const byteCount = z.string().regex(/^[1-9]\d{0,8}$/, 'must be a number of bytes per element');

/** A row asks by number or, past 2^53, by decimal string, and its keys say in which form it wants the answer. */
const pricingRow = z
  .looseObject({
    depth: z.int().min(1).optional(),
    depth_str: decimal.regex(/[1-9]/, 'must be positive').optional(),
    cost: z.record(byteCount, z.unknown()).optional(),
    cost_str: z.record(byteCount, z.unknown()).optional(),
    S_of: z.int().min(0).optional(),
    S_of_str: decimal.optional(),
    S: z.unknown().optional(),
    S_str: z.unknown().optional(),
  })
  .refine(
    (row) => {
      const asked = [row.depth, row.depth_str, row.S_of, row.S_of_str].filter((key) => key !== undefined);
      const isRead = row.depth !== undefined || row.depth_str !== undefined;
      return asked.length === 1 && (isRead ? 'cost' in row || 'cost_str' in row : 'S' in row || 'S_str' in row);
    },
    { error: 'needs either one of depth, depth_str with cost or cost_str, or one of S_of, S_of_str with S or S_str' },
  );
const pricingSchema = z.object({
  format: z.literal(PRICING_FORMAT),
  rows: z.array(pricingRow).min(1, 'holds no row'),
});

export type PricingRow = z.infer<typeof pricingRow>;

/**
 * The programs of a `bytedmd-vectors/1` file, in order. Keys that do not bear on the price (expect, counts, note,
 * family) are ignored. Throws InputError, starting with `file`, at the first thing that is wrong.
 */
export function parseVectors(json: unknown, file: string): Program[] {
  const { programs } = parseAs(vectorsSchema, json, file);
  return programs.map((program, index) =>
    createProgram(
      {
        name: program.name,
        args: program.args,
        argGroups: program.arg_groups,
        events: program.events,
        returns: program.returns,
        argNames: program.arg_names,
        stored: program.stored,
        sources: program.sources,
      },
      `${file}: programs[${index}] ${quoted(program.name)}`,
    ),
  );
}

/**
 * A file of these programs: `JSON.stringify` writes it, `odometer price` prices it to the same figures, at both
 * granularities. Objects of hundreds of bytes an event and text of some 50, of which a string holds 2^29: not for products
 * of 256^3.
 */
export function programJson(...programs: readonly Program[]): VectorsJson {
  return {
    format: VECTORS_FORMAT,
    programs: programs.map((program) => {
      const { argGroups, argNames, ...source } = sourceOf(program);
      return { ...source, arg_groups: argGroups, arg_names: argNames };
    }),
  };
}

/**
 * The rows of a `bytedmd-pricing/1` file, every key kept. Throws InputError, starting with `file`, at the first thing
 * that is wrong.
 */
export function parsePricing(json: unknown, file: string): PricingRow[] {
  return parseAs(pricingSchema, json, file).rows;
}

function parseAs<T>(schema: z.ZodType<T>, json: unknown, file: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(`${file}: ${placeOf(issue.path)}: ${issue.message}; correct the file`);
}

/** `programs[3].events[0].in` */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
