import { costOf } from '../cost/cost.ts';
import { missesOf } from '../cost/curves.ts';
import { ELEMENT_BYTES } from '../cost/pricing.ts';
import { choiceOf, describe, InputError, requireOptions } from '../input-error.ts';
import { type ProgramBreakdown, type ProgramPart, ProgramParts } from '../parts/program-parts.ts';
import { type Escape, escapesOf, programWarnings } from '../programs/escapes.ts';
import type { Program } from '../programs/program.ts';
import type { Granularity, Semantics } from '../trace/trace.ts';
import type { Measurement } from './measurement.ts';
import { PRICED_BYTES } from './measurement.ts';
import { type JsonCost, type JsonFigures, jsonCost, jsonFigures } from './measurement-json.ts';
import { isOfOneByte, MAX_BYTES, PROGRAM_ENGINES, type ProgramEngine, tellReads } from './program-pricing.ts';

/** How a scalar program is measured. */
export interface MeasureProgramOptions {
  /** Both give the same figures. Default: `element`. */
  readonly engine?: ProgramEngine;
  /**
   * Whether results that were never put into a tensor are on the stack (`scalar`, the default) or cost nothing
   * (`register`), as accumulators and temporaries of traces do. Only programs of `traceScalars` tell.
   */
  readonly granularity?: Granularity;
  /** What the depth of a read means. Default: `eager`. */
  readonly semantics?: Semantics;
  /** Bytes per element, each in 1 .. 2^20. Default: 1, 2, 4 and 8; `ir-live` and `ir-classic` are defined for 1 alone. */
  readonly bytes?: readonly number[];
}

/** The figures of a scalar program; it has no state to return, and so no steady cost. */
export interface ProgramMeasurement
  extends ProgramBreakdown,
    Pick<Measurement, 'name' | 'semantics' | 'granularity' | 'reads' | 'cost' | 'histogram' | 'misses' | 'warnings'> {
  readonly kind: 'program';
  /** `two-stack` only: how many of the reads, the last ones, are those of the returned cells. */
  readonly epilogueReads?: number;
  /** Most cells that live at once, before the first operation or after any: still to be read, or returned. */
  readonly peakLiveCells: number;
  /** Numbers that left the program, by the operation that made them; what became of them is not seen. */
  readonly escapes: readonly Escape[];
  /** The figures as plain JSON: exact integers above 2^53 - 1 are decimal strings, the histogram is in bins. */
  toJSON(): ProgramMeasurementJson;
}

/** A part with its cost as JSON carries it. */
export type JsonPart<P extends ProgramPart> = Omit<P, 'cost'> & { readonly cost: JsonCost };

export interface ProgramMeasurementJson
  extends Omit<ProgramMeasurement, keyof JsonFigures | keyof ProgramBreakdown | 'toJSON'>,
    JsonFigures {
  readonly ops: readonly JsonPart<ProgramBreakdown['ops'][number]>[];
  readonly operands: readonly JsonPart<ProgramBreakdown['operands'][number]>[];
  readonly lines?: readonly JsonPart<NonNullable<ProgramBreakdown['lines']>[number]>[];
}

/** What `measure` gives for a scalar program. */
export function measureProgram(
  program: Program,
  options: Omit<MeasureProgramOptions, 'engine'> & { readonly engine?: string },
): ProgramMeasurement {
  requireOptions('a scalar program', options, ['engine', 'granularity', 'semantics', 'bytes']);
  const { engine = 'element', granularity = 'scalar', semantics = 'eager' } = options;
  const { bytes = isOfOneByte(semantics) ? [1] : PRICED_BYTES } = options;
  requireBytes(bytes, semantics);
  const ofPrograms = choiceOf('engine of a scalar program', engine, PROGRAM_ENGINES);
  const parts = new ProgramParts(program, semantics);
  const pricing = { semantics, engine: ofPrograms, granularity };
  const { reads, epilogueReads, peakLiveCells } = tellReads(program, pricing, (depths) => parts.add(depths));
  const histogram = parts.histogram();
  return {
    kind: 'program',
    name: program.name,
    semantics,
    granularity,
    reads,
    ...(epilogueReads === undefined ? {} : { epilogueReads }),
    cost: { cold: costOf(histogram, bytes), steady: null },
    ...parts.breakdown(reads, bytes),
    peakLiveCells,
    histogram,
    misses: missesOf(histogram, ELEMENT_BYTES),
    escapes: escapesOf(program),
    warnings: programWarnings(program),
    toJSON: figuresJson,
  };
}

function requireBytes(bytes: readonly number[], semantics: Semantics): void {
  const isWrong = (b: number): boolean => !(Number.isInteger(b) && b >= 1 && b <= MAX_BYTES);
  if (!Array.isArray(bytes) || bytes.length === 0 || bytes.some(isWrong)) {
    const got = Array.isArray(bytes) ? `[${bytes.map(describe).join(', ')}]` : describe(bytes);
    throw new InputError(`bytes: got ${got}; give a list of integers in 1 .. ${MAX_BYTES}, as [1, 2, 4, 8]`);
  }
  if (isOfOneByte(semantics) && bytes.some((b) => b !== 1)) {
    throw new InputError(`bytes: got ${bytes}; ${semantics} is defined for 1 alone, give [1] or leave it out`);
  }
}

// Shared by all measurements, so that equal figures are equal objects.
function figuresJson(this: ProgramMeasurement): ProgramMeasurementJson {
  const { toJSON: _method, ops, operands, lines, ...figures } = this;
  return {
    ...figures,
    ...jsonFigures(figures),
    ops: ops.map(jsonPart),
    operands: operands.map(jsonPart),
    ...(lines === undefined ? {} : { lines: lines.map(jsonPart) }),
  };
}

function jsonPart<P extends ProgramPart>(part: P): JsonPart<P> {
  return { ...part, cost: jsonCost(part.cost) };
}
