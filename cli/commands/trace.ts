import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { SEMANTICS, type Semantics } from '../../core/trace/trace.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { type ProfileFiles, saveProfiles } from '../files/profile-files.ts';
import { saveFile } from '../files/saved-file.ts';
import { exportFlags } from '../flags/export-flags.ts';
import {
  type LineFlags,
  lineFlags,
  type MeterFlags,
  meterFlags,
  parseLevels,
  parseLines,
} from '../flags/meters/meter-flags.ts';
import { profileFlags } from '../flags/profile-flags.ts';
import { chosenRuleFlags, ONE_RULE, ruleFlags } from '../flags/rule-flags.ts';
import { measuringFlags } from '../flags/scenario-flags.ts';
import { textFlag } from '../flags/valued-flags.ts';
import { type ScheduleFlags, scheduledBy, scheduleFlags } from '../schedules/schedule-flag.ts';
import { type TargetFlags, tracedTarget } from '../targets/traced-target.ts';

interface TraceArguments extends TargetFlags, LineFlags, MeterFlags, ScheduleFlags, ProfileFiles {
  semantics: Semantics;
  save: string | undefined;
  json: boolean;
  histogram: boolean;
}

export const traceCommand: CommandModule<object, TraceArguments> = {
  command: 'trace [scenario|file]',
  describe: 'Measure the data movement of one training update, or of a TensorFlow.js function of a file',
  builder: (yargs) =>
    ruleFlags(
      scheduleFlags(lineFlags(meterFlags(exportFlags(profileFlags(measuringFlags(chosenRuleFlags(yargs)))))))
        .positional('scenario', {
          type: 'string',
          alias: [],
          describe:
            'scenario: an update of one of odometer list; file: a function, a case or a rule that it exports, FILE#EXPORT, or FILE where it is the only one',
        })
        .option('semantics', {
          requiresArg: true,
          choices: SEMANTICS,
          default: 'eager' as const,
          describe: 'Which meaning of the depth of a read',
        })
        .option('save', textFlag('Save the trace to this file; odometer price prices it again'))
        .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
        .option('histogram', {
          type: 'boolean',
          default: false,
          describe: 'With --json: the exact depths, too, as runs [from, to, reads of each]; megabytes at full size',
        })
        .example('$0 trace label-in-input --algorithm ff --batch 2', 'One update on a batch of two images')
        .example('$0 trace label-in-input --algorithm bp --save bp.json', 'Keep the trace: kilobytes, not accesses')
        .example(
          '$0 trace label-in-input --algorithm ff --schedule fused',
          'Dead calls dropped, element-wise calls fused',
        )
        .example('$0 trace ./feedback-alignment.ts --task label-in-input', 'An update of a rule that a file exports')
        .example('$0 trace model.ts#predict --inputs 1x28x28x1', 'A function that model.ts exports, weights of its own')
        .example('$0 trace embedding.ts#loss --inputs 10:int32,10x4 --computed', 'Addresses that depend on values')
        .example('$0 trace matmul.odometer.ts#"matmul n=64"', 'One of the cases of odometer bench')
        .epilogue(
          'A page of a function or a model: make it a case, and odometer bench --out; that of odometer compare is of learning rules.',
        ),
      ONE_RULE,
    ),
  handler: async (args) => {
    const start = performance.now();
    const { CollectedProfiles } = await import('../../reports/profiles/collected-profiles.ts');
    const { printMeasured } = await import('../terminal/measured-trace.ts');
    const { granularity, engine, semantics, json, histogram } = args;
    if (histogram && !json) throw new InputError('--histogram: is printed as JSON alone; add --json');
    const levels = parseLevels(args);
    const trace = await scheduledBy(args, await tracedTarget(args));
    if (args.save !== undefined) await saveFile('--save', args.save, jsonText(trace));
    const onMeasured = async (measurement: Measurement): Promise<void> => {
      const profiles = new CollectedProfiles();
      profiles.addTrace(trace.name, trace, measurement, measurement.elementBytes);
      await saveProfiles(args, trace.name, profiles);
    };
    await printMeasured(trace, {
      engine,
      granularity,
      semantics,
      json,
      histogram,
      levels,
      ...parseLines(args),
      onMeasured,
      start,
    });
  },
};
