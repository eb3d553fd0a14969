import type { CommandModule } from 'yargs';
import { placed } from '../../core/input-error.ts';
import { PRICING_FORMAT, VECTORS_FORMAT } from '../../core/programs/program-format.ts';
import { TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { readJsonFile } from '../files/json-file.ts';
import { print, tell } from '../files/standard-output.ts';
import { readTextFile } from '../files/text-file.ts';
import { type PriceFlags, parseBytes, parseSemantics, parseTraceSemantics, priceFlags } from '../flags/price-flags.ts';

interface PriceArguments extends PriceFlags {
  file: string;
  verify: boolean;
  json: boolean;
}

export const priceCommand: CommandModule<object, PriceArguments> = {
  command: 'price <file>',
  describe: 'Price the scalar programs of a file, or a saved trace, exactly',
  builder: (yargs) =>
    priceFlags(
      yargs.positional('file', {
        type: 'string',
        demandOption: true,
        describe: `A ${VECTORS_FORMAT}, ${PRICING_FORMAT} or ${TRACE_SCHEMA} file, or a program with addresses, FILE.ir`,
      }),
    )
      .option('verify', {
        type: 'boolean',
        default: false,
        describe: 'Price by a second engine, too, and fail where a figure differs',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 price tests/vectors/a_examples.json --semantics all', 'Every semantics of every program')
      .example('$0 price bp.json --granularity register', 'A trace that odometer trace --save kept'),
  handler: async (args) => {
    const start = performance.now();
    const { parseTrace } = await import('../../core/trace/trace-format.ts');
    const { traceDisagreement } = await import('../../core/measurement/verification.ts');
    const { isTraceFile, programFileDisagreement, programFilePrices } = await import(
      '../../reports/printed/priced-file.ts'
    );
    const { isPlacedFile } = await import('../../core/placement/placed-program.ts');
    const { placedFileDisagreement, placedFilePrices } = await import('../../reports/printed/placed-prices.ts');
    const { jsonText } = await import('../../reports/writing/visible-text.ts');
    const { printMeasured } = await import('../terminal/measured-trace.ts');
    const { file, granularity, engine, verify, json } = args;
    if (isPlacedFile(file)) {
      const text = readTextFile(file, 'an .ir file');
      const on = { semantics: parseSemantics(args.semantics), bytes: parseBytes(args.bytes), engine, granularity };
      if (verify) requireAgreement(file, placedFileDisagreement(text, file, on));
      const prices = placedFilePrices(text, file, on);
      await print(json ? jsonText(prices.json) : prices.text);
      return;
    }
    const content = readJsonFile(file, PRICED);
    if (isTraceFile(content)) {
      const semantics = parseTraceSemantics(args, file);
      const trace = parseTrace(content, file);
      try {
        if (verify) requireAgreement(file, traceDisagreement(trace, engine, { semantics, granularity }));
        await printMeasured(trace, { engine, granularity, semantics, json, start });
      } catch (error) {
        throw placed(file, error);
      }
      return;
    }
    const [semantics, bytes] = [parseSemantics(args.semantics), parseBytes(args.bytes)];
    if (verify) requireAgreement(file, programFileDisagreement(content, file, semantics, engine, granularity));
    const prices = programFilePrices(content, file, semantics, bytes, engine, granularity);
    for (const warning of prices.warnings) tell(`odometer: ${warning}`);
    await print(json ? jsonText(prices.json) : prices.text);
  },
};

/** What this command takes, where a file is no such thing. */
const PRICED =
  'a trace that odometer trace --save wrote, a file of scalar programs, or a program with addresses, FILE.ir';

/** Throws Error, a failed check, where two engines do not agree. */
function requireAgreement(file: string, disagreement: string | null): void {
  if (disagreement !== null) throw new Error(`${file}: engines disagree: ${disagreement}`);
}
