import { dirname, resolve } from 'node:path';
import { version_core } from '@tensorflow/tfjs-core';
import { InputError } from '../../core/input-error.ts';
import { type BodyKind, kindOfBody } from '../../instrument/cases/case-body.ts';
import type { CaseFigures } from '../../instrument/cases/case-figures.ts';
import type { RecordedBody } from '../../instrument/cases/measured-body.ts';
import { recordBody } from '../../instrument/cases/measured-case.ts';
import type { ProfiledMeasurement } from '../../instrument/cases/measured-trace.ts';
import { placeInFile } from '../../instrument/sources/user-error.ts';
import { BENCH_SCHEMA, type BenchCase, type BenchResult } from '../../reports/bench/bench-result.ts';
import { idOfCase } from '../../reports/bench/case-id.ts';
import { isCaseLike } from '../../reports/gate/case-name.ts';
import { toolVersion } from '../../reports/results/tool-version.ts';
import { counted } from '../../reports/writing/format.ts';
import { inTurn, orderedResults, type ReadyJob } from '../../scenarios/threads/ordered-results.ts';
import { readJsonFile } from '../files/json-file.ts';
import type { MeasuringSettings } from '../flags/case-flags.ts';
import { runUserCode } from '../modules/user-code.ts';
import { findCaseFiles } from './case-files.ts';
import type { CasesShown } from './cases-progress.ts';
import { type LoadedCase, loadCases } from './loaded-cases.ts';
import { CasePool } from './pricing/case-pool.ts';
import type { Shard } from './shard.ts';

/** Which cases to take, and how to measure them. */
export interface CaseSelection {
  /** Files, folders and glob patterns; none: all below the current folder. */
  readonly files: readonly string[];
  /** Part of the name of each case to take, or a pattern with `*`. */
  readonly filter: string | undefined;
  readonly shard: Shard | null;
}

/** The cases that are selected, in the order of their files. Throws InputError where there is none. */
export async function selectCases({ files, filter, shard }: CaseSelection): Promise<readonly LoadedCase[]> {
  const found: LoadedCase[] = [];
  for (const file of findCaseFiles(files)) found.push(...(await loadCases(file)));
  const matching = narrowed(found, filter);
  return shard === null ? matching : matching.filter((_, index) => index % shard.of === shard.index - 1);
}

/** The cases that a filter names, or all. Throws InputError where there is none. */
export function narrowed(found: readonly LoadedCase[], filter: string | undefined): readonly LoadedCase[] {
  const matching = filter === undefined ? found : found.filter((loaded) => isNamed(idOf(loaded), filter));
  if (matching.length > 0) return matching;
  throw new InputError(
    `--filter ${filter}: is in the name of none of ${counted(found.length, 'case')}; see them with odometer bench --list`,
  );
}

/** `FILE > NAME n=64`. */
export function idOf({ file, one }: Pick<LoadedCase, 'file' | 'one'>): string {
  return idOfCase(file, one.label);
}

/** Whether a name holds a text, or is of a pattern with `*`. */
export function isNamed(id: string, pattern: string): boolean {
  return pattern.includes('*') ? isCaseLike(pattern, id) : id.includes(pattern);
}

/** Hears, in the order of the cases, what was measured of one, before it is forgotten. */
export type MeasuredListener = (
  result: BenchCase,
  recorded: RecordedBody,
  measurement: ProfiledMeasurement | null,
) => void;

/**
 * Measures each case: runs their bodies in this thread, one after the other, and prices what they did in others, so many
 * at a time as the settings say. Throws InputError, with the place in its file, on what a case does wrong, of several on
 * the first.
 */
export async function measureCases(
  selected: readonly LoadedCase[],
  settings: MeasuringSettings,
  shard: Shard | null,
  shown: CasesShown,
  onMeasured?: MeasuredListener,
): Promise<BenchResult> {
  const pool = new CasePool(Math.min(settings.threads, selected.length));
  const tell = inTurn();
  let done = 0;
  const ready = async (index: number): Promise<ReadyJob<BenchCase>> => {
    const loaded = selected[index];
    shown.begins(idOf(loaded), done, selected.length);
    const { kind, recorded } = await recordedCase(loaded, settings);
    const { bytes, begin } = await placed(loaded, () => pool.ready(recorded, settings));
    const price = async (): Promise<BenchCase> => {
      const { figures, measurement } = await placed(loaded, begin);
      const result = benchCase(loaded, kind, figures);
      if (onMeasured !== undefined) tell(index, () => onMeasured(result, recorded, measurement));
      done++;
      return result;
    };
    return { bytes, begin: price };
  };
  try {
    const order = selected.map((_, index) => index);
    const cases = await orderedResults(order, pool.atOnce, ready);
    const { semantics, granularity, bytes, seed, schedule } = settings;
    const named = schedule === undefined ? {} : { schedule: schedule.name };
    return {
      schema: BENCH_SCHEMA,
      tool: toolVersion(),
      tfjs: version_core,
      environment: { node: process.version, platform: `${process.platform} ${process.arch}` },
      settings: { semantics, granularity, bytes, seed, ...named },
      shard,
      cases,
    };
  } finally {
    await pool.end();
  }
}

/** Runs the body of a case, and puts what it did into the order of the settings. */
async function recordedCase(
  loaded: LoadedCase,
  settings: MeasuringSettings,
): Promise<{ readonly kind: BodyKind; readonly recorded: RecordedBody }> {
  const { path, one } = loaded;
  const read = (named: string): unknown => readJsonFile(resolve(dirname(path), named));
  return placed(loaded, async () => {
    const { kind, recorded } = await runUserCode(loaded, () => {
      const body = one.build(settings.seed);
      return { kind: kindOfBody(body), recorded: recordBody(body, one.label, settings, read) };
    });
    if (kind === null) throw new Error('internal: a body of no kind was built');
    return { kind, recorded: ordered(recorded, idOf(loaded), settings) };
  });
}

/** What was recorded, in the order of the settings. Throws InputError where it may not be executed so. */
function ordered(recorded: RecordedBody, id: string, { schedule }: MeasuringSettings): RecordedBody {
  if (schedule === undefined) return recorded;
  if ('trace' in recorded) return { trace: schedule.order(recorded.trace, `${id}: `) };
  throw new InputError(
    `--schedule ${schedule.name}: plain loops have the one order that they are written in; leave the case out with --filter`,
  );
}

/** Does what belongs to a case; what is wrong with it is told with the place in its file. */
async function placed<T>({ file, path, one }: LoadedCase, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placeInFile(file, error, { path, label: one.label });
  }
}

function benchCase(loaded: LoadedCase, kind: BodyKind, figures: CaseFigures): BenchCase {
  const { file, one } = loaded;
  const { lines, ...told } = figures;
  const by = Object.fromEntries(Object.entries(figures.by).map(([name, parts]) => [name, [...parts]]));
  return {
    id: idOf(loaded),
    file,
    name: one.name,
    sizes: { ...one.sizes },
    kind,
    ...told,
    by,
    misses: [...figures.misses],
    levels: [...figures.levels],
    placed: figures.placed && [...figures.placed],
    ...(lines === undefined ? {} : { lines: { ...lines, levels: [...lines.levels] } }),
    histogram: [...figures.histogram],
    warnings: [...figures.warnings],
  };
}
