import { InputError } from '../../core/input-error.ts';
import { exactJson } from '../results/figures/exact-count.ts';
import { coordinatesOf } from './sweep-figures.ts';
import { pointName, type SweepResult, type SweptPoint } from './sweep-result.ts';

/** A sweep, or a part of one, and the file that it is in. */
export interface SweepFile {
  readonly file: string;
  readonly sweep: SweepResult;
}

/**
 * The sweep whose parts these are: all shards of one, or several whole ones, whose points are put together. Throws InputError,
 * naming the file, where two are of other rules, settings or versions, a shard is missing or there twice, or two have one point.
 */
export function mergedSweep(files: readonly SweepFile[]): SweepResult {
  const [first, ...others] = files;
  if (first === undefined) throw new InputError('merge: got no file; name what odometer sweep --shard wrote');
  for (const other of others) requireSame(first, other);
  const { points: _, shard, ...head } = first.sweep;
  requireDistinct(files);
  const points = shard === null ? inOrder(files.flatMap(({ sweep }) => sweep.points)) : dealtBack(files, shard.of);
  return { ...head, shard: null, points };
}

/** By options, as first met, then batch, width and depth. */
function inOrder(points: readonly SweptPoint[]): SweptPoint[] {
  const sets = [...new Set(points.map(({ options }) => JSON.stringify(options)))];
  const keyOf = (point: SweptPoint): number[] => {
    const { batch, width, depth } = coordinatesOf(point);
    return [sets.indexOf(JSON.stringify(point.options)), batch, width, depth];
  };
  const differences = (a: SweptPoint, b: SweptPoint) => keyOf(a).map((part, index) => part - keyOf(b)[index]);
  return [...points].sort((a, b) => differences(a, b).find((difference) => difference !== 0) ?? 0);
}

/** Points were dealt out one by one. */
function dealtBack(files: readonly SweepFile[], of: number): SweptPoint[] {
  const parts: (readonly SweptPoint[] | undefined)[] = Array.from({ length: of }, (_, index) => {
    const found = files.filter(({ sweep }) => sweep.shard?.index === index + 1);
    if (found.length > 1) {
      throw new InputError(`${found[1].file}: is shard ${index + 1}/${of}, as ${found[0].file} is; leave one out`);
    }
    return found[0]?.sweep.points;
  });
  const missing = parts.flatMap((part, index) => (part === undefined ? [`${index + 1}/${of}`] : []));
  if (missing.length > 0) {
    throw new InputError(`merge: shard ${missing.join(', ')} is missing of ${of}; give the files of all shards`);
  }
  const total = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  return Array.from({ length: total }, (_, index) => {
    const point = parts[index % of]?.[Math.floor(index / of)];
    if (point === undefined) throw new InputError('merge: the shards are not of one grid; run all of them anew');
    return point;
  });
}

function requireSame(first: SweepFile, other: SweepFile): void {
  const facts = ({ sweep: { points: _, shard, ...head } }: SweepFile): [string, string][] => [
    ...Object.entries(head).map(([name, value]): [string, string] => [name, exactJson(value)]),
    ['number of shards', shard === null ? 'none' : String(shard.of)],
  ];
  const expected = new Map(facts(first));
  for (const [name, value] of facts(other)) {
    if (value === expected.get(name)) continue;
    throw new InputError(
      `${other.file}: ${name} is ${value}, in ${first.file} it is ${expected.get(name)}; run all alike`,
    );
  }
}

function requireDistinct(files: readonly SweepFile[]): void {
  const places = new Map<string, string>();
  for (const { file, sweep } of files) {
    for (const point of sweep.points) {
      const name = pointName(point);
      const other = places.get(name);
      if (other !== undefined) throw new InputError(`${file}: has ${name}, as ${other} has; leave one out`);
      places.set(name, file);
    }
  }
}
