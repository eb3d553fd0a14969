import type { BenchResult, CaseTime, TimeVerdict } from './bench-result.ts';

/** What times are compared by, as results name it. */
const TIME_ESTIMATOR = 'median, faster or slower where the ranges between the quartiles are disjoint';

/** An earlier result, and the file that it is in. */
export interface TimeBaseline {
  readonly file: string;
  readonly result: BenchResult;
}

/** The result, each case that is timed in both held against its time before; others stay as they are. */
export function comparedTimes(result: BenchResult, baseline: TimeBaseline): BenchResult {
  const before = timesOf(baseline.result);
  const cases = result.cases.map((one) => {
    const earlier = before.get(one.id);
    if (one.time === undefined || earlier === undefined) return one;
    const { samples, medianMs, lowerQuartileMs, upperQuartileMs } = earlier;
    const verdict = timeVerdict(one.time, earlier);
    const against = { verdict, samples, medianMs, lowerQuartileMs, upperQuartileMs };
    return { ...one, time: { ...one.time, against } };
  });
  return { ...result, timeBaseline: { file: baseline.file, estimator: TIME_ESTIMATOR }, cases };
}

/** The times in a result, by the id of their case. */
export function timesOf({ cases }: BenchResult): ReadonlyMap<string, CaseTime> {
  return new Map(cases.flatMap(({ id, time }) => (time === undefined ? [] : [[id, time] as const])));
}

/** The ids of the cases that are slower than before. */
export function slowerCases({ cases }: BenchResult): string[] {
  return cases.filter(({ time }) => time?.against?.verdict === 'slower').map(({ id }) => id);
}

/** What two results tell apart that their times may depend on, a line each. */
export function unlikeMachines(result: BenchResult, { file, result: before }: TimeBaseline): string[] {
  const facts = ({ environment, tfjs, settings }: BenchResult): [string, string][] => [
    ['node', environment.node],
    ['platform', environment.platform],
    ['TensorFlow.js', tfjs],
    ['seed', String(settings.seed)],
  ];
  const earlier = new Map(facts(before));
  return facts(result)
    .filter(([name, value]) => value !== earlier.get(name))
    .map(([name, value]) => `${name} is ${value}, in ${file} it is ${earlier.get(name)}; times may differ for that`);
}

/** Ranges that touch are not disjoint. */
function timeVerdict(now: Quartiles, before: Quartiles): TimeVerdict {
  if (now.lowerQuartileMs > before.upperQuartileMs) return 'slower';
  return now.upperQuartileMs < before.lowerQuartileMs ? 'faster' : 'inconclusive';
}

type Quartiles = Pick<CaseTime, 'lowerQuartileMs' | 'upperQuartileMs'>;
