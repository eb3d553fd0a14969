import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../../core/input-error.ts';
import type { BenchResult, CaseTime } from '../../../reports/bench/bench-result.ts';
import { visibleText } from '../../../reports/writing/visible-text.ts';
import type { CasesShown } from '../cases-progress.ts';
import type { LoadedCase } from '../loaded-cases.ts';
import { idOf } from '../measured-cases.ts';

/** What the process that times a case is told. */
export interface TimingTask {
  readonly file: string;
  readonly path: string;
  readonly label: string;
  readonly seed: number;
}

/** What it answers; null: the case has nothing that runs untraced. */
export type TimingAnswer = { readonly time: CaseTime | null } | { readonly badInput: string };

/**
 * The result with the wall time of each case that runs untraced, each in a process of its own, one after the other. Throws
 * InputError on what a case does wrong, and where a process ends without an answer.
 */
export async function withTimes(
  result: BenchResult,
  selected: readonly LoadedCase[],
  shown: CasesShown,
): Promise<BenchResult> {
  const cases: BenchResult['cases'] = [];
  for (const [index, loaded] of selected.entries()) {
    shown.begins(`time of ${idOf(loaded)}`, index, selected.length);
    const { file, path, one } = loaded;
    const time = await timeInProcess({ file, path, label: one.label, seed: result.settings.seed });
    cases.push({ ...result.cases[index], ...(time === null ? {} : { time }) });
  }
  return { ...result, cases };
}

function timeInProcess(task: TimingTask): Promise<CaseTime | null> {
  // Plain node cannot read the TypeScript sources, in which only this package's own checks run.
  const isBuilt = import.meta.url.endsWith('.js');
  const worker = fileURLToPath(new URL(isBuilt ? 'timing-worker.js' : 'timing-worker.ts', import.meta.url));
  const child = fork(worker, {
    execArgv: isBuilt ? [] : ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (answer: TimingAnswer) => {
      if ('badInput' in answer) reject(new InputError(answer.badInput));
      else resolve(answer.time);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      reject(
        new InputError(
          `${visibleText(task.file)}: case "${task.label}": its timing ended with ${how}; leave out --time`,
        ),
      );
    });
    child.send(task);
  });
}
