import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../../core/input-error.ts';
import { VECTORS_FORMAT } from '../../core/programs/program-format.ts';
import { statedFormat } from '../../core/programs/stated-format.ts';
import { TRACE_SCHEMA } from '../../core/trace/trace.ts';
import { savedTrace } from '../../instrument/cases/case-body.ts';
import { cases } from '../../instrument/cases/case-list.ts';
import { BENCH_SCHEMA } from '../../reports/bench/bench-result.ts';
import { type Side, sideOfBaseline, sideOfBench } from '../../reports/differences/side.ts';
import { BASELINE_SCHEMA } from '../../reports/gate/baseline.ts';
import { parseBaseline } from '../../reports/gate/baseline-text.ts';
import { parseBench } from '../files/bench-file.ts';
import { parseJson } from '../files/json-file.ts';
import { readTextFile } from '../files/text-file.ts';
import type { MeasuringSettings } from '../flags/case-flags.ts';
import { isLoadable } from '../modules/module-names.ts';
import type { CasesShown } from './cases-progress.ts';
import { sideAtRevision } from './git-revision.ts';
import { type LoadedCase, loadCases } from './loaded-cases.ts';
import { measureCases, narrowed } from './measured-cases.ts';

/**
 * What is compared under a name: a case file, a result of bench, a baseline, a saved trace or a file of a scalar program, as
 * it is now or, as `REVISION:FILE`, as git has it. Throws InputError where it is none of these.
 */
export async function sideOf(
  name: string,
  settings: MeasuringSettings,
  filter: string | undefined,
  shown: CasesShown,
): Promise<Side> {
  const read = (file: string, path: string): Promise<Side> => sideOfFile({ name, file, path }, settings, filter, shown);
  if (existsSync(name)) return read(name, resolve(name));
  const [, revision, file] = /^([^:]+):(.+)$/.exec(name) ?? [];
  if (file === undefined) throw new InputError(`${name}: no such file; name a file, or REVISION:FILE`);
  return sideAtRevision(revision, file, (path) => read(file, path));
}

/** What a file holds that lies at `path`, is `name` in a comparison, and `file` in the names of its cases. */
async function sideOfFile(
  { name, file, path }: { readonly name: string; readonly file: string; readonly path: string },
  settings: MeasuringSettings,
  filter: string | undefined,
  shown: CasesShown,
): Promise<Side> {
  const measured = async (loaded: readonly LoadedCase[]): Promise<Side> =>
    sideOfBench(name, await measureCases(narrowed(loaded, filter), settings, null, shown));
  if (isLoadable(file)) return measured(await loadCases(file, path));
  // Errors name a file as it was named, where it is still there under that name.
  const place = existsSync(name) ? name : path;
  const text = readTextFile(place, 'a result, a trace or a baseline');
  if (text.startsWith(`# ${BASELINE_SCHEMA}`)) return sideOfBaseline(name, parseBaseline(text, name));
  const content = parseJson(text, place);
  const { schema, format } = statedFormat(content);
  if (schema === BENCH_SCHEMA) return sideOfBench(name, parseBench(content, name));
  if (schema === TRACE_SCHEMA || format === VECTORS_FORMAT) {
    const [one] = cases({ name: 'trace', body: () => savedTrace(place) }).cases;
    return measured([{ file: name, path: resolve('.', 'here'), one }]);
  }
  throw new InputError(
    `${name}: is none of ${BENCH_SCHEMA}, ${BASELINE_SCHEMA}, ${TRACE_SCHEMA}, ${VECTORS_FORMAT}; give one of these`,
  );
}
