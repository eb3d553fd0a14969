import { InputError } from '../../core/input-error.ts';
import type { BenchResult } from './bench-result.ts';

/** A part of a run, and the file that it is in. */
export interface BenchShard {
  readonly file: string;
  readonly result: BenchResult;
}

/**
 * The run whose parts these are, its cases in their order. Throws InputError, naming the file, where a part is no shard, of
 * other settings, versions or number of parts than the first, there twice, or not there.
 */
export function mergedBench(shards: readonly BenchShard[]): BenchResult {
  const [first] = shards;
  if (first === undefined) throw new InputError('merge: got no file; name what odometer bench --shard wrote');
  const of = shardOf(first).of;
  const byIndex = new Map<number, BenchShard>();
  for (const shard of shards) {
    requireSame(first, shard);
    const { index } = shardOf(shard);
    const twice = byIndex.get(index);
    if (twice !== undefined) {
      throw new InputError(`${shard.file}: is shard ${index}/${of}, as ${twice.file} is; leave one out`);
    }
    byIndex.set(index, shard);
  }
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${of}`).join(', ');
    throw new InputError(`merge: shard ${names} is missing of ${of}; give the files of all shards`);
  }
  const parts = [...byIndex].sort(([a], [b]) => a - b).map(([, { result }]) => result.cases);
  const total = parts.reduce((sum, cases) => sum + cases.length, 0);
  // Cases were dealt out one by one.
  const cases = Array.from({ length: total }, (_, i) => parts[i % of][Math.floor(i / of)]);
  if (cases.includes(undefined as never)) {
    throw new InputError('merge: the shards are not of one list of cases; run all of them anew');
  }
  requireDistinct(cases.map(({ id }) => id));
  requireLikeLines(cases);
  return { ...first.result, shard: null, cases };
}

function shardOf({ file, result }: BenchShard): NonNullable<BenchResult['shard']> {
  if (result.shard !== null) return result.shard;
  throw new InputError(`${file}: holds a whole run and no shard of one; there is nothing to merge it with`);
}

function requireSame(first: BenchShard, other: BenchShard): void {
  const facts = ({ result }: BenchShard): [string, string][] => [
    ['tensor-odometer', result.tool],
    ['TensorFlow.js', result.tfjs],
    ...Object.entries({ schedule: 'none', ...result.settings }).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
    ['number of shards', String(result.shard?.of)],
    ['baseline of times', result.timeBaseline?.file ?? 'none'],
  ];
  const expected = new Map(facts(first));
  shardOf(other);
  for (const [name, value] of facts(other)) {
    if (value === expected.get(name)) continue;
    throw new InputError(
      `${other.file}: ${name} is ${value}, in ${first.file} it is ${expected.get(name)}; run all shards alike`,
    );
  }
}

function requireLikeLines(cases: BenchResult['cases']): void {
  const lines = cases.flatMap(({ lines: told }) =>
    told === undefined ? [] : [`${told.lineBytes} ${told.layout ?? 'packed'}`],
  );
  const [one, other] = new Set(lines);
  if (other !== undefined) throw new InputError(`merge: lines are ${one} and ${other}; run all shards alike`);
}

function requireDistinct(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) throw new InputError(`merge: ${twice} is in two shards; run all of them anew`);
}
