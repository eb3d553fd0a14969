import { existsSync } from 'node:fs';
import { InputError } from '../../core/input-error.ts';
import type { Trace } from '../../core/trace/trace.ts';
import { type ExportFlags, parseSeed } from '../flags/export-flags.ts';
import { askedFlags, type ChosenRuleFlags, chosenRule, chosenScenario, type Flags } from '../flags/rule-flags.ts';
import { type MeasuringFlags, parseBatch, parseShape, requireNamedData } from '../flags/scenario-flags.ts';

/** The flags that say what is traced. */
export interface TargetFlags extends ChosenRuleFlags, MeasuringFlags, ExportFlags {}

type TargetArguments = TargetFlags & Flags;

/** Flags that say nothing of a function, and such as say nothing of a scenario. */
const OF_SCENARIOS = ['algorithm', 'task', 'rules', 'batch', 'layers', 'data', 'data-dir'] as const;
const OF_EXPORTS = ['inputs', 'computed', 'seed'] as const;

/**
 * The trace of what a command names: a scenario's update, the update of a rule of a file, or a function or case that a file
 * exports. Throws InputError where it is none of these, and on flags that mean nothing to it.
 */
export async function tracedTarget(args: TargetArguments): Promise<Trace> {
  const { isLoadable, namesModule } = await import('../modules/module-names.ts');
  const { loadDefinitions } = await import('../modules/definition-file.ts');
  const { scenario: named, task, algorithm } = args;
  if (named !== undefined) requireTraceable(named);
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

/** Throws InputError on flags that say what is traced: a saved trace says that itself. */
export async function requireNothingToTrace(args: TargetArguments, named: string): Promise<void> {
  const loops = args.loops === 'tfjs' ? [] : ['--loops'];
  const flags = [...asked(args, [...OF_SCENARIOS, ...OF_EXPORTS]), ...(await askedFlags(args)), ...loops];
  refuse(flags, `${named}, a saved trace, which says what it is of`);
}

/** Throws InputError where a name is of a file that holds nothing to trace, or of one that there is not. */
function requireTraceable(named: string): void {
  if (named.endsWith('.json')) {
    const what = existsSync(named) ? 'is JSON; odometer price measures a saved trace' : 'no such file; check the path';
    throw new InputError(`${named}: ${what}`);
  }
  if (/^\.{0,2}[\\/]/.test(named) && !named.includes('#') && !existsSync(named)) {
    throw new InputError(`${named}: no such file; name a scenario (see odometer list), or a module like ./model.ts`);
  }
}

async function traceOfScenario(args: TargetArguments): Promise<Trace> {
  const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
  const { traceUpdate } = await import('../../instrument/tensors/trace-update.ts');
  const { batchData } = await import('../../scenarios/batch-data.ts');
  const { loadDataset } = await import('../../scenarios/data/catalog.ts');
  const { datasetOf } = await import('../../scenarios/rule/scenario.ts');
  const { requireSoundRule } = await import('../../scenarios/sound-rule.ts');
  const { data, 'data-dir': dataDir } = args;
  refuse(asked(args, OF_EXPORTS), 'a scenario; name a function, like model.ts#predict');
  // All that the flags say is looked at before the rule, of whose absence one would be told alone.
  requireNamedData(args);
  const loops = parseLoopOrder(args.loops, '--loops');
  const given = parseBatch(args.batch);
  const scenario = await chosenScenario(args);
  const shape = parseShape(args.layers, scenario) ?? scenario.defaultShape;
  const batch = given ?? scenario.defaultBatch;
  const { id, rule, options } = await chosenRule(args, scenario);
  requireSoundRule(scenario.id, id, rule, shape, batch);
  const program = rule.update(shape, batch);
  const named =
    data === undefined ? null : batchData(await loadDataset(datasetOf(scenario, data), { dataDir }), shape, batch);
  const facts = named === null ? {} : { data: named.name, dataSha256: named.trainSha256 };
  const trace = traceUpdate(program, { loops });
  return { ...trace, about: { ...trace.about, ...options, ...facts } };
}

async function traceOfExport(args: TargetArguments, named: string): Promise<Trace> {
  const { parseLoopOrder } = await import('../../instrument/kernel-models/model/loop-order.ts');
  const { parseInputs } = await import('../cases/exports/drawn-inputs.ts');
  const { tracedExport } = await import('../cases/exports/traced-export.ts');
  const { inputs, computed, seed } = args;
  refuse([...asked(args, OF_SCENARIOS), ...(await askedFlags(args))], `${named}; it is for scenarios`);
  return tracedExport(named, {
    inputs: inputs === undefined ? null : parseInputs(inputs),
    computed,
    seed: parseSeed(seed),
    loops: parseLoopOrder(args.loops, '--loops'),
  });
}

/** Which of the flags are given. */
function asked(args: Flags, flags: readonly string[]): string[] {
  return flags.filter((flag) => args[flag] !== undefined && args[flag] !== false).map((flag) => `--${flag}`);
}

function refuse([flag]: readonly string[], what: string): void {
  if (flag !== undefined) throw new InputError(`${flag}: means nothing to ${what}`);
}
