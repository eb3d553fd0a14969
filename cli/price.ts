import type { CommandModule } from 'yargs';
import { InputError } from '../core/input-error.ts';
import { PRICING_FORMAT, parsePricing, parseVectors, VECTORS_FORMAT } from '../core/program-format.ts';
import { SEMANTICS, type Semantics } from '../core/trace.ts';
import {
  answerPricingRow,
  PROGRAM_ENGINES,
  type ProgramEngine,
  type ProgramPrice,
  priceProgram,
} from '../reports/program-prices.ts';
import { textTable } from '../reports/text-table.ts';
import { readJsonFile } from './json-file.ts';

interface PriceArguments {
  file: string;
  semantics: Semantics | 'all';
  bytes: string;
  engine: ProgramEngine;
  json: boolean;
}

/** Depths reach 2^31 and depth times bytes has to stay below 2^52. */
const MAX_BYTES = 2 ** 20;

export const priceCommand: CommandModule<object, PriceArguments> = {
  command: 'price <file>',
  describe: 'Price every program of a file of scalar programs, exactly',
  builder: (yargs) =>
    yargs
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: `A ${VECTORS_FORMAT} or ${PRICING_FORMAT} file`,
      })
      .option('semantics', {
        choices: [...SEMANTICS, 'all'] as const,
        default: 'eager' as const,
        describe: 'Which meaning of the depth of a read',
      })
      .option('bytes', { type: 'string', default: '1,2,4,8', describe: 'Bytes per element, separated by commas' })
      .option('engine', {
        choices: PROGRAM_ENGINES,
        default: 'element' as const,
        describe: 'element: logarithmic; oracle: a plain list, slow',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 price tests/vectors/a_examples.json --semantics all', 'Every semantics of every program'),
  handler: (args) => {
    process.stdout.write(price(args));
  },
};

function price(args: PriceArguments): string {
  const bytes = parseBytes(args.bytes);
  const semantics = args.semantics === 'all' ? SEMANTICS : [args.semantics];
  const json = readJsonFile(args.file);
  switch (formatOf(json)) {
    case VECTORS_FORMAT: {
      const programs = parseVectors(json, args.file).map((p) => priceProgram(p, semantics, bytes, args.engine));
      return args.json ? `${JSON.stringify({ programs })}\n` : programsTable(programs, bytes);
    }
    case PRICING_FORMAT: {
      const rows = parsePricing(json, args.file).map(answerPricingRow);
      return args.json ? `${JSON.stringify({ rows })}\n` : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    }
    default:
      throw new InputError(
        `${args.file}: its "format" is neither "${VECTORS_FORMAT}" nor "${PRICING_FORMAT}"; give a file of one of these`,
      );
  }
}

function formatOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'format' in json ? json.format : undefined;
}

function parseBytes(text: string): number[] {
  return text.split(',').map((part) => {
    const bytes = /^\d+$/.test(part) ? Number(part) : 0;
    if (bytes < 1 || bytes > MAX_BYTES) {
      throw new InputError(`--bytes: "${part}" is not an integer in 1 .. ${MAX_BYTES}; give a list like 1,2,4,8`);
    }
    return bytes;
  });
}

function programsTable(programs: readonly ProgramPrice[], bytes: readonly number[]): string {
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
  return textTable(header, rows);
}
