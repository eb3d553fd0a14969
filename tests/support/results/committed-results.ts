import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Results } from '../../../reports/results/result.ts';
import { parseTrainedRule, type TrainedRule } from '../../../reports/results/trained-rule.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { type OriginalRun, originalRunSchema } from '../../readme/documented-run.ts';

const folder = fileURLToPath(new URL('../../../results/', import.meta.url));

export const README = fileURLToPath(new URL('../../../README.md', import.meta.url));

/** The results in results/*.json, by name of the file: all of them, so that `odometer report results/*.json` takes them. */
export function committedFiles(): { path: string; results: Results }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const path = `${folder}${name}`;
      return { path, results: parseResults(JSON.parse(readFileSync(path, 'utf8')), name) };
    });
}

export function committedResults(): Results[] {
  return committedFiles().map(({ results }) => results);
}

/** What `odometer train` printed of a rule to an accuracy, before there was a protocol. */
export function earlierTraining(scenario: string, algorithm: string, accuracy: number): TrainedRule {
  const name = `${scenario}-${algorithm}-to-${Math.round(100 * accuracy)}`;
  return parseTrainedRule(JSON.parse(readFileSync(`${folder}training/${name}.training.json`, 'utf8')), name);
}

/** The documented run of Forward-Forward with the label in the input, and what the original program printed of its own. */
export function documentedRun(): { ours: TrainedRule; original: OriginalRun } {
  const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}training/${name}`, 'utf8'));
  const name = 'label-in-input-ff-30-epochs';
  return {
    ours: parseTrainedRule(read(`${name}.training.json`), name),
    original: originalRunSchema.parse(read(`${name}.original.json`)),
  };
}
