import { existsSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { Measurement } from '../../core/measurement/measurement.ts';
import { SEMANTICS, type Semantics, type Trace } from '../../core/trace/trace.ts';
import { jsonText } from '../../reports/writing/visible-text.ts';
import { type ProfileFiles, saveProfiles } from '../files/profile-files.ts';
import { saveFile } from '../files/saved-file.ts';
import { type ExportFlags, exportFlags, parseSeed } from '../flags/export-flags.ts';
import { type LineFlag, lineFlag, type MeterFlags, meterFlags, parseLevels } from '../flags/meters/meter-flags.ts';
import { profileFlags } from '../flags/profile-flags.ts';
import {
  askedFlags,
  type ChosenRuleFlags,
  chosenRule,
  chosenRuleFlags,
  type Flags,
  ONE_RULE,
  ruleFlags,
} from '../flags/rule-flags.ts';
import {
  type MeasuringFlags,
  measuringFlags,
  parseBatch,
  parseShape,
  requireNamedData,
} from '../flags/scenario-flags.ts';
import { textFlag } from '../flags/valued-flags.ts';

interface TraceArguments extends ChosenRuleFlags, MeasuringFlags, ExportFlags, LineFlag, MeterFlags, ProfileFiles {
  semantics: Semantics;
  save: string | undefined;
  json: boolean;
  histogram: boolean;
}

/** Flags that say nothing of a function, and such as say nothing of a scenario. */
const OF_SCENARIOS = ['algorithm', 'task', 'rules', 'batch', 'layers', 'data', 'data-dir'] as const;
const OF_EXPORTS = ['inputs', 'computed', 'seed'] as const;

export const traceCommand: CommandModule<object, TraceArguments> = {
  command: 'trace [scenario|file]',
  describe: 'Measure the data movement of one training update, or of a TensorFlow.js function of a file',
  builder: (yargs) =>
    ruleFlags(
      lineFlag(meterFlags(exportFlags(profileFlags(measuringFlags(chosenRuleFlags(yargs))))))
        .positional('scenario', {
          type: 'string',
          describe:
            'Which scenario (see odometer list), or which function, case or rule: FILE#EXPORT, FILE where it is the only one',
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
    const trace = await traced(args);
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
      line: args.line,
      onMeasured,
      start,
    });
  },
};

async function traced(args: TraceArguments & Flags): Promise<Trace> {
  const { isLoadable, namesModule } = await import('../modules/module-names.ts');
  const { loadDefinitions } = await import('../modules/definition-file.ts');
  const { scenario: named, task, algorithm } = args;
  if (named === undefined || !namesModule(named)) return traceOfScenario(args);
  const [file] = named.split('#');
  const [defined] = existsSync(file) && isLoadable(file) ? await loadDefinitions(named) : [];
  if (defined === undefined) return traceOfExport(args, named);
  if (defined.kind === 'task') return traceOfScenario(args);
  if (algorithm !== undefined) throw new InputError(`--algorithm: ${named} is a rule, too; name a scenario before it`);
  if (task === undefined) {
    throw new InputError(`${named}: exports a rule; name the task that it learns, as in --task label-in-input`);
  }
  return traceOfScenario({ ...args, scenario: undefined, algorithm: named });
}

async function traceOfScenario(args: TraceArguments & Flags): Promise<Trace> {
  const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
  const { traceUpdate } = await import('../../instrument/tensors/trace-update.ts');
  const { batchData } = await import('../../scenarios/batch-data.ts');
  const { loadDataset } = await import('../../scenarios/data/catalog.ts');
  const { datasetOf } = await import('../../scenarios/rule/scenario.ts');
  const { requireSoundRule } = await import('../../scenarios/sound-rule.ts');
  const { data, 'data-dir': dataDir } = args;
  refuse(asked(args, OF_EXPORTS), 'a scenario; name a function, like model.ts#predict');
  const { scenario, id, rule, options } = await chosenRule(args);
  const shape = parseShape(args.layers, scenario) ?? scenario.defaultShape;
  const batch = parseBatch(args.batch) ?? scenario.defaultBatch;
  const loops = parseLoopOrder(args.loops);
  requireNamedData(args);
  requireSoundRule(scenario.id, id, rule, shape, batch);
  const program = rule.update(shape, batch);
  const named =
    data === undefined ? null : batchData(await loadDataset(datasetOf(scenario, data), { dataDir }), shape, batch);
  const facts = named === null ? {} : { data: named.name, dataSha256: named.trainSha256 };
  const trace = traceUpdate(program, { loops });
  return { ...trace, about: { ...trace.about, ...options, ...facts } };
}

async function traceOfExport(args: TraceArguments & Flags, named: string): Promise<Trace> {
  const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
  const { parseInputs } = await import('../cases/exports/drawn-inputs.ts');
  const { tracedExport } = await import('../cases/exports/traced-export.ts');
  const { inputs, computed, seed } = args;
  refuse([...asked(args, OF_SCENARIOS), ...(await askedFlags(args))], `${named}; it is for scenarios`);
  return tracedExport(named, {
    inputs: inputs === undefined ? null : parseInputs(inputs),
    computed,
    seed: parseSeed(seed),
    loops: parseLoopOrder(args.loops),
  });
}

/** Which of the flags are given. */
function asked(args: Flags, flags: readonly string[]): string[] {
  return flags.filter((flag) => args[flag] !== undefined && args[flag] !== false).map((flag) => `--${flag}`);
}

function refuse([flag]: readonly string[], what: string): void {
  if (flag !== undefined) throw new InputError(`${flag}: means nothing to ${what}`);
}
