import type { BenchResult } from './bench-result.ts';

/** What a run depended on, and what it ran on, a line each. */
export function environmentText({ tool, tfjs, environment, settings }: BenchResult): string {
  const lines = [
    ['tensor-odometer', tool],
    ['TensorFlow.js', tfjs],
    ['node', environment.node],
    ['platform', environment.platform],
    ...Object.entries(settings),
  ];
  return lines.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** The names of the cases that did not do the same in two runs: what they did differs, or what it costs. */
export function unlikeCases(once: BenchResult, again: BenchResult): string[] {
  return once.cases.flatMap(({ id, digest, cost }, index) => {
    const other = again.cases[index];
    return other.id === id && other.digest === digest && other.cost === cost ? [] : [id];
  });
}
