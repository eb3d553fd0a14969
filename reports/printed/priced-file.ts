import { InputError, withPlace } from '../../core/input-error.ts';
import type { EngineName } from '../../core/measurement/engines.ts';
import type { ProgramEngine } from '../../core/measurement/program-pricing.ts';
import { programDisagreement } from '../../core/measurement/verification.ts';
import { programWarnings } from '../../core/programs/escapes.ts';
import { PRICING_FORMAT, parsePricing, parseVectors, VECTORS_FORMAT } from '../../core/programs/program-format.ts';
import { statedFormat } from '../../core/programs/stated-format.ts';
import { type Granularity, type Semantics, TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { fittedTable } from '../writing/fitted-table.ts';
import { jsonText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH } from '../writing/wrapped-text.ts';
import { answerPricingRow, type ProgramPrice, priceProgram } from './program-prices.ts';

/** Whether what a file holds says that it is a trace. */
export function isTraceFile(content: unknown): boolean {
  return statedFormat(content).schema === TRACE_SCHEMA;
}

/** What is printed of a file of programs: as JSON, and as text. */
export interface FilePrices {
  readonly json: object;
  readonly text: string;
  /** What to say beside either. */
  readonly warnings: readonly string[];
}

/**
 * The prices of what a file `where` holds: of every scalar program under each of the semantics at each number of bytes
 * per element, or the answers to single reads. Throws InputError on any other content.
 */
export function programFilePrices(
  content: unknown,
  where: string,
  semantics: readonly Semantics[],
  bytes: readonly number[],
  engine: EngineName,
  granularity: Granularity,
): FilePrices {
  switch (statedFormat(content).format) {
    case VECTORS_FORMAT: {
      const parsed = parseVectors(content, where);
      const programs = parsed.map((program) =>
        withPlace(where, () => priceProgram(program, semantics, bytes, engineOfPrograms(engine), granularity)),
      );
      const warnings = parsed.flatMap((program) =>
        programWarnings(program).map((warning) => ({ program: program.name, warning })),
      );
      return {
        json: { programs, warnings },
        text: programsTable(programs, bytes),
        warnings: toldWarnings(warnings.map(({ program, warning }) => `${program}: ${warning}`)),
      };
    }
    case PRICING_FORMAT: {
      const rows = parsePricing(content, where).map(answerPricingRow);
      return { json: { rows }, text: rows.map((row) => jsonText(row)).join(''), warnings: [] };
    }
    default:
      throw new InputError(
        `${where}: is none of ${VECTORS_FORMAT}, ${PRICING_FORMAT}, ${TRACE_SCHEMA} (its "format" or "schema"); give one of these`,
      );
  }
}

/**
 * The first read of a program of a file `where` in which two engines differ, as in `add: eager: read 1: depth 3 by
 * element, 2 by oracle`, or null. Throws InputError where the file holds no programs.
 */
export function programFileDisagreement(
  content: unknown,
  where: string,
  semantics: readonly Semantics[],
  engine: EngineName,
  granularity: Granularity,
): string | null {
  if (statedFormat(content).format === PRICING_FORMAT) {
    throw new InputError(`${where}: no engine prices single reads; leave out --verify`);
  }
  for (const program of parseVectors(content, where)) {
    for (const name of semantics) {
      const found = withPlace(where, () => programDisagreement(program, engineOfPrograms(engine), name, granularity));
      if (found !== null) return `${program.name}: ${name}: ${found}`;
    }
  }
  return null;
}

/** A scalar program has no loops to take as runs. */
export function engineOfPrograms(engine: EngineName): ProgramEngine {
  return engine === 'oracle' ? 'oracle' : 'element';
}

/** A file may hold hundreds of programs with the same fault. */
const MOST_TOLD = 3;

function toldWarnings(warnings: readonly string[]): string[] {
  const more = warnings.length - MOST_TOLD;
  return [...warnings.slice(0, MOST_TOLD), ...(more > 0 ? [`${more} more warnings; --json has them all`] : [])];
}

/** A line a program and semantics: reads, and cost at each of these bytes; in as many tables as a terminal needs. */
export function programsTable(programs: readonly ProgramPrice[], bytes: readonly number[]): string {
  const rows = programs.flatMap((program) =>
    Object.entries(program.semantics).map(([semantics, { reads, totals }]) => [
      program.name,
      semantics,
      String(reads),
      ...bytes.map((b) => String(totals[b] ?? '')),
    ]),
  );
  const header = [
    'program',
    'semantics',
    'reads',
    ...bytes.map((b) => (b === 1 ? 'cost, 1 byte' : `cost, ${b} bytes`)),
  ];
  return fittedTable({ header, rows }, TERMINAL_WIDTH, 2);
}
