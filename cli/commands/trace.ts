import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { ALGORITHMS, type Algorithm } from '../../scenarios/rule/algorithm.ts';
import { askedOptions, RULE_HEADING, ruleFlags } from '../flags/rule-flags.ts';
import { batchOf, type MeasuringFlags, measuringFlags, shapeOf } from '../flags/scenario-flags.ts';

interface TraceArguments extends MeasuringFlags {
  scenario: string;
  algorithm: Algorithm;
  save: string | undefined;
  json: boolean;
}

export const traceCommand: CommandModule<object, TraceArguments> = {
  command: 'trace <scenario>',
  describe: 'Measure the data movement of one training update',
  builder: async (yargs) => {
    const { RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
    const flags = yargs
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Which scenario (see odometer list)' })
      .option('algorithm', { choices: ALGORITHMS, demandOption: true, describe: 'The learning rule' });
    return ruleFlags(measuringFlags(flags), RULE_OPTIONS, RULE_HEADING)
      .option('save', { type: 'string', describe: 'Save the trace to this file; odometer price prices it again' })
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example('$0 trace label-in-input --algorithm ff --batch 2', 'One update on a batch of two images')
      .example('$0 trace label-in-input --algorithm bp --save bp.json', 'Keep the trace: kilobytes, not accesses');
  },
  handler: async (args) => {
    const start = performance.now();
    const { findScenario, RULE_OPTIONS } = await import('../../scenarios/catalog.ts');
    const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
    const { configuredRule } = await import('../../scenarios/rule/rule.ts');
    const { traceUpdate } = await import('../../instrument/tensors/trace-update.ts');
    const { batchData } = await import('../files/batch-data.ts');
    const { printMeasured } = await import('../terminal/measured-trace.ts');
    const scenario = findScenario(args.scenario);
    const shape = shapeOf(scenario, args.layers);
    const batch = batchOf(args.batch, scenario.defaultBatch);
    const loops = parseLoopOrder(args.loops);
    const { granularity, engine } = args;
    const [owner, documented] = [`${scenario.id} ${args.algorithm}`, scenario.algorithms[args.algorithm]];
    const options = askedOptions(args, RULE_OPTIONS, [{ owner, rule: documented }]);
    const program = configuredRule(owner, documented, options).update(shape, batch);
    const data = await batchData(args, scenario, shape, batch);
    const traced = traceUpdate(program, { loops });
    const facts = data === null ? {} : { data: data.name, dataSha256: data.trainSha256 };
    const trace: Trace = { ...traced, about: { ...traced.about, ...options, ...facts } };
    if (args.save !== undefined) saveTrace(trace, args.save);
    printMeasured(trace, { engine, granularity, semantics: 'eager', json: args.json, start });
  },
};

function saveTrace(trace: Trace, path: string): void {
  const partial = `${path}.${process.pid}.part`;
  try {
    writeFileSync(partial, `${JSON.stringify(trace)}\n`);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`--save ${path}: cannot be written (${code}); name a file in a folder that exists`);
  }
}
