import { InputError } from '../../core/input-error.ts';
import type { Results } from '../results/result.ts';

/** Results, and the file they come from. */
export interface NamedResults {
  readonly where: string;
  readonly results: Results;
}

type Provenance = Results['provenance'];

/** What has to be equal for figures to stand side by side, and what to do where it is not. */
const SHARED: readonly (readonly [name: keyof Provenance, what: string, advice: string])[] = [
  ['costModel', 'cost models', 'compare them in the same one'],
  ['loops', 'loop orders', 'compare them in the same one'],
  ['schedule', 'schedules', 'compare them in the same one'],
  ['seed', 'seeds', 'compare them with the same one'],
  ['energyPresets', 'energy presets', 'name those for all with --energy'],
];

/**
 * The results of several files as one, their scenarios in the order of the files. Throws InputError naming both files
 * where two hold the same scenario, or were not measured alike.
 */
export function mergedResults(files: readonly [NamedResults, ...NamedResults[]]): Results {
  const [first, ...others] = files;
  for (const other of others) requireAlike(first, other);
  requireScenariosOnce(files);
  if (others.length === 0) return first.results;
  const all = files.map(({ results }) => results);
  const provenances = all.map(({ provenance }) => provenance);
  const volatiles = all.map(({ volatile }) => volatile);
  const trainingSeconds = Object.assign({}, ...volatiles.map((one) => one.trainingSeconds ?? {}));
  return {
    schema: first.results.schema,
    provenance: {
      ...first.results.provenance,
      tool: distinct(provenances.map(({ tool }) => tool)),
      node: distinct(provenances.map(({ node }) => node)),
      engine: distinct(provenances.map(({ engine }) => engine)),
    },
    scenarios: all.flatMap(({ scenarios }) => scenarios),
    volatile: {
      engineSeconds: Object.assign({}, ...volatiles.map((one) => one.engineSeconds)),
      ...(Object.keys(trainingSeconds).length === 0 ? {} : { trainingSeconds }),
      seconds: volatiles.reduce((sum, { seconds }) => sum + seconds, 0),
      peakRssBytes: Math.max(...volatiles.map(({ peakRssBytes }) => peakRssBytes)),
    },
  };
}

function requireAlike(first: NamedResults, other: NamedResults): void {
  for (const [name, what, advice] of SHARED) {
    const [a, b] = [first, other].map(({ results }) => JSON.stringify(results.provenance[name]));
    if (a !== b) throw new InputError(`${first.where} and ${other.where}: have different ${what}; ${advice}`);
  }
}

function requireScenariosOnce(files: readonly NamedResults[]): void {
  const held = new Map<string, string>();
  for (const { where, results } of files) {
    for (const { id } of results.scenarios) {
      const earlier = held.get(id);
      if (earlier !== undefined) {
        throw new InputError(`${earlier} and ${where}: both hold the scenario ${id}; leave out one of them`);
      }
      held.set(id, where);
    }
  }
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ');
}
