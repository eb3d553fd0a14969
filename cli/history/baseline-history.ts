import { InputError } from '../../core/input-error.ts';
import { parseBaseline } from '../../reports/gate/baseline-text.ts';
import type { CommittedBaseline, SkippedCommit, Trend } from '../../reports/trend/trend.ts';
import { gitOutput } from './git-output.ts';

/** Of each commit its name, date and subject, and, after an empty line, the file as it was called then. */
const FORMAT = '--format=%H%x00%cs%x00%s';
const FIELDS = 4;

/**
 * The versions of a baseline that the current branch had, one a commit of its first parents, through renames. Those that are
 * no baseline are named as skipped. Throws InputError where git knows none that is one.
 */
export function baselineHistory(file: string): Trend {
  const listed = gitOutput(['log', '--follow', '--first-parent', '--name-only', '-z', FORMAT, '--', file]);
  if (listed === null) {
    throw new InputError(`${file}: git has no history of it here; run odometer trend in the repository that it is in`);
  }
  const fields = listed.split('\0');
  const versions: CommittedBaseline[] = [];
  const skipped: SkippedCommit[] = [];
  for (let start = 0; start + FIELDS <= fields.length; start += FIELDS) {
    const [commit, date, subject, path] = fields.slice(start, start + FIELDS);
    const about = { commit, date, subject };
    const text = gitOutput(['cat-file', 'blob', `${commit}:${path.trimStart()}`]);
    if (text === null) {
      skipped.push({ ...about, why: 'the file is not there' });
      continue;
    }
    try {
      versions.push({ ...about, baseline: parseBaseline(text, file) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      skipped.push({ ...about, why: error.message });
    }
  }
  if (versions.length === 0) {
    throw new InputError(
      `${file}: no commit holds a baseline of that name; commit what odometer check --update --baseline ${file} writes`,
    );
  }
  return { file, versions: versions.reverse(), skipped: skipped.reverse() };
}
