import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import { DEFAULT_ENGINE, ENGINE_NAMES, type EngineName } from '../../core/measurement/engines.ts';
import { MAX_BYTES, type ProgramEngine } from '../../core/measurement/program-pricing.ts';
import { programWarnings } from '../../core/programs/escapes.ts';
import { PRICING_FORMAT, parsePricing, parseVectors, VECTORS_FORMAT } from '../../core/programs/program-format.ts';
import { GRANULARITIES, type Granularity, SEMANTICS, type Semantics, TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { parseTrace } from '../../core/trace/trace-format.ts';
import { answerPricingRow, type ProgramPrice, priceProgram } from '../../reports/printed/program-prices.ts';
import { textTable } from '../../reports/writing/text-table.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { readJsonFile } from '../files/json-file.ts';
import { print, tell } from '../files/standard-output.ts';

interface PriceArguments {
  file: string;
  semantics: Semantics | 'all';
  bytes: string;
  granularity: Granularity;
  engine: EngineName;
  json: boolean;
}

const ALL_BYTES = '1,2,4,8';

export const priceCommand: CommandModule<object, PriceArguments> = {
  command: 'price <file>',
  describe: 'Price the scalar programs of a file, or a saved trace, exactly',
  builder: (yargs) =>
    yargs
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: `A ${VECTORS_FORMAT}, ${PRICING_FORMAT} or ${TRACE_SCHEMA} file`,
      })
      .option('semantics', {
        choices: [...SEMANTICS, 'all'] as const,
        default: 'eager' as const,
        describe: 'Which meaning of the depth of a read',
      })
      .option('bytes', { type: 'string', default: ALL_BYTES, describe: 'Bytes per element, separated by commas' })
      .option('granularity', {
        choices: GRANULARITIES,
        default: 'scalar' as const,
        describe: 'Of a trace: accumulators and temporaries on the stack (scalar) or in registers',
      })
      .option('engine', {
        choices: ENGINE_NAMES,
        default: DEFAULT_ENGINE,
        describe: 'Every engine gives the same figures; oracle is a plain list, slow',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 price tests/vectors/a_examples.json --semantics all', 'Every semantics of every program')
      .example('$0 price bp.json --granularity register', 'A trace that odometer trace --save kept'),
  handler: price,
};

async function price(args: PriceArguments): Promise<void> {
  const start = performance.now();
  const json = readJsonFile(args.file);
  if (isTrace(json)) await priceTrace(json, args, start);
  else await printPrices(json, args);
}

async function priceTrace(json: unknown, args: PriceArguments, start: number): Promise<void> {
  const { file, semantics, granularity, engine, bytes } = args;
  if (semantics === 'all') throw new InputError(`${file}: a trace is priced under one --semantics at a time; name it`);
  if (bytes !== ALL_BYTES) throw new InputError(`${file}: a trace is priced at ${ALL_BYTES} bytes; leave out --bytes`);
  const { printMeasured } = await import('../terminal/measured-trace.ts');
  await printMeasured(parseTrace(json, file), { engine, granularity, semantics, json: args.json, start });
}

async function printPrices(json: unknown, args: PriceArguments): Promise<void> {
  const bytes = parseBytes(args.bytes);
  const semantics = args.semantics === 'all' ? SEMANTICS : [args.semantics];
  // A scalar program has no loops to take as runs.
  const programEngine: ProgramEngine = args.engine === 'oracle' ? 'oracle' : 'element';
  switch (formatOf(json)) {
    case VECTORS_FORMAT: {
      const parsed = parseVectors(json, args.file);
      const programs = parsed.map((program) => priceProgram(program, semantics, bytes, programEngine));
      const warnings = parsed.flatMap((program) =>
        programWarnings(program).map((warning) => ({ program: program.name, warning })),
      );
      tellWarnings(warnings);
      return args.json ? print(jsonText({ programs, warnings })) : print(programsTable(programs, bytes));
    }
    case PRICING_FORMAT: {
      const rows = parsePricing(json, args.file).map(answerPricingRow);
      if (args.json) return print(jsonText({ rows }));
      return print(rows.map((row) => jsonText(row)).join(''));
    }
    default:
      throw new InputError(
        `${args.file}: is none of ${VECTORS_FORMAT}, ${PRICING_FORMAT}, ${TRACE_SCHEMA} (its "format" or "schema"); give one of these`,
      );
  }
}

/** A file may hold hundreds of programs with the same fault. */
const MOST_TOLD = 3;

function tellWarnings(warnings: readonly { readonly program: string; readonly warning: string }[]): void {
  for (const { program, warning } of warnings.slice(0, MOST_TOLD)) tell(`odometer: ${program}: ${warning}`);
  const more = warnings.length - MOST_TOLD;
  if (more > 0) tell(`odometer: ${more} more warnings; --json has them all`);
}

function isTrace(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'schema' in json && json.schema === TRACE_SCHEMA;
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
