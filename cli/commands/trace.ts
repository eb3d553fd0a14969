import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { type ProfileFiles, saveProfiles } from '../files/profile-files.ts';
import { saveFile } from '../files/saved-file.ts';
import { profileFlags } from '../flags/profile-flags.ts';
import { type ChosenRuleFlags, chosenRule, chosenRuleFlags, ONE_RULE, ruleFlags } from '../flags/rule-flags.ts';
import {
  type MeasuringFlags,
  measuringFlags,
  parseBatch,
  parseShape,
  requireNamedData,
} from '../flags/scenario-flags.ts';
import { textFlag } from '../flags/valued-flags.ts';

interface TraceArguments extends ChosenRuleFlags, MeasuringFlags, ProfileFiles {
  save: string | undefined;
  json: boolean;
  histogram: boolean;
}

export const traceCommand: CommandModule<object, TraceArguments> = {
  command: 'trace <scenario>',
  describe: 'Measure the data movement of one training update',
  builder: (yargs) =>
    ruleFlags(
      profileFlags(measuringFlags(chosenRuleFlags(yargs)))
        .option('save', textFlag('Save the trace to this file; odometer price prices it again'))
        .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
        .option('histogram', {
          type: 'boolean',
          default: false,
          describe: 'With --json: the exact depths, too, as runs [from, to, reads of each]; megabytes at full size',
        })
        .example('$0 trace label-in-input --algorithm ff --batch 2', 'One update on a batch of two images')
        .example('$0 trace label-in-input --algorithm bp --save bp.json', 'Keep the trace: kilobytes, not accesses'),
      ONE_RULE,
    ),
  handler: async (args) => {
    const start = performance.now();
    const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
    const { traceUpdate } = await import('../../instrument/tensors/trace-update.ts');
    const { batchData } = await import('../../scenarios/batch-data.ts');
    const { loadDataset } = await import('../../scenarios/data/catalog.ts');
    const { datasetOf } = await import('../../scenarios/rule/scenario.ts');
    const { CollectedProfiles } = await import('../../reports/profiles/collected-profiles.ts');
    const { printMeasured } = await import('../terminal/measured-trace.ts');
    const { scenario, rule, options } = await chosenRule(args);
    const { data, 'data-dir': dataDir, granularity, engine, json, histogram } = args;
    const shape = parseShape(args.layers, scenario) ?? scenario.defaultShape;
    const batch = parseBatch(args.batch) ?? scenario.defaultBatch;
    const loops = parseLoopOrder(args.loops);
    requireNamedData(args);
    if (histogram && !json) throw new InputError('--histogram: is printed as JSON alone; add --json');
    const program = rule.update(shape, batch);
    const named =
      data === undefined ? null : batchData(await loadDataset(datasetOf(scenario, data), { dataDir }), shape, batch);
    const facts = named === null ? {} : { data: named.name, dataSha256: named.trainSha256 };
    const traced = traceUpdate(program, { loops });
    const trace = { ...traced, about: { ...traced.about, ...options, ...facts } };
    if (args.save !== undefined) await saveFile('--save', args.save, jsonText(trace));
    const onMeasured = async (measurement: Measurement): Promise<void> => {
      const profiles = new CollectedProfiles();
      profiles.addTrace(trace.name, trace, measurement, measurement.elementBytes);
      await saveProfiles(args, trace.name, profiles);
    };
    await printMeasured(trace, { engine, granularity, semantics: 'eager', json, histogram, onMeasured, start });
  },
};
