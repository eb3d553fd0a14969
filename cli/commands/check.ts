import { relative, sep } from 'node:path';
import type { CommandModule } from 'yargs';
import { InputError } from '../../core/input-error.ts';
import type { OdometerConfig } from '../../instrument/cases/odometer-config.ts';
import type { BenchResult } from '../../reports/bench/bench-result.ts';
import type { Baseline } from '../../reports/gate/baseline.ts';
import type { Check } from '../../reports/gate/check-result.ts';
import type { Bound } from '../../reports/gate/limit.ts';
import { saveFile } from '../files/saved-file.ts';
import { print, tell } from '../files/standard-output.ts';
import { type CaseFlags, caseFlags, namedFiles, parseCaseSettings } from '../flags/case-flags.ts';
import {
  baselineOf,
  type CheckFlags,
  checkFlags,
  isInCi,
  parseGateRules,
  parseMinChange,
  requireMeantChange,
  withGivenFlags,
} from '../flags/check-flags.ts';

type CheckArguments = CaseFlags & CheckFlags;

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: 'check [files..]',
  describe: 'Hold the data movement of your own kernels against a committed baseline; exit code 1 where it grew',
  builder: (yargs) =>
    checkFlags(caseFlags(yargs))
      .example('$0 check --update', 'Write the baseline, to be committed')
      .example('$0 check', 'Hold every case below this folder against it')
      .example("$0 check --accept 'matmul n=64' --reason 'pads rows'", 'Take one change into it')
      .example("$0 check --budget 'flash n=64 <= naive n=64'", 'Hold a case against another, too'),
  handler: async (args) => {
    try {
      await holdAgainstBaseline(args);
    } catch (error) {
      throw withGivenFlags(error, args);
    }
  },
};

async function holdAgainstBaseline(args: CheckArguments): Promise<void> {
  const { projectConfig } = await import('../cases/project-config.ts');
  const { scopeOf } = await import('../cases/run-scope.ts');
  const { isMeasured, parseBudget } = await import('../../reports/gate/budget.ts');
  const { checkOf } = await import('../../reports/gate/check.ts');
  const { acceptanceOf, updateOf } = await import('../../reports/gate/meant-change.ts');
  const { baselineText } = await import('../../reports/gate/baseline-text.ts');
  const { remedy } = await import('../../reports/gate/writings/statement.ts');
  requireMeantChange(args);
  const { update, accept, reason = '', filter } = args;
  const config = await projectConfig();
  const isWhole = args.files.length === 0 && filter === undefined;
  const [file, flagged, least] = [baselineOf(args, config), parseGateRules(args, config), parseMinChange(args)];
  const configured = (config.budgets ?? []).map(parseBudget);
  const isRun = scopeOf(args);
  const earlier = await earlierBaseline(file, update, isWhole);
  const result = await measured(args, config);
  // Of a part of the cases the configuration's budgets need not be.
  const kept = isWhole ? configured : configured.filter((budget) => isMeasured(budget, result.cases));
  const rules = { ...flagged, budgets: [...kept, ...flagged.budgets] };
  const outcome = (): { check: Check; next: Baseline | null } => {
    if (update || earlier === null) return updateOf(result, file, earlier, rules, isRun);
    const before = { file, baseline: earlier };
    if (accept !== undefined) return acceptanceOf(result, before, rules, { name: accept, reason });
    return { check: checkOf(result, before, rules, isRun), next: null };
  };
  const { check, next } = outcome();
  await publish(check, args, least);
  if (!check.passed) throw new Error(`check failed; ${remedy(check)}`);
  if (next === null) return;
  await saveFile('--baseline', file, baselineText(next));
  tell(`odometer: wrote ${file}; look at the change and commit it`);
}

/** The baseline to hold against; null where there is none that --update could go on from. */
async function earlierBaseline(file: string, update: boolean, isWhole: boolean): Promise<Baseline | null> {
  const { hasBaseline, mayBecomeBaseline, readBaseline } = await import('../files/baseline-file.ts');
  if (!update) return readBaseline(file);
  if (!hasBaseline(file)) return null;
  try {
    return readBaseline(file);
  } catch (error) {
    // The figures of cases that are not run now are in it alone, and what is no baseline is something else of the user's.
    if (!(error instanceof InputError) || !isWhole || !mayBecomeBaseline(file)) throw error;
    tell(`odometer: ${error.message}`);
    return null;
  }
}

/** Measures the cases, in CI twice, to see that they do the same. */
async function measured(args: CheckArguments, config: OdometerConfig): Promise<BenchResult> {
  const { measureCases, selectCases } = await import('../cases/measured-cases.ts');
  const { withCasesShown } = await import('../cases/cases-progress.ts');
  const { requireSameDigests } = await import('../cases/repeated-cases.ts');
  const settings = parseCaseSettings(args, config);
  const files = namedFiles(args, config);
  const selected = await selectCases({ files, filter: args.filter, shard: null });
  const run = (): Promise<BenchResult> => withCasesShown((shown) => measureCases(selected, settings, null, shown));
  const result = await run();
  for (const { id, warnings } of result.cases) for (const warning of warnings) tell(`odometer: ${id}: ${warning}`);
  if (isInCi()) requireSameDigests(result, await run());
  return result;
}

/** Writes the files that flags name, marks failures for GitHub Actions, and prints the check. */
async function publish(check: Check, args: CheckArguments, least: Bound | null): Promise<void> {
  const { checkMarkdown } = await import('../../reports/gate/writings/check-markdown.ts');
  const { junitXml } = await import('../../reports/gate/writings/junit.ts');
  const { smallerIsBetterJson } = await import('../../reports/gate/writings/smaller-is-better.ts');
  const { annotations } = await import('../../reports/gate/writings/annotations.ts');
  const { checkText } = await import('../../reports/gate/writings/check-text.ts');
  const { checkJson } = await import('../../reports/gate/check-result.ts');
  const { markdown, junit, 'smaller-is-better': chart } = args;
  if (markdown !== undefined) await saveFile('--markdown', markdown, checkMarkdown(check, least));
  if (junit !== undefined) await saveFile('--junit', junit, junitXml(check));
  if (chart !== undefined) await saveFile('--smaller-is-better', chart, smallerIsBetterJson(check));
  // On stderr, where GitHub finds them, too: what is printed may be JSON.
  if (args.annotations ?? process.env.GITHUB_ACTIONS === 'true') annotations(check, folderInRepository()).forEach(tell);
  await print(args.json ? checkJson(check) : checkText(check, least));
}

/** From the top of what GitHub Actions has checked out to the current folder; '' where they are the same or not known. */
function folderInRepository(): string {
  const { GITHUB_WORKSPACE: top = '' } = process.env;
  return top === '' ? '' : relative(top, process.cwd()).split(sep).join('/');
}
